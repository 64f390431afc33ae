#include "facade/app/process_figures.hpp"

#include "facade/app/descriptors.hpp"

#include <fstream>
#include <sys/resource.h>
#include <unistd.h>

namespace ficus::app {

namespace {

double seconds_in(timeval const& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
}

} // namespace

process_figures look_at_process() {
    process_figures figures;
    rusage used{};
    if (::getrusage(RUSAGE_SELF, &used) == 0)
        figures.cpu_seconds = seconds_in(used.ru_utime) + seconds_in(used.ru_stime);
    // proc(5): in pages.
    std::ifstream memory("/proc/self/statm");
    std::uint64_t all = 0;
    std::uint64_t resident = 0;
    if (memory >> all >> resident) {
        auto const page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
        figures.virtual_bytes = all * page;
        figures.resident_bytes = resident * page;
    }
    auto const descriptors = look_at_descriptors();
    figures.open_descriptors = descriptors.taken;
    figures.most_descriptors = descriptors.limit;
    return figures;
}

} // namespace ficus::app

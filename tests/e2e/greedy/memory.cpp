#include "e2e/greedy/memory.hpp"

#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace ficus::test {
namespace {

/// ASan keeps 256 MiB of freed memory and puts red zones around the rest; TSan has four shadow words for
/// each.
std::uint64_t with_sanitizer(std::uint64_t kib) {
#if defined(__SANITIZE_ADDRESS__)
    return 3 * kib + 320 * 1024;
#elif defined(__SANITIZE_THREAD__)
    return 8 * kib + 320 * 1024;
#else
    return kib;
#endif
}

} // namespace

memory_watch::memory_watch(facade_process& of) : of_(of) {
    // It makes its store of comparisons while it serves already, which takes a megabyte: the log of SQLite has
    // the tables then.
    CHECK(eventually([&] { return of.size_of_open("shadow.db-wal") > 4096; }));
    at_first_ = of_.resident_kib();
    of_.forget_peak();
}

void memory_watch::check(std::uint64_t most_kib, std::string_view during) const {
    auto const grown = of_.peak_resident_kib() - std::min(at_first_, of_.peak_resident_kib());
    WARN("memory during " << during << ": at most +" << grown << " KiB of " << most_kib << " allowed");
    CHECK(grown <= with_sanitizer(most_kib));
}

} // namespace ficus::test

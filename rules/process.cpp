#include "rules/process.hpp"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <fstream>
#include <string>
#include <string_view>

namespace ficus::rules {

namespace {

constexpr int start_field = 22; // of /proc/PID/stat, proc(5)
constexpr int field_after_name = 3;

} // namespace

std::int64_t process_started(pid_t pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string line;
    std::getline(file, line, '\0');
    // A process's name may hold spaces and parentheses; nothing after it does.
    auto const name_end = line.rfind(") ");
    if (name_end == std::string::npos) return 0;
    auto rest = std::string_view(line).substr(name_end + 2);
    for (int field = field_after_name; field < start_field; ++field) {
        auto const space = rest.find(' ');
        if (space == std::string_view::npos) return 0;
        rest.remove_prefix(space + 1);
    }
    std::int64_t ticks = 0;
    std::from_chars(rest.data(), rest.data() + rest.size(), ticks);
    return ticks;
}

bool process_runs(pid_t pid, std::int64_t started) {
    if (kill(pid, 0) != 0 && errno == ESRCH) return false;
    auto const now = process_started(pid);
    return started == 0 || now == 0 || started == now;
}

} // namespace ficus::rules

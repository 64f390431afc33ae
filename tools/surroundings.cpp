#include "tools/surroundings.hpp"

#include "tools/table.hpp"

#include <array>
#include <ostream>
#include <pwd.h>
#include <unistd.h>
#include <vector>

namespace ficus::tools {
namespace {

std::string user_name() {
    passwd entry{};
    passwd* found = nullptr;
    std::vector<char> buffer(16 * 1024);
    if (getpwuid_r(geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr)
        return found->pw_name;
    return "uid " + std::to_string(geteuid());
}

std::string host_name() {
    std::array<char, 256> name{};
    if (gethostname(name.data(), name.size() - 1) != 0) return "localhost";
    return name.data();
}

} // namespace

std::string who_asks(config::environment const& environment) {
    auto const sudo = environment("SUDO_USER");
    if (geteuid() == 0 && sudo && !sudo->empty()) return *sudo + '@' + host_name() + " (sudo)";
    return user_name() + '@' + host_name();
}

void warn(surroundings& around, std::string const& message) {
    around.err << (around.colour_err ? "\x1b[33mficus: warning:\x1b[0m " : "ficus: warning: ")
               << printable(message) << '\n';
}

} // namespace ficus::tools

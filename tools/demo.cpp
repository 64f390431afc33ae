#include "tools/commands.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <unistd.h>
#include <vector>

namespace ficus::tools {
namespace {

/// Beside the sources that this binary was built from, else where a package would put it.
std::vector<std::filesystem::path> demo_places(surroundings const& around) {
    return {std::filesystem::path(FICUS_SOURCE_DIR) / "tools/demo/demo.sh",
            std::filesystem::path(around.program).parent_path() / "demo/demo.sh",
            std::filesystem::path(around.program).parent_path() / "../share/ficus/demo/demo.sh"};
}

} // namespace

outcome run(demo_command const& command, common_options const&, surroundings& around) {
    std::string looked_at;
    for (auto const& place : demo_places(around)) {
        std::error_code error;
        if (!std::filesystem::exists(place, error)) {
            looked_at += (looked_at.empty() ? "" : ", ") + place.string();
            continue;
        }
        // The script runs this very binary.
        setenv("FICUS", around.program.c_str(), 1);
        execlp("bash", "bash", place.c_str(), command.once ? "--once" : nullptr, nullptr);
        return failure(exit_status::failed, "bash could not be run for " + place.string() + ": " +
                                                std::strerror(errno) + "; install bash");
    }
    return failure(exit_status::failed, "the demo is not beside this binary; looked at " + looked_at +
                                            "; run it from a clone: tools/run demo");
}

} // namespace ficus::tools

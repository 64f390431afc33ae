// The units that systemd gets: it understands every line of them, and they start this ficus.
#include "support/child_process.hpp"
#include "support/facade_process.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <iterator>
#include <sstream>

using namespace ficus::test;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view installed = "/usr/bin/ficus";
std::string const analyzer = "/usr/bin/systemd-analyze";

/// The unit, for the binary that the build made instead of an installed one.
std::string unit(std::string const& name) {
    auto text = content_of(fs::path(FICUS_SOURCE_DIR) / "tools/packaging" / name);
    REQUIRE_FALSE(text.empty());
    for (auto at = text.find(installed); at != std::string::npos; at = text.find(installed, at))
        text.replace(at, installed.size(), ficus_binary());
    return text;
}

std::string value_of(std::string const& unit, std::string_view key) {
    std::istringstream lines(unit);
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with(key) && line[key.size()] == '=') return line.substr(key.size() + 1);
    return {};
}

} // namespace

TEST_CASE("systemd has nothing to say against the units") {
    if (!fs::exists(analyzer)) {
        WARN("no systemd-analyze here");
        return;
    }
    temp_dir folder;
    child_options options;
    options.command = {analyzer, "verify", folder.write("ficus.service", unit("ficus.service")),
                       folder.write("ficus.socket", unit("ficus.socket"))};
    child_process verify(options);
    CHECK(verify.wait() == 0);
    CHECK(verify.errors() == "");
}

TEST_CASE("the service starts a command that there is, as a service that tells when it is ready") {
    auto const service = unit("ficus.service");
    CHECK(value_of(service, "Type") == "notify");
    std::istringstream words(value_of(service, "ExecStart"));
    std::vector<std::string> arguments(std::istream_iterator<std::string>(words), {});
    REQUIRE(arguments.size() > 1);
    CHECK(arguments.front() == ficus_binary());
    arguments.erase(arguments.begin());
    temp_dir folder;
    cli_options options;
    options.folder = folder.path();
    auto const result = run_cli(arguments, options);
    // The file is not there, which is no wrong usage: every option was understood.
    CHECK(result.status == 2);
    CHECK(result.errors.find("/etc/ficus/ficus.toml") != std::string::npos);
}

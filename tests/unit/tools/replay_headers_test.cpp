#include "tools/replay_headers.hpp"

#include <catch2/catch.hpp>

#include <optional>

using namespace ficus::tools;
using fields = std::vector<std::pair<std::string, std::string>>;

namespace {

std::optional<std::string> environment(std::string const& name) {
    if (name == "TOKEN") return "Bearer secret";
    if (name == "LINES") return "secret\r\nX: y";
    if (name == "EMPTY") return "";
    return std::nullopt;
}

std::string complaint(std::string const& header) {
    auto const made = replay_headers({header}, environment);
    REQUIRE(made.has_error());
    CHECK(made.error().status == exit_status::usage);
    return made.error().messages.front();
}

} // namespace

TEST_CASE("a replay's header fields are given whole, or read from the environment") {
    auto const made =
        replay_headers({"X-Tenant: a", "Authorization:env:TOKEN", "X-Tenant: b: c", "X-None:"}, environment);
    REQUIRE(made.has_value());
    CHECK(
        *made ==
        fields{{"X-Tenant", "a"}, {"Authorization", "Bearer secret"}, {"X-Tenant", "b: c"}, {"X-None", ""}});
}

TEST_CASE("a replay's header fields that cannot be sent are wrong usage, and no secret is told") {
    CHECK_THAT(complaint("Authorization"), Catch::Contains("is no header field: write it as 'Name: value'"));
    CHECK_THAT(complaint("X y: 1"), Catch::Contains("is no header field"));
    CHECK_THAT(complaint("A: env:NOBODY"),
               Catch::Contains("there is no NOBODY in the environment: export it"));
    CHECK_THAT(complaint("A: env:EMPTY"), Catch::Contains("there is no EMPTY in the environment"));
    CHECK_THAT(complaint("A: env:"), Catch::Contains("there is no name of a variable behind env:"));
    for (auto const* name : {"Host", "content-length", "Transfer-Encoding", "Connection"}) {
        CAPTURE(name);
        CHECK_THAT(complaint(std::string(name) + ": 1"),
                   Catch::Contains("is written anew for each request: leave it out"));
    }
    auto const lines = complaint("A: env:LINES");
    CHECK_THAT(lines, Catch::Contains("has a control character in its value"));
    CHECK_THAT(lines, !Catch::Contains("secret"));
}

#include "facade/config/substitute.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace ficus::config;

namespace {

std::optional<std::string> env(std::string const& name) {
    static std::map<std::string, std::string> const variables = {
        {"HOST", "10.0.0.1"}, {"EMPTY", ""}, {"ODD", "${HOST}"}};
    auto const found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional{found->second};
}

} // namespace

TEST_CASE("variables are replaced wherever they stand in a text") {
    CHECK(substitute("http://${HOST}:80", env).value() == "http://10.0.0.1:80");
    CHECK(substitute("${HOST}${HOST}", env).value() == "10.0.0.110.0.0.1");
    CHECK(substitute("nothing", env).value() == "nothing");
    CHECK(substitute("", env).value().empty());
}

TEST_CASE("a default serves where the variable is unset or empty") {
    CHECK(substitute("${PORT:-80}", env).value() == "80");
    CHECK(substitute("${EMPTY:-80}", env).value() == "80");
    CHECK(substitute("${HOST:-80}", env).value() == "10.0.0.1");
    CHECK(substitute("${PORT:-}", env).value().empty());
    CHECK(substitute("${PORT:-http://[::1]:80}", env).value() == "http://[::1]:80");
}

TEST_CASE("without a default, an empty variable is empty and an unset one is an error") {
    CHECK(substitute("a${EMPTY}b", env).value() == "ab");
    CHECK_THAT(substitute("${PORT}", env).error().message,
               Catch::Contains("PORT is not set; set it, or give a default: \"${PORT:-default}\""));
}

TEST_CASE("a dollar is a dollar, but before a brace it has to be doubled") {
    CHECK(substitute("^/a$", env).value() == "^/a$");
    CHECK(substitute("$HOST $$", env).value() == "$HOST $$");
    CHECK(substitute("$${HOST} ${HOST}", env).value() == "${HOST} 10.0.0.1");
}

TEST_CASE("what is put in is not looked at again") {
    CHECK(substitute("${ODD}", env).value() == "${HOST}");
}

TEST_CASE("malformed variables are errors with a mend") {
    for (auto const* text : {"${HOST", "${}", "${1A}", "${A B}", "${A-b}", "${:-x}"}) {
        INFO(text);
        REQUIRE(substitute(text, env).has_error());
        CHECK_THAT(substitute(text, env).error().message, Catch::Contains("write \"${NAME}\""));
    }
    CHECK_THAT(substitute("${A:-${B}}", env).error().message, Catch::Contains("write the default out"));
}

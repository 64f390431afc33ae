#include "rules/near_match.hpp"

#include <catch2/catch.hpp>

using namespace ficus::rules;

namespace {
std::vector<std::string> const known = {"listen", "legacy", "limits", "log", "threads"};
}

TEST_CASE("a near match is a slip or two away") {
    CHECK(near_match("lisen", known) == "listen");
    CHECK(near_match("legcay", known) == "legacy");
    CHECK(near_match("thread", known) == "threads");
    CHECK(near_match("Listen", known) == "listen");
    CHECK(near_match("lg", known) == "log");
}

TEST_CASE("the nearest wins") {
    CHECK(near_match("limit", known) == "limits");
    CHECK(near_match("limits", known) == "limits");
}

TEST_CASE("what resembles nothing matches nothing") {
    CHECK_FALSE(near_match("", known).has_value());
    CHECK_FALSE(near_match("workers", known).has_value());
    CHECK_FALSE(near_match("x", known).has_value());
    CHECK_FALSE(near_match(std::string(10'000, 'l'), known).has_value());
    CHECK_FALSE(near_match("listen", {}).has_value());
}

TEST_CASE("where nothing of a name would be left, nothing is near") {
    CHECK_FALSE(near_match("x", {"a", "b"}).has_value());
    CHECK_FALSE(near_match("x", {"ab", "xy"}) == "ab");
    CHECK_FALSE(near_match("ab", {"b"}).has_value());
    CHECK(near_match("A", {"a"}) == "a");
    CHECK(near_match("ab", {"ac"}) == "ac");
}

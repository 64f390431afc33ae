#include "facade/config/suggestion.hpp"

#include <catch2/catch.hpp>

using namespace ficus::config;

TEST_CASE("a suggestion names the near match, or all that is known") {
    CHECK(suggestion("lisen", {"listen", "legacy"}) == "; did you mean `listen`?");
    CHECK(suggestion("workers", {"a", "b"}) == "; known are: `a`, `b`");
    CHECK(suggestion("workers", {}).empty());
}

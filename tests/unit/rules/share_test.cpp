#include "rules/share.hpp"

#include <catch2/catch.hpp>

using ficus::rules::share;

TEST_CASE("a share is legacy, modern or a percentage in steps of 0.01") {
    CHECK(share::parse("legacy") == share::none());
    CHECK(share::parse("modern") == share::all());
    CHECK(share::parse("12.5%") == share::of_hundredths(1250));
    CHECK(share::parse("0.29%") == share::of_hundredths(29));
    CHECK(share::parse("100") == share::all());
}

TEST_CASE("anything else is no share") {
    for (auto const* text :
         {"", "%", "-1%", "100.01%", "101", "1.234%", "1.", ".5", "1e2", " 5%", "5 %", "5%%", "old"})
        CHECK_FALSE(share::parse(text).has_value());
}

TEST_CASE("a share reads back what it wrote") {
    for (std::uint16_t h = 0; h <= 10000; ++h)
        REQUIRE(share::parse(share::of_hundredths(h).to_string()) == share::of_hundredths(h));
}

#include "facade/resilience/status_set.hpp"

#include <catch2/catch.hpp>

#include <string>

using ficus::resilience::status_set;

TEST_CASE("a set holds the statuses that it was given and no others") {
    constexpr status_set set{100, 163, 164, 503, 599};
    for (unsigned status = 0; status < 2000; ++status) {
        bool const is_in = status == 100 || status == 163 || status == 164 || status == 503 || status == 599;
        REQUIRE(set.contains(status) == is_in);
    }
    CHECK_FALSE(set.empty());
    CHECK(status_set().empty());
    CHECK_FALSE(status_set().contains(503));
}

TEST_CASE("each status is read as itself alone") {
    for (unsigned status = status_set::first; status <= status_set::last; ++status)
        REQUIRE(status_set::parse(std::to_string(status)) == status_set{status});
}

TEST_CASE("a class is read as its hundred statuses") {
    auto const set = status_set::parse("5xx");
    REQUIRE(set.has_value());
    for (unsigned status = status_set::first; status <= status_set::last; ++status)
        REQUIRE(set->contains(status) == (status >= 500));
}

TEST_CASE("anything else is no status") {
    for (auto const* text : {"", "5", "50", "5000", "099", "600", "6xx", "0xx", "xxx", "5x", "5xxx", "5XX",
                             "50x", "5x3", " 503", "503 ", "+503", "-503", "5.3"})
        CHECK_FALSE(status_set::parse(text).has_value());
}

TEST_CASE("sets are put together") {
    auto set = *status_set::parse("4xx");
    set.add(status_set{503});
    set.add(504);
    CHECK(set.contains(400));
    CHECK(set.contains(499));
    CHECK(set.contains(503));
    CHECK(set.contains(504));
    CHECK_FALSE(set.contains(500));
}

#include "facade/resilience/request_deadline.hpp"
#include "times.hpp"

#include <catch2/catch.hpp>

using namespace ficus::resilience;
using namespace times;

TEST_CASE("a deadline leaves less and less, and then nothing") {
    auto const deadline = request_deadline::after(start, 3s);
    CHECK_FALSE(deadline.is_none());
    CHECK(deadline.left(start) == 3s);
    CHECK(deadline.left(start + 1s) == 2s);
    CHECK_FALSE(deadline.passed(start + 2999ms));
    CHECK(deadline.passed(start + 3s));
    CHECK(deadline.left(start + 3s) == 0s);
    CHECK(deadline.left(start + 1h) == 0s);
}

TEST_CASE("what is wanted is cut to what a deadline leaves") {
    auto const deadline = request_deadline::after(start, 3s);
    CHECK(deadline.cap(1s, start) == 1s);
    CHECK(deadline.cap(5s, start) == 3s);
    CHECK(deadline.cap(1s, start + 2500ms) == 500ms);
    CHECK(deadline.cap(1s, start + 4s) == 0s);
}

TEST_CASE("no deadline cuts nothing and never passes") {
    constexpr auto none = request_deadline::none();
    CHECK(none.is_none());
    CHECK_FALSE(none.passed(start + 24h * 365));
    CHECK(none.left(start) == duration::max());
    CHECK(none.cap(24h * 365, start) == 24h * 365);
}

TEST_CASE("a deadline beyond the clock's end is none") {
    CHECK(request_deadline::after(start, duration::max()).is_none());
}

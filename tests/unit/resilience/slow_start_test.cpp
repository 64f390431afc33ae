#include "facade/resilience/slow_start.hpp"
#include "times.hpp"

#include <catch2/catch.hpp>

using namespace ficus::resilience;
using namespace times;

TEST_CASE("an endpoint that comes back begins with a tenth of its weight and has all of it in the end") {
    CHECK(ramp(start, start, 10s) == Approx(0.1));
    CHECK(ramp(start, start + 5s, 10s) == Approx(0.55));
    CHECK(ramp(start, start + 9'999ms, 10s) == Approx(1.0).margin(0.001));
    CHECK(ramp(start, start + 10s, 10s) == 1.0);
    CHECK(ramp(start, start + 24h, 10s) == 1.0);
    CHECK(ramp(start, start - 1s, 10s) == Approx(0.1));
    CHECK(ramp(start, start, 0s) == 1.0);
}

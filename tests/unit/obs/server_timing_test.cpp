#include "facade/obs/server_timing.hpp"

#include <catch2/catch.hpp>

using namespace ficus::obs;
using namespace std::chrono_literals;

TEST_CASE("Server-Timing has its durations in milliseconds, and says what is to be said of them") {
    server_timing timing;
    CHECK(timing.text().empty());
    timing.add("modern", 503'060us, "response_timeout");
    CHECK(timing.text() == R"(modern;dur=503.1;desc="response_timeout")");
    timing.add("legacy", 12ms);
    timing.add("ficus", 40us);
    CHECK(timing.text() == R"(modern;dur=503.1;desc="response_timeout", legacy;dur=12.0, ficus;dur=0.0)");
}

#include "facade/resilience/outlier_detector.hpp"
#include "times.hpp"

#include <catch2/catch.hpp>

using namespace ficus::resilience;
using namespace times;

namespace {

outlier_options quick() {
    outlier_options out;
    out.consecutive = 3;
    out.base = 1s;
    out.most = 10s;
    return out;
}

/// Fails until it is ejected.
void eject(outlier_detector& endpoint, time_point now) {
    for (int i = 0; i < 2; ++i) REQUIRE_FALSE(endpoint.failed(now, now, true));
    REQUIRE(endpoint.failed(now, now, true));
}

/// For how long it is ejected from `now` on.
duration length(outlier_detector const& endpoint, time_point now) {
    duration out{};
    while (endpoint.phase(now + out) == endpoint_phase::ejected) out += 100ms;
    return out;
}

} // namespace

TEST_CASE("an endpoint is ejected after failures without a success between") {
    outlier_detector endpoint(quick());
    for (int i = 0; i < 5; ++i) {
        CHECK_FALSE(endpoint.failed(start, start, true));
        CHECK_FALSE(endpoint.failed(start, start, true));
        endpoint.ok(start, start);
    }
    CHECK(endpoint.phase(start) == endpoint_phase::up);
    eject(endpoint, start);
    CHECK(endpoint.phase(start + 999ms) == endpoint_phase::ejected);
    CHECK(endpoint.phase(start + 1s) == endpoint_phase::trial);
    CHECK(endpoint.ejections() == 1);
}

TEST_CASE("an endpoint that may not be ejected stays up, until it may") {
    outlier_detector endpoint(quick());
    for (int i = 0; i < 10; ++i) CHECK_FALSE(endpoint.failed(start, start, false));
    CHECK(endpoint.phase(start) == endpoint_phase::up);
    CHECK(endpoint.failed(start, start, true));
}

TEST_CASE("on trial one request at a time goes, until one goes well") {
    outlier_detector endpoint(quick());
    CHECK_FALSE(endpoint.begin_trial(start));
    eject(endpoint, start);
    CHECK(endpoint.is_out());
    CHECK_FALSE(endpoint.begin_trial(start + 999ms));
    CHECK(endpoint.begin_trial(start + 1s));
    CHECK_FALSE(endpoint.begin_trial(start + 1s));
    endpoint.ok(start + 1s, start + 1'500ms);
    CHECK(endpoint.phase(start + 1'500ms) == endpoint_phase::up);
    CHECK_FALSE(endpoint.is_out());
    CHECK_FALSE(endpoint.begin_trial(start + 1'500ms));
}

TEST_CASE("a trial that nothing is heard of is followed by another one") {
    outlier_detector endpoint(quick());
    eject(endpoint, start);
    REQUIRE(endpoint.begin_trial(start + 5s));
    CHECK_FALSE(endpoint.begin_trial(start + 5'999ms));
    CHECK(endpoint.begin_trial(start + 6s));
}

TEST_CASE("what was asked before the ejection neither ends it nor makes it longer") {
    outlier_detector endpoint(quick());
    eject(endpoint, start);
    endpoint.ok(start - 1ms, start + 100ms);
    CHECK_FALSE(endpoint.failed(start - 1ms, start + 100ms, true));
    CHECK(endpoint.phase(start + 100ms) == endpoint_phase::ejected);
    REQUIRE(endpoint.begin_trial(start + 1s));
    endpoint.ok(start - 1ms, start + 1s);
    CHECK_FALSE(endpoint.failed(start + 999ms, start + 1s, true));
    CHECK(endpoint.phase(start + 1s) == endpoint_phase::trial);
    CHECK(endpoint.ejections() == 1);
}

TEST_CASE("what was asked before it was put back does not eject it") {
    outlier_detector endpoint(quick());
    eject(endpoint, start);
    endpoint.ok(start + 1s, start + 2s);
    for (int i = 0; i < 5; ++i) CHECK_FALSE(endpoint.failed(start + 1'999ms, start + 3s, true));
    CHECK(endpoint.phase(start + 3s) == endpoint_phase::up);
}

TEST_CASE("one that was asked though it is out is put back if that goes well, and no worse off if not") {
    outlier_detector endpoint(quick());
    eject(endpoint, start);
    for (int i = 0; i < 5; ++i) CHECK_FALSE(endpoint.failed(start + 100ms, start + 100ms, true));
    CHECK(length(endpoint, start) == 1s);
    endpoint.ok(start + 100ms, start + 200ms);
    CHECK(endpoint.phase(start + 200ms) == endpoint_phase::up);
}

TEST_CASE("a check that finds it well ends an ejection at once") {
    outlier_detector endpoint(quick());
    eject(endpoint, start);
    endpoint.readmit(start + 100ms);
    CHECK(endpoint.phase(start + 100ms) == endpoint_phase::up);
    CHECK_FALSE(endpoint.failed(start, start + 100ms, true));
    CHECK(endpoint.phase(start + 100ms) == endpoint_phase::up);
}

TEST_CASE("nothing of what became of another server is held against one that has taken its place") {
    outlier_detector endpoint(quick());
    eject(endpoint, start);
    endpoint.ok(start + 1s, start + 1s);
    eject(endpoint, start + 1s);
    CHECK(length(endpoint, start + 1s) == 2s);
    endpoint.start_anew(start + 2s);
    CHECK(endpoint.phase(start + 2s) == endpoint_phase::up);
    // What was asked before it came.
    for (int i = 0; i < 10; ++i) CHECK_FALSE(endpoint.failed(start + 1s, start + 3s, true));
    eject(endpoint, start + 4s);
    CHECK(length(endpoint, start + 4s) == 1s);
    CHECK(endpoint.ejections() == 3);
}

TEST_CASE("one bad trial ejects it for twice as long, up to the longest") {
    outlier_detector endpoint(quick());
    auto now = start;
    eject(endpoint, now);
    for (auto const due : {1s, 2s, 4s, 8s, 10s, 10s}) {
        CHECK(length(endpoint, now) == due);
        now += due;
        REQUIRE(endpoint.begin_trial(now));
        CHECK(endpoint.failed(now, now, false)); // it was ejected already: that takes no other's place
    }
}

TEST_CASE("an ejection is forgiven by the longest time without another") {
    for (auto const& [quiet, due] :
         {std::pair{9s, 4s}, std::pair{10s, 2s}, std::pair{20s, 1s}, std::pair{99s, 1s}}) {
        outlier_detector endpoint(quick());
        eject(endpoint, start);
        REQUIRE(endpoint.begin_trial(start + 1s));
        REQUIRE(endpoint.failed(start + 1s, start + 1s, true));
        auto now = start + 3s;
        REQUIRE(endpoint.begin_trial(now));
        endpoint.ok(now, now);
        now += quiet;
        eject(endpoint, now);
        CHECK(length(endpoint, now) == due);
    }
}

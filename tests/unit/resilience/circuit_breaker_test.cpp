#include "facade/resilience/circuit_breaker.hpp"
#include "times.hpp"

#include <catch2/catch.hpp>

#include <deque>
#include <random>
#include <string>
#include <vector>

using namespace ficus::resilience;
using namespace times;

namespace {

constexpr outcome_counts ok{1, 0, 0, 0};
constexpr outcome_counts failed{0, 1, 0, 0};
constexpr outcome_counts slow{0, 0, 1, 0};

breaker_options quick() {
    breaker_options out;
    out.min_requests = 10;
    out.consecutive = 0;
    out.probes = 2;
    return out;
}

circuit_breaker opened_at(time_point now, breaker_options options = quick()) {
    options.consecutive = 1;
    circuit_breaker breaker(options);
    breaker.tell(now, failed);
    REQUIRE(breaker.state() == breaker_state::open);
    REQUIRE(breaker.take_change().has_value());
    return breaker;
}

} // namespace

TEST_CASE("a breaker that was told of nothing lets everything go") {
    circuit_breaker breaker(quick());
    CHECK(breaker.state() == breaker_state::closed);
    CHECK(breaker.ask(start) == permission::go);
    CHECK_FALSE(breaker.take_change().has_value());
}

TEST_CASE("a breaker opens when enough requests were made and as many of them failed as is said") {
    circuit_breaker breaker(quick());
    breaker.tell(start, {5, 0, 0, 0});
    for (int i = 0; i < 4; ++i) breaker.tell(start, failed);
    CHECK(breaker.state() == breaker_state::closed); // nine
    breaker.tell(start, failed);
    CHECK(breaker.state() == breaker_state::open);
    auto const change = breaker.take_change();
    REQUIRE(change.has_value());
    CHECK(change->to == breaker_state::open);
    CHECK(change->why == breaker_cause::failure_rate);
    CHECK(change->failure_rate == 0.5);
    CHECK(breaker.ask(start) == permission::no);
}

TEST_CASE("failures that have left the window open nothing") {
    circuit_breaker breaker(quick());
    for (int i = 0; i < 9; ++i) breaker.tell(start, failed);
    breaker.tell(start + 5s, failed);
    CHECK(breaker.state() == breaker_state::closed);
    CHECK(breaker.counts(start + 5s).failed == 1);
}

TEST_CASE("so many failures without a success between open it, however many were well before") {
    auto options = quick();
    options.consecutive = 3;
    circuit_breaker breaker(options);
    breaker.tell(start, {1'000, 0, 0, 0});
    breaker.tell(start, {0, 2, 0, 0});
    breaker.tell(start, ok);
    breaker.tell(start, {0, 2, 0, 0});
    CHECK(breaker.state() == breaker_state::closed);
    SECTION("even where they are far apart") {
        breaker.tell(start + 1h, failed);
        CHECK(breaker.take_change()->why == breaker_cause::consecutive);
    }
    SECTION("but not where a success was told late") {
        breaker.tell_successes(start, start + 1s, 1);
        breaker.tell(start + 1s, {0, 2, 0, 0});
        CHECK(breaker.state() == breaker_state::closed);
    }
}

TEST_CASE("a breaker opens for slowness only where it is told what is slow") {
    auto options = quick();
    for (bool const judged : {false, true}) {
        options.slow_after = judged ? 100ms : 0ms;
        circuit_breaker breaker(options);
        breaker.tell(start, {2, 0, 7, 0});
        CHECK(breaker.state() == breaker_state::closed);
        breaker.tell(start, slow);
        CHECK((breaker.state() == breaker_state::open) == judged);
        if (judged) CHECK(breaker.take_change()->why == breaker_cause::slow_rate);
    }
}

TEST_CASE("a request that was told as slow and then as what became of it is one request") {
    outcome_counts counts{4, 1, 5, 2};
    CHECK(counts.requests() == 8);
    CHECK(failure_rate(counts) == 1.0 / 8);
    CHECK(slow_rate(counts) == 5.0 / 8);
    counts = {0, 3, 0, 3}; // they were told as slow before the window
    CHECK(counts.requests() == 3);
    CHECK(failure_rate(counts) == 1.0);
    CHECK(failure_rate(outcome_counts{}) == 0.0);
}

TEST_CASE("an open breaker refuses for as long as is said, and then lets a few go as probes") {
    auto breaker = opened_at(start);
    CHECK(breaker.ask(start + 999ms) == permission::no);
    CHECK(breaker.state() == breaker_state::open);
    CHECK(breaker.ask(start + 1s) == permission::probe);
    CHECK(breaker.state() == breaker_state::half_open);
    CHECK(breaker.take_change()->why == breaker_cause::waited);
    CHECK(breaker.ask(start + 1s) == permission::probe);
    CHECK(breaker.ask(start + 1s) == permission::no);
    CHECK(breaker.ask(start + 1h) == permission::no);
}

TEST_CASE("as many good probes as are said close it, and what failed before is forgotten") {
    auto breaker = opened_at(start);
    auto const now = start + 1s;
    REQUIRE(breaker.ask(now) == permission::probe);
    breaker.tell_probe(now, breaker.phase(), probe_result::good);
    CHECK(breaker.state() == breaker_state::half_open);
    REQUIRE(breaker.ask(now) == permission::probe);
    CHECK(breaker.ask(now) == permission::no); // two good ones are all that is wanted
    breaker.tell_probe(now, breaker.phase(), probe_result::good);
    CHECK(breaker.state() == breaker_state::closed);
    CHECK(breaker.take_change()->why == breaker_cause::probes_passed);
    CHECK(breaker.since() == now);
    CHECK(breaker.counts(now).requests() == 0);
    CHECK(breaker.ask(now) == permission::go);
}

TEST_CASE("one bad probe opens it for as long again") {
    auto breaker = opened_at(start);
    REQUIRE(breaker.ask(start + 1s) == permission::probe);
    REQUIRE(breaker.ask(start + 1s) == permission::probe);
    auto const phase = breaker.phase();
    breaker.tell_probe(start + 1100ms, phase, probe_result::good);
    breaker.tell_probe(start + 1200ms, phase, probe_result::bad);
    CHECK(breaker.state() == breaker_state::open);
    CHECK(breaker.take_change()->why == breaker_cause::probe_failed);
    CHECK(breaker.ask(start + 2199ms) == permission::no);
    CHECK(breaker.ask(start + 2200ms) == permission::probe);
}

TEST_CASE("a probe that came to nothing gives its place back") {
    auto breaker = opened_at(start);
    auto const now = start + 1s;
    REQUIRE(breaker.ask(now) == permission::probe);
    REQUIRE(breaker.ask(now) == permission::probe);
    breaker.tell_probe(now, breaker.phase(), probe_result::none);
    CHECK(breaker.state() == breaker_state::half_open);
    CHECK(breaker.ask(now) == permission::probe);
    CHECK(breaker.ask(now) == permission::no);
}

TEST_CASE("what is told of a probe of an earlier phase is passed over") {
    auto breaker = opened_at(start);
    REQUIRE(breaker.ask(start + 1s) == permission::probe);
    REQUIRE(breaker.ask(start + 1s) == permission::probe);
    auto const before = breaker.phase();
    breaker.tell_probe(start + 1s, before, probe_result::bad);
    REQUIRE(breaker.ask(start + 2s) == permission::probe);
    for (auto const result : {probe_result::good, probe_result::bad, probe_result::none})
        breaker.tell_probe(start + 2s, before, result);
    CHECK(breaker.state() == breaker_state::half_open);
    CHECK(breaker.ask(start + 2s) == permission::probe);
    CHECK(breaker.ask(start + 2s) == permission::no);
}

TEST_CASE("what other requests are told to have come to does not matter unless it is closed") {
    auto breaker = opened_at(start);
    breaker.tell(start + 500ms, {0, 100, 0, 0});
    breaker.tell_successes(start, start + 500ms, 100);
    REQUIRE(breaker.ask(start + 1s) == permission::probe);
    breaker.tell(start + 1s, {0, 100, 0, 0});
    CHECK(breaker.state() == breaker_state::half_open);
    CHECK(breaker.counts(start + 1s).failed == 1);
}

TEST_CASE("successes that are told late came evenly, and those from before the window are not in it") {
    circuit_breaker breaker(quick());
    SECTION("of less than the window all are in it") {
        breaker.tell_successes(start, start + 2s, 1'001);
        CHECK(breaker.counts(start + 2s).ok == 1'001);
        CHECK(breaker.counts(start + 6s).ok < 800);
        CHECK(breaker.counts(start + 6s).ok > 200);
    }
    SECTION("of an hour there are a window's in it") {
        breaker.tell_successes(start, start + 1h, 3'600'000);
        CHECK(breaker.counts(start + 1h).ok <= 5'000);
        CHECK(breaker.counts(start + 1h).ok >= 4'000);
    }
    SECTION("of a time that lies back all are in it") {
        breaker.tell_successes(start + 1s, start, 3);
        CHECK(breaker.counts(start + 1s).ok == 3);
    }
}

TEST_CASE("states and causes have names of their own") {
    CHECK(name_of(breaker_state::closed) == "closed");
    CHECK(name_of(breaker_state::open) == "open");
    CHECK(name_of(breaker_state::half_open) == "half_open");
    CHECK(name_of(breaker_cause::failure_rate) == "failure_rate");
    CHECK(name_of(breaker_cause::slow_rate) == "slow_rate");
    CHECK(name_of(breaker_cause::consecutive) == "consecutive");
    CHECK(name_of(breaker_cause::waited) == "waited");
    CHECK(name_of(breaker_cause::probe_failed) == "probe_failed");
    CHECK(name_of(breaker_cause::probes_passed) == "probes_passed");
}

namespace {

/// The same, as slowly as can be: it remembers everything and counts it anew each time.
class remembering_breaker {
public:
    explicit remembering_breaker(breaker_options const& options) : options_(options) {}

    permission ask(time_point now) {
        if (state == breaker_state::closed) return permission::go;
        if (state == breaker_state::open && now - since_ < options_.open_for) return permission::no;
        if (state == breaker_state::open) become(now, breaker_state::half_open);
        if (out_ + good_ == options_.probes) return permission::no;
        ++out_;
        return permission::probe;
    }
    void tell(time_point now, outcome_counts const& one) {
        if (state != breaker_state::closed) return;
        told_.push_back({now, one});
        row_ = one.failed > 0 ? row_ + 1 : one.ok > 0 ? 0 : row_;
        if (one.ok > 0) return;
        outcome_counts in;
        auto const width = duration(options_.window) / 10;
        for (auto const& [at, counts] : told_)
            if (now.time_since_epoch() / width - at.time_since_epoch() / width < 10) in += counts;
        auto const all = static_cast<double>(in.ok + in.failed + in.slow);
        if ((all >= options_.min_requests && static_cast<double>(in.failed) >= options_.failure_rate * all) ||
            (all >= options_.min_requests && static_cast<double>(in.slow) >= options_.slow_rate * all) ||
            row_ == options_.consecutive)
            become(now, breaker_state::open);
    }
    void tell_probe(time_point now, probe_result result) {
        --out_;
        if (result == probe_result::good) ++good_;
        if (result == probe_result::bad) become(now, breaker_state::open);
        if (good_ == options_.probes) become(now, breaker_state::closed);
    }

    breaker_state state = breaker_state::closed;

private:
    void become(time_point now, breaker_state to) {
        state = to;
        since_ = now;
        out_ = good_ = 0;
        row_ = 0;
        if (to == breaker_state::closed) told_.clear();
    }
    breaker_options options_;
    std::vector<std::pair<time_point, outcome_counts>> told_;
    time_point since_;
    std::uint32_t out_ = 0;
    std::uint32_t good_ = 0;
    std::uint32_t row_ = 0;
};

} // namespace

TEST_CASE("a breaker does what one does that remembers everything") {
    int opened = 0;
    int closed = 0;
    for (unsigned seed = 0; seed < 200; ++seed) {
        std::mt19937 random(seed);
        breaker_options options;
        options.window = std::chrono::milliseconds(100 + random() % 2000);
        options.min_requests = random() % 40;
        options.failure_rate = 0.25 * (1 + random() % 4);
        options.slow_after = 10ms;
        options.slow_rate = 0.25 * (1 + random() % 4);
        options.consecutive = 5 + random() % 20;
        options.open_for = std::chrono::milliseconds(random() % 500);
        options.probes = 1 + random() % 4;
        circuit_breaker breaker(options);
        remembering_breaker reference(options);
        auto now = start;
        std::deque<std::uint64_t> probes; // phases of those under way
        unsigned faults = random() % 100;
        for (int i = 0; i < 1500; ++i) {
            if (random() % 200 == 0) faults = random() % 100;
            now += std::chrono::milliseconds(random() % 10);
            auto const may = breaker.ask(now);
            REQUIRE(may == reference.ask(now));
            if (may == permission::probe) probes.push_back(breaker.phase());
            auto const what = random() % 100 >= faults ? ok : random() % 3 == 0 ? slow : failed;
            if (may == permission::go) {
                breaker.tell(now, what);
                reference.tell(now, what);
            }
            if (!probes.empty() && random() % 2 == 0) {
                auto const result = random() % 10 == 0 ? probe_result::none
                                    : what.ok > 0      ? probe_result::good
                                                       : probe_result::bad;
                if (probes.front() == breaker.phase()) reference.tell_probe(now, result);
                breaker.tell_probe(now, probes.front(), result);
                probes.pop_front();
            }
            REQUIRE(breaker.state() == reference.state);
            auto const change = breaker.take_change();
            if (!change) continue;
            opened += change->to == breaker_state::open ? 1 : 0;
            closed += change->to == breaker_state::closed ? 1 : 0;
        }
    }
    CHECK(opened > 200);
    CHECK(closed > 200);
}

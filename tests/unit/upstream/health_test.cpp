#include "facade/upstream/health.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <thread>

using namespace ficus;
using namespace std::chrono_literals;
using upstream::verdict;

namespace {

constexpr resilience::time_point start{1'000'000s};

upstream::upstream_options three() {
    upstream::upstream_options options;
    options.endpoints.resize(3);
    options.outlier.emplace();
    return options;
}

void fail(upstream::health& of, std::size_t endpoint, verdict how = verdict::failed, int times = 5) {
    for (int i = 0; i < times; ++i) of.tell(endpoint, start, start, how);
}

std::vector<double> weights(upstream::health& of, resilience::time_point now,
                            std::optional<std::size_t> on_trial = {}) {
    std::vector<resilience::candidate> all(3);
    CHECK(of.weigh({}, now, all) == on_trial);
    std::vector<double> out;
    for (auto const& one : all) out.push_back(one.weight);
    return out;
}

using doubles = std::vector<double>;

} // namespace

TEST_CASE("an endpoint that fails again and again is left out, until a request that tries it goes well") {
    std::vector<upstream::endpoint_change> said;
    upstream::health h(three(), [&](auto const& change) { said.push_back(change); });
    fail(h, 1, verdict::failed, 4);
    CHECK(h.all_well());
    CHECK(said.empty());
    fail(h, 1, verdict::failed, 1);
    CHECK_FALSE(h.all_well());
    CHECK(h.is_out(1));
    REQUIRE(said.size() == 1);
    CHECK(said[0].endpoint == 1);
    CHECK(said[0].ejected);
    CHECK(said[0].why == verdict::failed);
    CHECK(said[0].length == 1s);
    CHECK(weights(h, start) == doubles{1, 0, 1});
    CHECK(h.look(start)[1].state == "ejected");
    CHECK(h.look(start + 1s)[1].state == "trial");
    CHECK(weights(h, start + 1s, 1) == doubles{1, 0, 1});
    CHECK(weights(h, start + 1s) == doubles{1, 0, 1});
    h.tell(1, start + 1s, start + 2s, verdict::ok);
    CHECK_FALSE(h.is_out(1));
    REQUIRE(said.size() == 2);
    CHECK_FALSE(said[1].ejected);
    CHECK(weights(h, start + 2s) == doubles{1, 1, 1});
    CHECK(h.all_well());
    auto const seen = h.look(start + 2s);
    CHECK(seen[1].failures == 5);
    CHECK(seen[1].ejections == 1);
    CHECK(seen[0].failures == 0);
}

TEST_CASE("a success between failures keeps an endpoint") {
    upstream::health h(three());
    for (int i = 0; i < 10; ++i) {
        fail(h, 1, verdict::failed, 4);
        h.tell(1, start, start, verdict::ok);
    }
    CHECK(h.all_well());
}

TEST_CASE("a request that has failed at an endpoint does not try it") {
    upstream::health h(three());
    fail(h, 1);
    upstream::tried_endpoints tried;
    tried.add(1);
    std::vector<resilience::candidate> all(3);
    CHECK_FALSE(h.weigh(tried, start + 1s, all));
    CHECK(h.weigh({}, start + 1s, all) == 1);
}

TEST_CASE("no more are left out than may be, but for those that nobody can connect to") {
    upstream::health h(three());
    fail(h, 0);
    fail(h, 1, verdict::failed, 50);
    CHECK(h.is_out(0));
    CHECK_FALSE(h.is_out(1));
    fail(h, 2, verdict::unreachable);
    CHECK(h.is_out(2));
}

TEST_CASE("where too few are well those that fail are asked too, and all where none can be connected to") {
    auto options = three();
    upstream::health h(options);
    fail(h, 0);
    fail(h, 1, verdict::unreachable);
    CHECK(weights(h, start) == doubles{1, 0, 1});
    fail(h, 2, verdict::unreachable);
    CHECK(weights(h, start) == doubles{1, 0, 0});
    h.tell(0, start, start, verdict::ok);
    fail(h, 0, verdict::unreachable);
    CHECK(weights(h, start) == doubles{1, 1, 1});

    options.panic = 0;
    upstream::health calm(options);
    fail(calm, 0);
    fail(calm, 1, verdict::unreachable);
    CHECK(weights(calm, start) == doubles{0, 0, 1});
}

TEST_CASE("an endpoint that has come back begins with a part of its weight") {
    auto options = three();
    options.endpoints[1].weight = 4;
    options.slow_start = 10s;
    upstream::health h(options);
    fail(h, 1);
    h.tell(1, start + 1s, start + 1s, verdict::ok);
    CHECK(weights(h, start + 1s)[1] == Approx(0.4));
    CHECK(weights(h, start + 6s)[1] == Approx(2.2));
    CHECK_FALSE(h.all_well());
    CHECK(weights(h, start + 11s) == doubles{1, 4, 1});
    CHECK(h.all_well());
}

TEST_CASE("an endpoint that checks find unwell is left out until they find it well") {
    auto options = three();
    options.check.emplace().fall = 2;
    std::vector<upstream::endpoint_change> said;
    upstream::health h(options, [&](auto const& change) { said.push_back(change); });
    h.check(1, start, false);
    CHECK(h.all_well());
    h.check(1, start, false);
    CHECK(h.is_out(1));
    CHECK(h.look(start)[1].state == "down");
    REQUIRE(said.size() == 1);
    CHECK(said[0].ejected);
    CHECK(said[0].why == verdict::unwell);
    INFO("no request tries it, and what goes well there is not believed");
    CHECK(weights(h, start + 1h) == doubles{1, 0, 1});
    h.tell(1, start + 1h, start + 1h, verdict::ok);
    CHECK(h.is_out(1));
    h.check(1, start + 2h, true);
    CHECK(h.is_out(1));
    h.check(1, start + 2h, true);
    CHECK_FALSE(h.is_out(1));
    REQUIRE(said.size() == 2);
    CHECK_FALSE(said[1].ejected);
    CHECK(weights(h, start + 2h) == doubles{1, 1, 1});
}

TEST_CASE("a check that passes puts an endpoint back that requests have found to fail") {
    auto options = three();
    options.check.emplace();
    upstream::health h(options);
    fail(h, 1);
    REQUIRE(h.is_out(1));
    h.check(1, start + 1ms, true);
    CHECK_FALSE(h.is_out(1));
}

TEST_CASE("another server in an endpoint's place is well until it fails itself") {
    auto options = three();
    options.check.emplace().fall = 1;
    options.slow_start = 10s;
    std::vector<upstream::endpoint_change> said;
    upstream::health h(options, [&](auto const& change) { said.push_back(change); });
    fail(h, 1, verdict::unreachable);
    h.check(1, start, false);
    fail(h, 2, verdict::failed, 4);
    said.clear();
    h.forget(1, start + 1ms);
    CHECK_FALSE(h.is_out(1));
    REQUIRE(said.size() == 1);
    CHECK(said[0].endpoint == 1);
    CHECK_FALSE(said[0].ejected);
    CHECK(weights(h, start + 1ms)[1] < 0.2);
    CHECK(weights(h, start + 11s) == doubles{1, 1, 1});
    // Nobody is told of one that was not out; its failures are the other one's all the same.
    h.forget(2, start + 1ms);
    CHECK(said.size() == 1);
    h.tell(2, start + 2ms, start + 2ms, verdict::failed);
    CHECK_FALSE(h.is_out(2));
    CHECK(h.look(start)[1].failures == 5);
}

TEST_CASE("where endpoints are only checked, requests put none out") {
    auto options = three();
    options.outlier.reset();
    options.check.emplace().fall = 1;
    upstream::health h(options);
    CHECK_FALSE(h.is_failure(503));
    fail(h, 1, verdict::unreachable, 100);
    CHECK_FALSE(h.is_out(1));
    h.check(1, start, false);
    CHECK(h.is_out(1));
}

TEST_CASE("verdicts of many threads are all counted, and each change is told once") {
    std::atomic<int> ejected = 0;
    std::atomic<int> returned = 0;
    upstream::health h(three(), [&](auto const& change) { ++(change.ejected ? ejected : returned); });
    std::vector<std::thread> threads;
    std::atomic<std::uint64_t> failures = 0;
    for (unsigned t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            std::mt19937 random(t);
            std::vector<resilience::candidate> all(3);
            for (int i = 0; i < 5'000; ++i) {
                auto const now = start + std::chrono::milliseconds(i);
                auto const to = h.weigh({}, now, all).value_or(random() % 3);
                bool const good = random() % 8 == 0;
                if (!good) ++failures;
                h.tell(to, now, now, good ? verdict::ok : verdict::failed);
            }
        });
    for (auto& each : threads) each.join();
    std::uint64_t seen_failures = 0;
    std::uint64_t seen_ejections = 0;
    int out = 0;
    auto const seen = h.look(start);
    for (std::size_t i = 0; i < 3; ++i) {
        seen_failures += seen[i].failures;
        seen_ejections += seen[i].ejections;
        out += h.is_out(i) ? 1 : 0;
    }
    CHECK(seen_failures == failures);
    CHECK(seen_ejections == static_cast<std::uint64_t>(ejected));
    CHECK(returned > 0);
    CHECK(ejected >= returned + out);
}

#include "facade/resilience/gradient_limit.hpp"

#include <catch2/catch.hpp>

#include <deque>
#include <functional>
#include <queue>
#include <random>

using namespace ficus::resilience;
using namespace std::chrono_literals;

namespace {

/// A service that works on so many requests at once, and lets the others wait in their order.
struct service {
    std::size_t capacity = 20;
    std::function<duration()> takes = [] { return duration(10ms); };
};

/// Clients that ask it through a limit, one after the other without a pause: as many at once as `clients`
/// says, or as the limit allows. The time is the simulation's own.
class simulation {
public:
    simulation(service of, std::uint32_t most, gradient_options options = {})
        : of_(std::move(of)), limit(options, most) {}

    service& served_by() { return of_; }
    time_point now() const { return now_; }

    /// How many were answered.
    std::uint64_t run(duration length, std::size_t clients, std::function<void()> const& look = {}) {
        auto const until = now_ + length;
        std::uint64_t answered = 0;
        ask(clients);
        while (!under_way_.empty() && under_way_.top().at <= until) {
            auto const one = under_way_.top();
            under_way_.pop();
            now_ = one.at;
            limit.tell(now_, now_ - one.asked, static_cast<std::uint32_t>(under_way_.size() + 1));
            ++answered;
            if (look) look();
            ask(clients);
        }
        now_ = until;
        return answered;
    }

private:
    struct request {
        time_point at; // answered
        time_point asked;
        bool operator<(request const& other) const { return at > other.at; }
    };
    void ask(std::size_t clients) {
        while (under_way_.size() < std::min<std::size_t>(clients, limit.limit())) {
            while (busy_until_.size() >= of_.capacity && busy_until_.top() <= now_) busy_until_.pop();
            // It is begun once fewer than its capacity are worked on.
            auto begun = now_;
            while (busy_until_.size() >= of_.capacity) {
                begun = std::max(begun, busy_until_.top());
                busy_until_.pop();
            }
            auto const at = begun + of_.takes();
            busy_until_.push(at);
            under_way_.push({at, now_});
        }
    }

    service of_;
    time_point now_{1h};
    std::priority_queue<request> under_way_;
    std::priority_queue<time_point, std::vector<time_point>, std::greater<>> busy_until_;

public:
    gradient_limit limit;
};

constexpr std::uint32_t most = 1000;

} // namespace

TEST_CASE("the limit settles near the service's knee, and stays there for as long as it is overloaded") {
    for (std::size_t const capacity : {12U, 20U, 100U, 400U}) {
        simulation s({capacity}, most);
        s.run(20s, 2000);
        CAPTURE(capacity);
        std::uint32_t low = most;
        std::uint32_t high = 0;
        auto const answered = s.run(10min, 2000, [&] {
            low = std::min(low, s.limit.limit());
            high = std::max(high, s.limit.limit());
        });
        CAPTURE(low, high, answered);
        CHECK(high >= capacity);
        CHECK(high <= 2 * capacity + 10);
        // All but what measuring costs of what the service can do.
        CHECK(static_cast<double>(answered) >= 0.98 * 600 * 100 * static_cast<double>(capacity));
    }
}

TEST_CASE("at the beginning a service that can do more is given more within a second or two") {
    simulation s({400}, most);
    CHECK(s.limit.limit() == 8);
    s.run(2s, 2000);
    CHECK(s.limit.limit() >= 256);
}

TEST_CASE("where a service can do less the limit falls within seconds, and rises again with it") {
    simulation s({100}, most);
    s.run(20s, 2000);
    REQUIRE(s.limit.limit() >= 100);
    s.served_by().capacity = 10;
    s.run(5s, 2000);
    CHECK(s.limit.limit() <= 50);
    s.run(1min, 2000);
    CHECK(s.limit.limit() <= 30);
    s.served_by().capacity = 100;
    s.run(20s, 2000);
    CHECK(s.limit.limit() >= 100);
    CHECK(s.limit.limit() <= 210);
}

TEST_CASE("a service that merely takes longer is given as much as before, after a while") {
    simulation s({100}, most);
    s.run(20s, 2000);
    s.served_by().takes = [] { return duration(30ms); };
    s.run(15s, 2000);
    CHECK(s.limit.limit() >= 90);
    CHECK(s.limit.limit() <= 210);
    s.served_by().takes = [] { return duration(10ms); };
    s.run(15s, 2000);
    CHECK(s.limit.limit() >= 90);
    CHECK(s.limit.limit() <= 210);
}

TEST_CASE("what the limit does not hold back does not move it") {
    simulation s({100}, most);
    s.run(20s, 2000);
    s.run(1s, 1); // what was under way goes first
    auto const before = s.limit.limit();
    s.run(10min, 1);
    CHECK(s.limit.limit() == before);
    s.run(24h, 0);
    CHECK(s.limit.limit() == before);
    s.run(1min, 20);
    CHECK(s.limit.limit() == before);
    s.run(1min, 2000);
    CHECK(s.limit.limit() >= 100);
}

TEST_CASE("a service that is not overloaded is not limited, however its answers' times differ") {
    std::mt19937 random(7);
    std::exponential_distribution<double> spread(1.0);
    std::uniform_real_distribution<double> share;
    auto const shape = GENERATE(0, 1, 2);
    CAPTURE(shape);
    service noisy{100'000};
    noisy.takes = [&] {
        auto ms = 10.0;
        if (shape == 0) ms *= spread(random);
        if (shape == 1) ms = share(random) < 0.05 ? 300.0 : 10.0;
        if (shape == 2) ms = share(random) < 0.5 ? 1.0 : 100.0;
        return std::chrono::duration_cast<duration>(std::chrono::duration<double, std::milli>(ms));
    };
    simulation s(noisy, 256);
    s.run(1min, 2000);
    std::uint32_t low = most;
    std::uint64_t sum = 0;
    std::uint64_t seen = 0;
    s.run(5min, 2000, [&] {
        low = std::min(low, s.limit.limit());
        sum += s.limit.limit();
        ++seen;
    });
    CAPTURE(low, sum / seen);
    CHECK(low >= 64);
    CHECK(sum / seen >= 200);
}

TEST_CASE("a service that is slow at first is known better soon") {
    simulation s({20}, most);
    int asked = 0;
    s.served_by().takes = [&] { return duration(++asked <= 200 ? 100ms : 10ms); };
    s.run(40s, 2000);
    CHECK(s.limit.limit() <= 60);
    CHECK(s.limit.at_best() <= 15ms);
}

TEST_CASE("a pause of the service is no reason to give it much less") {
    simulation s({100}, most);
    s.run(20s, 2000);
    auto const before = s.limit.limit();
    bool paused = false;
    s.served_by().takes = [&] { return std::exchange(paused, true) ? duration(10ms) : duration(1s); };
    s.run(100ms, 2000);
    s.run(2s, 2000);
    CHECK(s.limit.limit() >= before / 2);
}

TEST_CASE(
    "a service that answers nobody in time is soon asked by few, and one answer that is missing is little") {
    gradient_limit limit({}, 256);
    time_point now{1h};
    auto const window = [&](std::uint32_t answers, std::uint32_t drops) {
        now += 200ms;
        for (std::uint32_t i = 0; i < answers; ++i) limit.tell(now, 10ms, limit.limit());
        for (std::uint32_t i = 0; i < drops; ++i) limit.tell_drop(now, 30s, limit.limit());
        now += 200ms;
        limit.tell(now, 10ms, limit.limit());
    };
    for (int i = 0; i < 8; ++i) window(40, 0);
    REQUIRE(limit.limit() == 256);
    for (int i = 0; i < 8; ++i) window(100, 1);
    CHECK(limit.limit() == 256);
    window(0, 100);
    CHECK(limit.limit() == 128);
    for (int i = 0; i < 4; ++i) window(0, 100);
    CHECK(limit.limit() == 8);
}

TEST_CASE("the limit stays between its ends") {
    simulation small({1}, 4);
    CHECK(small.limit.limit() == 4);
    small.run(10s, 100, [&] { REQUIRE(small.limit.limit() == 4); });
    simulation s({2}, 50, {.least = 3, .tolerance = 1.2});
    CHECK(s.limit.limit() == 3);
    s.run(1min, 100, [&] {
        REQUIRE(s.limit.limit() >= 3);
        REQUIRE(s.limit.limit() <= 50);
    });
    simulation wide({10'000}, 50);
    wide.run(10s, 100);
    CHECK(wide.limit.limit() == 50);
}

TEST_CASE("who tolerates more gets longer queues") {
    simulation strict({50}, most, {.tolerance = 1.1});
    simulation generous({50}, most, {.tolerance = 3.0});
    strict.run(1min, 2000);
    generous.run(1min, 2000);
    CHECK(strict.limit.limit() < 80);
    CHECK(generous.limit.limit() > 100);
    CHECK(generous.limit.limit() < 300);
}

#include "facade/resilience/load_shedder.hpp"
#include "unit/resilience/times.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <random>
#include <vector>

using namespace ficus::resilience;
using namespace times;

namespace {

constexpr shed_options options{50ms};

/// Twenty milliseconds after the other, as long as `length`, with the same wait.
load_shedder::change wait(load_shedder& on, time_point& now, duration length, duration waited) {
    auto last = load_shedder::change::none;
    for (auto const end = now + length; now < end; now += 20ms)
        if (auto const c = on.note(waited, now, options); c != load_shedder::change::none) last = c;
    return last;
}

/// A thread that takes `serving` for a request and `refusing` for one that it turns away, and whom requests
/// come to evenly: for each of a priority, how many come in a second.
class server {
public:
    using rates = std::array<double, priorities>;
    struct tally {
        std::array<double, priorities> served{};
        std::array<double, priorities> refused{};
        duration longest{};
        double part_served(priority p) const {
            auto const at = static_cast<std::size_t>(p);
            return served[at] / (served[at] + refused[at]);
        }
    };

    tally run(rates const& come, duration length, bool shedding = true) {
        tally out;
        double all = 0;
        for (auto const r : come) all += r;
        std::discrete_distribution<std::size_t> kind(come.begin(), come.end());
        auto const gap = std::chrono::duration_cast<duration>(std::chrono::duration<double>(1 / all));
        for (auto const end = next_ + length; next_ < end; next_ += gap) {
            auto const now = free_ = std::max(free_, next_);
            if (shedding) look(now);
            auto const p = kind(random_);
            out.longest = std::max(out.longest, now - next_);
            bool const admitted = shedder.admits(static_cast<priority>(p), random_());
            ++(admitted ? out.served : out.refused)[p];
            free_ += admitted ? serving : refusing;
        }
        return out;
    }

    load_shedder shedder;
    duration serving = 1ms;
    duration refusing = 100us;

private:
    /// As io::delay_probe does: it has its turn behind all that came before it, and says what it knows.
    void look(time_point now) {
        if (sent_ && next_ > *sent_) {
            shedder.note(last_ = now - *sent_, now, options);
            sent_.reset();
        }
        if (now < tick_) return;
        tick_ = now + 20ms;
        if (!sent_)
            sent_ = now;
        else if (now - *sent_ > last_)
            shedder.note(now - *sent_, now, options);
    }

    std::mt19937 random_{4};
    time_point next_ = start; ///< request comes
    time_point free_ = start;
    time_point tick_ = start;
    std::optional<time_point> sent_;
    duration last_{};
};

} // namespace

TEST_CASE("nothing is turned away while nothing waits for long") {
    load_shedder s;
    auto now = start;
    CHECK(wait(s, now, 10s, 49ms) == load_shedder::change::none);
    CHECK_FALSE(s.sheds());
    CHECK(s.admits(priority::low, 0));
}

TEST_CASE("a burst is no overload, however long it is waited for") {
    load_shedder s;
    auto now = start;
    for (int i = 0; i < 50; ++i) {
        CHECK(s.note(2s, now, options) == load_shedder::change::none);
        CHECK(wait(s, now, 80ms, 1ms) == load_shedder::change::none);
    }
    CHECK_FALSE(s.sheds());
}

TEST_CASE("one long piece of work is no overload, whenever it comes") {
    for (int before = 1; before <= 10; ++before) {
        CAPTURE(before);
        load_shedder s;
        auto now = start;
        wait(s, now, before * 20ms, 0ms);
        now += 5s;
        CHECK(s.note(5s, now, options) == load_shedder::change::none);
        now += 20ms;
        CHECK(s.note(0ms, now, options) == load_shedder::change::none);
        CHECK_FALSE(s.sheds());
    }
}

TEST_CASE("where the wait is so long that it is seldom heard of, each time counts for several") {
    load_shedder s;
    auto now = start;
    for (int i = 0; i < 6; ++i) {
        s.note(2s, now, options);
        now += 2s;
    }
    CHECK(s.part() > 0.9);
}

TEST_CASE("a wait that stands is said once, and so is its end") {
    load_shedder s;
    auto now = start;
    CHECK(wait(s, now, 200ms, 300ms) == load_shedder::change::began);
    CHECK(s.sheds());
    CHECK(s.standing() == 300ms);
    CHECK(wait(s, now, 5s, 300ms) == load_shedder::change::none);
    CHECK(wait(s, now, 1s, 0ms) == load_shedder::change::none);
    CHECK(wait(s, now, 2s, 0ms) == load_shedder::change::ended);
    CHECK_FALSE(s.sheds());
}

TEST_CASE("what matters least goes first, and what must never goes never") {
    load_shedder s;
    auto now = start;
    auto const refused = [&](priority p) {
        int n = 0;
        for (std::uint64_t i = 0; i < 1000; ++i) n += s.admits(p, (i << 32) / 1000) ? 0 : 1;
        return n;
    };
    bool low_alone = false;
    bool all_but_high = false;
    // A tenth of a second each, with as much of all, that waits a little too long.
    for (int i = 0; i < 200; ++i) {
        auto const due = s.part() * 4000;
        CHECK(refused(priority::low) == Approx(std::min(1000.0, due)).margin(1));
        CHECK(refused(priority::normal) == Approx(std::clamp(due - 1000, 0.0, 1000.0)).margin(1));
        CHECK(refused(priority::high) == Approx(std::clamp(due - 2000, 0.0, 1000.0)).margin(1));
        CHECK(refused(priority::always) == 0);
        low_alone = low_alone || (due > 0 && due < 1000);
        all_but_high = all_but_high || (due > 1000 && due < 2000);
        now += 50ms;
        s.note(100ms, now, options);
        now += 50ms;
        s.note(100ms, now, options);
    }
    CHECK(low_alone);
    CHECK(all_but_high);
    CHECK(s.part() == Approx(0.99));
}

TEST_CASE("of three times what can be served as much is served as can be, and soon") {
    server overloaded;
    overloaded.run({0, 3000, 0, 0}, 3s);
    auto const after = overloaded.run({0, 3000, 0, 0}, 20s);
    // What is turned away takes a tenth of what is served: s + (3 - s) / 10 = 1.
    CHECK(after.served[1] / 20 == Approx(778).epsilon(0.05));
    CHECK(after.longest < 150ms);
}

TEST_CASE("without it all of them wait, ever longer") {
    server overloaded;
    auto const seen = overloaded.run({0, 3000, 0, 0}, 20s, false);
    CHECK(seen.longest > 30s);
}

TEST_CASE("an overload by what matters little costs what matters more nothing") {
    server overloaded;
    overloaded.run({3000, 300, 100, 10}, 3s);
    auto const after = overloaded.run({3000, 300, 100, 10}, 20s);
    CHECK(after.part_served(priority::low) < 0.2);
    CHECK(after.part_served(priority::low) > 0.05);
    CHECK(after.part_served(priority::normal) > 0.99);
    CHECK(after.part_served(priority::high) == 1);
    CHECK(after.part_served(priority::always) == 1);
}

TEST_CASE("who comes now is what counts, and not who came before") {
    server overloaded;
    overloaded.run({3000, 0, 0, 0}, 10s);
    overloaded.run({0, 3000, 0, 0}, 3s);
    auto const after = overloaded.run({0, 3000, 0, 0}, 10s);
    CHECK(after.served[1] / 10 == Approx(778).epsilon(0.05));
    CHECK(after.longest < 150ms);
}

TEST_CASE("an overload that is over is forgotten within three seconds") {
    server overloaded;
    overloaded.run({0, 5000, 0, 0}, 5s);
    CHECK(overloaded.shedder.sheds());
    overloaded.run({0, 500, 0, 0}, 3s);
    CHECK_FALSE(overloaded.shedder.sheds());
    CHECK(overloaded.run({0, 500, 0, 0}, 1s).refused[1] == 0);
}

TEST_CASE("a thread that is busy to nine tenths turns nobody away") {
    server busy;
    auto const seen = busy.run({0, 900, 0, 0}, 60s);
    CHECK(seen.refused[1] == 0);
}

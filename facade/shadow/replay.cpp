#include "facade/shadow/replay.hpp"

#include <algorithm>
#include <thread>

namespace ficus::shadow {

namespace {

using std::chrono::microseconds;

constexpr microseconds tell_every{100'000};
// How soon an answer is seen to have come: short beside what one takes.
constexpr microseconds look_again{200};

microseconds scaled(double value) {
    // A rate near nothing would ask for more than a clock holds.
    constexpr double most = 365.0 * 24 * 3600 * 1e6;
    return microseconds(static_cast<std::int64_t>(std::min(value, most)));
}

} // namespace

microseconds replay_pace::due(microseconds after, std::uint64_t n) const {
    if (times) return scaled(static_cast<double>(after.count()) / *times);
    if (per_second) return scaled(static_cast<double>(n) * 1e6 / *per_second);
    return microseconds(0);
}

replay_clock replay_clock::system() {
    return {[] { return std::chrono::steady_clock::now(); },
            [](microseconds for_) { std::this_thread::sleep_for(for_); }};
}

replay::replay(runner& through, replay_pace pace, make_job job_of, replay_clock clock)
    : through_(through), pace_(pace), job_of_(std::move(job_of)), clock_(std::move(clock)) {}

replay_progress replay::run(recording::recording const& from, tell_progress const& tell,
                            std::function<bool()> const& stop) {
    replay_progress done;
    done.of = from.requests.size();
    auto const start = clock_.now();
    auto told = start;
    auto const look = [&] {
        done.ended = done.sent - std::min<std::uint64_t>(done.sent, through_.jobs());
        auto const now = clock_.now();
        if (now - told < tell_every) return;
        told = now;
        tell(done);
    };
    bool stopped = false;
    // Whether it holds before somebody stops.
    auto const wait_for = [&](auto const& holds, auto const& how_long) {
        while (!(stopped = stop()) && !holds()) {
            look();
            clock_.wait(std::clamp(how_long(), microseconds(1), tell_every));
        }
        return !stopped;
    };
    auto const a_moment = [] { return look_again; };
    bool const paced = pace_.times || pace_.per_second;
    for (auto const& one : from.requests) {
        auto const due = start + pace_.due(one.after, done.sent);
        auto const until_due = [&] {
            return std::chrono::ceil<microseconds>(
                std::min<std::chrono::steady_clock::duration>(due - clock_.now(), tell_every));
        };
        if (!wait_for([&] { return clock_.now() >= due; }, until_due)) break;
        if (!wait_for([&] { return through_.jobs() < pace_.concurrency; }, a_moment)) break;
        if (auto job = job_of_(one)) {
            if (paced)
                done.behind = std::max(done.behind, std::chrono::floor<microseconds>(clock_.now() - due));
            ++done.sent;
            through_.offer(std::move(job));
        }
        ++done.looked_at;
        look();
    }
    if (!stopped) wait_for([&] { return through_.jobs() == 0; }, a_moment);
    look();
    tell(done);
    return done;
}

} // namespace ficus::shadow

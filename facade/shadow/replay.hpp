#pragma once

#include "facade/recording/recorded.hpp"
#include "facade/shadow/runner.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace ficus::shadow {

/// How fast recorded requests are sent. At most one of the two rates; neither: as fast as they are answered.
struct replay_pace {
    std::optional<double> times;      ///< of the speed that they were recorded at, above 0
    std::optional<double> per_second; ///< evenly, above 0
    std::size_t concurrency = 8;      ///< under way at one time, 1 to 1024; it comes before any rate

    static constexpr std::size_t most_concurrency = 1024;

    /// How long after the first one a request is due: `after` in the recording, and the `n`th that is sent.
    std::chrono::microseconds due(std::chrono::microseconds after, std::uint64_t n) const;
};

struct replay_progress {
    std::uint64_t of = 0;        ///< requests that there are
    std::uint64_t looked_at = 0; ///< of which so many have been sent or left out
    std::uint64_t sent = 0;
    std::uint64_t ended = 0;             ///< of those sent
    std::chrono::microseconds behind{0}; ///< the most that one was sent later than its rate wanted
};

struct replay_clock {
    std::function<std::chrono::steady_clock::time_point()> now;
    std::function<void(std::chrono::microseconds)> wait;
    static replay_clock system();
};

/// Sends recorded requests through a runner that nobody else gives jobs to, and lets it compare: with what
/// was recorded, or with what the serving side answers now (job::first). What `job_of` makes of a request has
/// the feature's translator, comparer and targets; null: the request is left out.
class replay {
public:
    using make_job = std::function<std::unique_ptr<job>(recording::recorded const&)>;
    using tell_progress = std::function<void(replay_progress const&)>;
    replay(runner& through, replay_pace pace, make_job job_of, replay_clock clock = replay_clock::system());
    /// Blocks until all have ended, or `stop` says so: then what is under way is left to the runner. `tell`
    /// is called about ten times a second, and at the end.
    replay_progress run(recording::recording const& from, tell_progress const& tell,
                        std::function<bool()> const& stop);

private:
    runner& through_;
    replay_pace pace_;
    make_job job_of_;
    replay_clock clock_;
};

} // namespace ficus::shadow

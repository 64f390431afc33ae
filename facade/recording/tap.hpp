#pragma once

#include "facade/recording/recorded_file.hpp"
#include "rules/share.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace ficus::recording {

/// Of GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS; nothing of others.
std::optional<std::uint16_t> bit_of(std::string_view method);

/// What somebody wants to record of a feature.
struct tap_request {
    std::string session;       ///< who asks: one at a time
    rules::share share;        ///< none: no more
    std::uint16_t methods = 0; ///< bits of bit_of(); 0: those that may be shadowed
};

/// `session=NAME&share=10000&methods=GET,POST`, as a query: the share in hundredths of a percent. An error
/// says what is wrong with it.
boost::system::result<tap_request, std::string> read_tap_request(std::string_view query);

/// Where a feature's requests are captured while somebody asks for them. Lives over reloads, as its counters
/// do.
class tap {
public:
    using clock = std::chrono::steady_clock;

    /// Any request's thread; one relaxed load while nobody records.
    bool is_armed() const { return share_.load(std::memory_order_relaxed) > 0; }
    /// Whether an armed one takes a request. `bucket`: 0 to 9999. Where nobody has asked for `patience`, it
    /// is disarmed, and what was captured is gone.
    bool takes(std::uint16_t bucket, std::string_view method, bool may_be_shadowed, clock::time_point now);
    /// A captured request, redacted already; its time is made one since the tap was armed. Any thread; never
    /// waits long. Where there is no room for it, it is counted as lost.
    void offer(recorded&& one, std::chrono::system_clock::time_point asked_at);
    /// One that was taken, and then could not be captured.
    void lose();

    struct drained {
        recording_head head; ///< its time is when the tap was armed
        std::deque<std::string> lines;
        std::uint64_t lost = 0; ///< since the last time
    };
    /// Arms it for `patience` from now, and takes what has been captured, about 4 MiB at most. Nothing:
    /// somebody else records. The admin's thread.
    std::optional<drained> drain(tap_request const& wanted, clock::time_point now,
                                 std::chrono::system_clock::time_point wall);

    static constexpr std::chrono::seconds patience{5};
    static constexpr std::size_t most_held = 8UL * 1024 * 1024;
    static constexpr std::size_t most_drained = 4UL * 1024 * 1024;

private:
    void disarm();
    std::atomic<std::uint16_t> share_{0}; ///< in hundredths of a percent; 0: disarmed
    std::atomic<std::uint16_t> methods_{0};
    std::atomic<clock::rep> armed_until_{0};
    std::mutex mutex_; ///< guards what follows
    std::string session_;
    std::chrono::system_clock::time_point armed_at_;
    std::deque<std::string> lines_;
    std::size_t bytes_ = 0;
    std::uint64_t lost_ = 0;
};

} // namespace ficus::recording

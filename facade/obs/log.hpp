#pragma once

#include "facade/obs/json_line.hpp"
#include "facade/obs/log_options.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace ficus::obs {

/// Lines on their way from one thread to the log's own: a ring of bytes with one writer and one reader, no
/// lock.
class line_ring {
public:
    explicit line_ring(std::size_t capacity);
    /// Takes the whole line or, when there is no room, nothing (counted).
    bool push(std::string_view line);
    /// Appends all whole lines that are there; the reader's side.
    void drain(std::string& into);
    std::uint64_t dropped() const { return dropped_.load(std::memory_order_relaxed); }

private:
    std::size_t const mask_;
    std::unique_ptr<char[]> bytes_;
    alignas(64) std::atomic<std::size_t> head_{0}; // written by the reader
    alignas(64) std::atomic<std::size_t> tail_{0}; // written by the writer
    std::atomic<std::uint64_t> dropped_{0};
};

/// The log: one JSON object a line into a sink, written by one background thread so that a slow reader of our
/// stdout never holds a request up. Lines that find no room are dropped and counted (`dropped()`, and an
/// event once there is room).
class log {
public:
    using sink = std::function<void(std::string_view lines)>;
    using wall_clock = std::function<std::chrono::system_clock::time_point()>;

    log(sink into, wall_clock now);
    ~log();
    log(log const&) = delete;
    log& operator=(log const&) = delete;

    /// What is below it is not written. Any thread, any time.
    void set_level(level least) { least_.store(least, std::memory_order_relaxed); }
    bool wants(level l) const { return l >= least_.load(std::memory_order_relaxed); }

    /// An event from any thread: `more` adds its fields.
    void event(level l, std::string_view name, std::function<void(json_line&)> const& more = {});

    /// A ring for the lines of one thread, living as long as the log.
    line_ring& make_ring();
    std::uint64_t dropped() const;

    /// Writes what is there and ends the thread. Twice is once.
    void stop();

private:
    void run();
    void collect(std::string& into);

    sink sink_;
    wall_clock now_;
    std::atomic<level> least_{level::info};
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<std::unique_ptr<line_ring>> rings_;
    std::string events_;
    std::uint64_t dropped_events_ = 0;
    std::uint64_t reported_ = 0;
    bool stopping_ = false;
    std::thread thread_;
};

/// `2026-03-04T05:06:07.089Z`
std::string iso_time(std::chrono::system_clock::time_point at);

} // namespace ficus::obs

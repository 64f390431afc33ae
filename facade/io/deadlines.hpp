#pragma once

#include "facade/io/ring.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace ficus::io {

using clock = std::chrono::steady_clock;

class deadline_wheel;

/// One pending deadline. Setting it again is a store; it never allocates. When it passes, `expired` is called
/// once, on the loop's thread, never early, and up to two ticks late where the loop is not held up.
/// Destroying it cancels it.
class deadline : private detail::ring_node {
public:
    using callback = void (*)(void* context);
    deadline(deadline_wheel& wheel, callback expired, void* context)
        : wheel_(wheel), expired_(expired), context_(context) {}
    deadline(deadline const&) = delete;
    deadline& operator=(deadline const&) = delete;
    ~deadline() { unlink(); }

    void set(clock::duration from_now);
    void clear() { armed_ = false; }
    bool armed() const { return armed_; }

private:
    friend class deadline_wheel;
    deadline_wheel& wheel_;
    callback expired_;
    void* context_;
    std::uint64_t due_ = 0;       // the tick at which it passes
    std::uint64_t linked_at_ = 0; // the tick whose slot it is in, at most due_
    bool armed_ = false;
};

/// A coarse timer wheel (Varghese and Lauck, 1987): one timer of the loop drives any number of deadlines. A
/// deadline that was moved to later stays where it is linked and is moved on when its old slot comes by, so
/// that the common case, set and cleared again and again, touches no list.
class deadline_wheel {
public:
    static constexpr std::chrono::milliseconds tick{20};

    /// What deadlines count from. It may lag behind the time that advance() is told, by less than half a
    /// tick.
    struct time_source {
        clock::time_point (*now)(void* context);
        void* context = nullptr;
    };
    explicit deadline_wheel(time_source time) : time_(time), start_(time.now(time.context)) {}
    deadline_wheel(deadline_wheel const&) = delete;
    deadline_wheel& operator=(deadline_wheel const&) = delete;

    /// Calls what has passed by `now`. A callback may set, clear and destroy deadlines, its own too.
    void advance(clock::time_point now);

private:
    friend class deadline;
    static constexpr std::size_t slots = 512;
    void link(deadline& d);
    time_source time_;
    clock::time_point start_;
    std::uint64_t now_ = 0; // the last tick that was visited
    std::array<detail::ring_node, slots> heads_{};
};

} // namespace ficus::io

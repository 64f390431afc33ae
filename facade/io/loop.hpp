#pragma once

#include "facade/io/buffer_pool.hpp"
#include "facade/io/deadlines.hpp"
#include "facade/io/descriptor.hpp"
#include "facade/io/drop_box.hpp"
#include "facade/io/ring.hpp"

#include <array>
#include <atomic>
#include <coroutine>
#include <cstdint>
#include <functional>
#include <span>
#include <sys/epoll.h>
#include <vector>

namespace ficus::io {

class loop;

/// Whoever owns a descriptor that a loop watches. It may go at any time, once the loop has been told to
/// forget it.
class watched : private detail::ring_node {
public:
    watched() = default;
    watched(watched const&) = delete;
    watched& operator=(watched const&) = delete;

protected:
    ~watched() { unlink(); }

private:
    friend class loop;
    /// `events` as epoll_wait(2) has them; none where only its turn has come that it asked for.
    virtual void on_events(std::uint32_t events) = 0;
};

/// One thread's event loop: epoll(7), its deadlines and its buffers. All but the posts and stop() belong to
/// the thread that calls run().
///
/// Why not Asio's: a descriptor is registered once, edge-triggered, and what epoll has said of it is
/// remembered, so that a request costs the four socket calls that it must: two receives, two sends. Asio 1.81
/// tries a receive whenever a read is started, and arms each wait by another call (design.md §9).
class loop {
public:
    loop();
    loop(loop const&) = delete;
    loop& operator=(loop const&) = delete;
    ~loop();

    /// Runs until stop().
    void run();
    /// Does what is due now, and waits for nothing.
    void poll();
    /// From any thread, which never waits for this one: `work` runs on the loop's thread, in the order of the
    /// posts.
    void post(std::function<void()> work);
    /// From any thread, in the same order: like post(), but in no hurry, and without a call of the kernel per
    /// piece of work. While such work comes, the loop looks for it every 2 ms; it is woken only for the first
    /// after a tenth of a second without any.
    void post_unhurried(std::function<void()> work);
    void stop();
    /// On the loop's thread: `work` runs soon, but not within whatever is running now.
    void later(std::function<void()> work) { later_.push_back(std::move(work)); }

    /// Says which `events` (EPOLLIN and so on) of `fd` the watched one wants to hear of. False where the
    /// kernel has no memory for it, or no more watches (errno says).
    bool watch(int fd, std::uint32_t events, watched& by);
    bool change(int fd, std::uint32_t events, watched& by);
    /// The descriptor is about to be closed: nothing is said of it any more.
    void forget(watched& by);
    /// The same, where what the descriptor stands for may stay open in others: closing this one would then
    /// not end the watch (epoll(7)).
    void unwatch(int fd, watched& by);
    /// Calls on_events(0), soon, but not within whatever is running now.
    void give_turn(watched& to);
    /// Whether what runs now may go on without having waited. It may for a while; then the others come
    /// first, and it asks for a turn.
    bool may_go_on() { return patience_ > 0 && patience_-- > 0; }
    /// What runs now has been brought so many bytes: the others come the sooner.
    void brought(std::size_t bytes) { patience_ -= static_cast<int>(bytes / as_much_as_a_read); }

    class turn_of;
    /// For who has done a piece of work without having waited: goes on in the loop's next turn, when the
    /// others have had theirs. It also bounds the stack where a compiler does not make a coroutine's end a
    /// jump.
    turn_of next_turn();

    deadline_wheel& deadlines() { return wheel_; }
    buffer_pool& buffers() { return buffers_; }
    /// Memory for whoever needs some between two waits, and no longer.
    std::span<char> scratch() { return scratch_; }
    /// Runs at every tick of the wheel (20 ms), on the loop's thread.
    void on_tick(std::function<void(clock::time_point)> work) { on_tick_ = std::move(work); }

private:
    /// Rings when other threads have left mail.
    struct bell final : watched {
        explicit bell(loop& l) : of(l) {}
        void on_events(std::uint32_t events) override;
        loop& of;
        descriptor fd;
    };

    struct letter;

    /// What it costs to take so much in, and do something with it, is that of a read of a few bytes again.
    static constexpr std::size_t as_much_as_a_read = 16UL * 1024;

    bool turn(int wait_ms);
    void give_turns();
    void do_later();
    void tick();
    void ring();
    bool deliver_mail();
    [[gnu::cold]] bool look_for_mail();
    int until_tick_ms() const;
    void tell(watched& who, std::uint32_t events);

    descriptor epoll_;
    deadline_wheel wheel_;
    buffer_pool buffers_;
    std::function<void(clock::time_point)> on_tick_;
    clock::time_point next_tick_;
    unsigned ticks_ = 0;
    std::array<epoll_event, 256> events_;
    std::size_t told_ = 0; ///< of the events at hand
    std::size_t came_ = 0;
    int patience_ = 0;
    bool stopped_ = false;
    std::array<char, 64UL * 1024> scratch_;
    detail::ring_node turns_; ///< of those who asked for one
    std::vector<std::function<void()>> later_;

    bool looking_ = false; ///< looked_for_, as the loop's thread knows it
    clock::time_point looks_until_;
    bell bell_;
    drop_box<letter> mail_;
    std::atomic<bool> looked_for_{false}; ///< nobody needs to ring for unhurried mail
};

/// Awaited at most once.
class loop::turn_of final : private watched {
public:
    explicit turn_of(loop& on) : loop_(on) {}
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiting) {
        waiting_ = waiting;
        loop_.give_turn(*this);
    }
    void await_resume() const noexcept {}

private:
    void on_events(std::uint32_t) override { waiting_.resume(); }
    loop& loop_;
    std::coroutine_handle<> waiting_;
};

inline loop::turn_of loop::next_turn() {
    return turn_of(*this);
}

} // namespace ficus::io

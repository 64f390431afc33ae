#pragma once

#include "facade/io/loop.hpp"
#include "facade/io/task.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <utility>

namespace ficus::test {

namespace detail {

inline io::task<void> to_its_end(io::loop& loop, io::task<void> script, std::exception_ptr& failed) {
    try {
        co_await std::move(script);
    } catch (...) {
        failed = std::current_exception();
    }
    loop.stop();
}

} // namespace detail

/// Runs a script on the loop, in this thread, to its end; once per loop. A script that waits for ever ends
/// the program, since it cannot be taken down while it waits.
inline void drive(io::loop& loop, io::task<void> script) {
    std::exception_ptr failed;
    io::side_task running;
    io::deadline patience(
        loop.deadlines(),
        [](void*) {
            std::fputs("a script still waits after 60 s\n", stderr);
            std::abort();
        },
        nullptr);
    patience.set(std::chrono::seconds(60));
    loop.post([&] { running.start(detail::to_its_end(loop, std::move(script), failed)); });
    loop.run();
    if (failed) std::rethrow_exception(failed);
}

/// Lets the loop hear of all that has happened to its descriptors until now.
class hearing {
public:
    explicit hearing(io::loop& on) : loop_(on) {}
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiting) {
        // What runs later in this turn comes after the events that it began with; later in the next, after
        // all.
        loop_.later([this, waiting] { loop_.later([waiting] { waiting.resume(); }); });
    }
    void await_resume() const noexcept {}

private:
    io::loop& loop_;
};

/// Something that a script waits for and a test, or another script on the same loop, lets happen.
class signal {
public:
    void raise() {
        raised_ = true;
        if (auto const waiting = std::exchange(waiting_, {}); waiting) waiting.resume();
    }
    bool await_ready() const noexcept { return raised_; }
    void await_suspend(std::coroutine_handle<> waiting) noexcept { waiting_ = waiting; }
    void await_resume() const noexcept {}

private:
    bool raised_ = false;
    std::coroutine_handle<> waiting_;
};

} // namespace ficus::test

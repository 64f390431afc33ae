#pragma once

#include "facade/io/recycled_memory.hpp"

#include <coroutine>
#include <cstddef>
#include <exception>
#include <optional>
#include <utility>

namespace ficus::io {

namespace detail {

struct promise_base {
    std::coroutine_handle<> continuation;
    std::exception_ptr error;

    static void* operator new(std::size_t size) { return allocate_recycled(size); }
    static void operator delete(void* frame, std::size_t size) noexcept { free_recycled(frame, size); }

    std::suspend_always initial_suspend() noexcept { return {}; }
    void unhandled_exception() noexcept { error = std::current_exception(); }

    struct resume_continuation {
        bool await_ready() noexcept { return false; }
        template<class Promise>
        std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> self) noexcept {
            auto const next = self.promise().continuation;
            return next ? next : std::noop_coroutine();
        }
        void await_resume() noexcept {}
    };
    resume_continuation final_suspend() noexcept { return {}; }
};

template<class T>
struct promise_of : promise_base {
    std::optional<T> value;
    template<class U>
    void return_value(U&& v) {
        value.emplace(std::forward<U>(v));
    }
    T take() { return std::move(*value); }
};

template<>
struct promise_of<void> : promise_base {
    void return_void() noexcept {}
    void take() noexcept {}
};

} // namespace detail

/// A lazy coroutine: it starts when awaited and resumes its awaiter when done. Owned by whoever holds it;
/// destroying it while it waits destroys what it holds, so whatever it waits for must have been cancelled and
/// have answered first. One thread: the one whose loop it waits on.
template<class T = void>
class [[nodiscard]] task {
public:
    struct promise_type : detail::promise_of<T> {
        task get_return_object() { return task{std::coroutine_handle<promise_type>::from_promise(*this)}; }
    };

    task(task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
    task& operator=(task&& other) noexcept {
        if (this != &other) {
            reset();
            handle_ = std::exchange(other.handle_, {});
        }
        return *this;
    }
    ~task() { reset(); }

    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) noexcept {
        handle_.promise().continuation = awaiting;
        return handle_;
    }
    T await_resume() {
        if (handle_.promise().error) std::rethrow_exception(handle_.promise().error);
        return handle_.promise().take();
    }

private:
    explicit task(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
    void reset() noexcept {
        if (handle_) handle_.destroy();
        handle_ = {};
    }
    std::coroutine_handle<promise_type> handle_;
};

/// Runs a task beside its owner, who can ask whether it is done and wait for it. The owner must wait before
/// it goes.
class side_task {
public:
    side_task() = default;
    side_task(side_task const&) = delete;
    side_task& operator=(side_task const&) = delete;
    ~side_task();

    /// Starts `work` at once, up to its first wait. An exception that leaves it is rethrown by join().
    void start(task<void> work);
    bool started() const { return started_; }
    bool done() const { return done_; }

    struct joiner {
        side_task& of;
        bool await_ready() const noexcept { return !of.started_ || of.done_; }
        void await_suspend(std::coroutine_handle<> waiting) noexcept { of.waiting_ = waiting; }
        void await_resume() {
            if (of.error_) std::rethrow_exception(std::exchange(of.error_, nullptr));
        }
    };
    joiner join() { return joiner{*this}; }

private:
    struct runner;
    static runner run(side_task& self, task<void> work);
    bool started_ = false;
    bool done_ = false;
    std::exception_ptr error_;
    std::coroutine_handle<> waiting_;
};

} // namespace ficus::io

#include "facade/io/task.hpp"

#include <cassert>

namespace ficus::io {

/// The coroutine around a side task: it frees itself when the work is done.
struct side_task::runner {
    struct promise_type {
        static void* operator new(std::size_t size) { return allocate_recycled(size); }
        static void operator delete(void* frame, std::size_t size) noexcept { free_recycled(frame, size); }
        runner get_return_object() noexcept { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() noexcept {}
        void unhandled_exception() noexcept { std::terminate(); }
    };
};

side_task::runner side_task::run(side_task& self, task<void> work) {
    try {
        co_await work;
    } catch (...) {
        self.error_ = std::current_exception();
    }
    // The work's frame goes before its owner hears of the end: the owner may take away what the frame refers
    // to.
    { auto const finished = std::move(work); }
    self.done_ = true;
    if (auto const waiting = std::exchange(self.waiting_, {}); waiting) waiting.resume();
}

side_task::~side_task() {
    assert(!started_ || done_);
}

void side_task::start(task<void> work) {
    assert(!started_ || done_);
    started_ = true;
    done_ = false;
    try {
        run(*this, std::move(work));
    } catch (...) {
        // No memory for the coroutine: nothing has started that an owner could wait for.
        started_ = false;
        throw;
    }
}

} // namespace ficus::io

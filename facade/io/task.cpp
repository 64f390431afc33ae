#include "facade/io/task.hpp"

#include <array>
#include <cassert>
#include <new>

namespace ficus::io {

namespace detail {

namespace {

constexpr std::size_t step = 64;     // idle connections consist of little else
constexpr std::size_t classes = 128; // frames up to 8 KiB are kept
constexpr unsigned most_kept = 256;  // of each size

struct frame_cache {
    struct node {
        node* next;
    };
    std::array<node*, classes> free{};
    std::array<unsigned, classes> count{};
    ~frame_cache() {
        for (auto* head : free)
            while (head != nullptr) ::operator delete(std::exchange(head, head->next));
    }
};

// A cache of memory, not state: which thread a frame came from makes no difference to what the program does.
thread_local frame_cache cache;

} // namespace

void* allocate_frame(std::size_t size) {
    auto const cls = (size - 1) / step;
    if (cls >= classes) return ::operator new(size);
    if (auto* head = cache.free[cls]; head != nullptr) {
        cache.free[cls] = head->next;
        --cache.count[cls];
        return head;
    }
    return ::operator new((cls + 1) * step);
}

void free_frame(void* frame, std::size_t size) noexcept {
    auto const cls = (size - 1) / step;
    if (cls >= classes || cache.count[cls] == most_kept) {
        ::operator delete(frame);
        return;
    }
    cache.free[cls] = new (frame) frame_cache::node{cache.free[cls]};
    ++cache.count[cls];
}

} // namespace detail

/// The coroutine around a side task: it frees itself when the work is done.
struct side_task::runner {
    struct promise_type {
        static void* operator new(std::size_t size) { return detail::allocate_frame(size); }
        static void operator delete(void* frame, std::size_t size) noexcept {
            detail::free_frame(frame, size);
        }
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
    run(*this, std::move(work));
}

} // namespace ficus::io

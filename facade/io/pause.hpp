#pragma once

#include "facade/io/deadlines.hpp"
#include "facade/io/loop.hpp"

#include <coroutine>
#include <utility>

namespace ficus::io {

/// Some time in which a coroutine does nothing, as exact as deadlines are. On the loop's thread; awaited
/// once, and gone no sooner than it has ended.
class pause {
public:
    pause(loop& on, clock::duration length)
        : deadline_(
              on.deadlines(), [](void* self) { static_cast<pause*>(self)->end(); }, this),
          length_(length) {}

    /// Before its time; whoever waits goes on within this call.
    void end() {
        ended_ = true;
        deadline_.clear();
        if (waiting_) std::exchange(waiting_, {}).resume();
    }

    bool await_ready() const noexcept { return ended_ || length_ <= clock::duration::zero(); }
    void await_suspend(std::coroutine_handle<> waiting) {
        waiting_ = waiting;
        deadline_.set(length_);
    }
    void await_resume() const noexcept {}

private:
    deadline deadline_;
    clock::duration const length_;
    std::coroutine_handle<> waiting_;
    bool ended_ = false;
};

} // namespace ficus::io

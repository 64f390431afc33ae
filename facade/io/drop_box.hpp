#pragma once

#include <atomic>
#include <memory>
#include <utility>

namespace ficus::io {

/// What threads leave for another one, in the order in which it came. Nobody ever waits for anybody: a thread
/// that serves requests may leave something while the one that takes it out, in no hurry, has lost its
/// processor to others. A `T` has a member `T* next`, null, which is the box's meanwhile.
/// (A stack that is emptied whole: Treiber, IBM RJ 5118, 1986.)
template<class T>
class drop_box {
public:
    /// What was taken out, the oldest first.
    class taken {
    public:
        taken() = default;
        taken(taken&& other) noexcept : first_(std::exchange(other.first_, nullptr)) {}
        taken& operator=(taken&& other) noexcept {
            std::swap(first_, other.first_);
            return *this;
        }
        ~taken() {
            while (!empty()) pop();
        }
        bool empty() const { return first_ == nullptr; }
        std::unique_ptr<T> pop() {
            auto* const one = std::exchange(first_, first_->next);
            one->next = nullptr;
            return std::unique_ptr<T>(one);
        }

    private:
        friend class drop_box;
        explicit taken(T* newest) {
            while (newest != nullptr) {
                auto* const one = std::exchange(newest, newest->next);
                one->next = std::exchange(first_, one);
            }
        }
        T* first_ = nullptr;
    };

    drop_box() = default;
    drop_box(drop_box const&) = delete;
    drop_box& operator=(drop_box const&) = delete;
    ~drop_box() { take_all(); }

    /// True: the box was empty, and whoever empties it may have to be told. Any thread.
    bool drop(std::unique_ptr<T> some) noexcept {
        auto* const one = some.release();
        auto* before = newest_.load(std::memory_order_relaxed);
        do one->next = before;
        while (!newest_.compare_exchange_weak(before, one));
        return before == nullptr;
    }
    /// Any thread. Who looks writes to nothing.
    bool empty() const { return newest_.load() == nullptr; }
    taken take_all() { return taken(empty() ? nullptr : newest_.exchange(nullptr)); }

private:
    alignas(64) std::atomic<T*> newest_{nullptr}; ///< on a line of its own: all write to it
};

} // namespace ficus::io

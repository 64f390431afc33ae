#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace ficus::resilience {

/// `max_requests` and `max_pending` of a feature's side; unset: no limit but the upstream's.
struct bulkhead_options {
    std::optional<std::uint32_t> max_requests; ///< under way at once
    std::optional<std::uint32_t> max_pending;  ///< of them, those that wait for a connection

    bool says_nothing() const { return !max_requests && !max_pending; }
    friend bool operator==(bulkhead_options const&, bulkhead_options const&) = default;
};

/// What one kind of requests may have under way at a service at once, so that it takes what all share from
/// nobody else (M. Nygard, Release It!, 2007, chapter 5). It has no queue: who finds it full goes away. Any
/// thread.
class bulkhead {
public:
    /// One request's place; it is given back with it, and its bulkhead outlives it. One thread.
    class place {
    public:
        place() = default; ///< none
        place(place&& other) noexcept : in_(std::exchange(other.in_, nullptr)) {}
        place& operator=(place&& other) noexcept {
            std::swap(in_, other.in_);
            return *this;
        }
        ~place() { give_back(); }
        explicit operator bool() const { return in_ != nullptr; }
        void give_back() {
            if (in_ != nullptr) std::exchange(in_, nullptr)->fetch_sub(1, std::memory_order_relaxed);
        }

    private:
        friend class bulkhead;
        explicit place(std::atomic<std::uint32_t>& in) : in_(&in) {}
        std::atomic<std::uint32_t>* in_ = nullptr;
    };

    /// What is under way and has been refused: it goes on where a reload makes another bulkhead of this one.
    struct counts {
        std::atomic<std::uint32_t> requests{0};
        std::atomic<std::uint32_t> pending{0};
        std::atomic<std::uint64_t> refused_requests{0};
        std::atomic<std::uint64_t> refused_pending{0};
    };

    /// `of`: whose it is, for what is said of a refusal: `feature orders at modern`.
    bulkhead(bulkhead_options const& options, std::string of);
    /// One that goes on with what another one has counted.
    bulkhead(bulkhead_options const& options, std::string of, std::shared_ptr<counts> so_far);

    /// No place: as many requests as may be are under way.
    place enter();
    /// No place: as many of them as may wait for a connection do.
    place wait();

    bulkhead_options const& options() const { return options_; }
    std::string const& of() const { return of_; }
    std::shared_ptr<counts> const& so_far() const { return counts_; }

private:
    bulkhead_options const options_;
    std::string const of_;
    std::shared_ptr<counts> const counts_;
};

} // namespace ficus::resilience

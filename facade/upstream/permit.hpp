#pragma once

#include <utility>

namespace ficus::upstream {

class pool;

/// The right to one of the connections that an upstream may have. It goes back to the pool that it is from,
/// which outlives it, whatever becomes of its connection; who waits for one is told.
class permit {
public:
    permit() = default;
    permit(permit&& other) noexcept
        : from_(std::exchange(other.from_, nullptr)), opened_(std::exchange(other.opened_, false)) {}
    permit& operator=(permit&& other) noexcept {
        std::swap(from_, other.from_);
        std::swap(opened_, other.opened_);
        return *this;
    }
    ~permit();
    explicit operator bool() const { return from_ != nullptr; }

private:
    friend class pool;
    explicit permit(pool& from) : from_(&from) {}
    pool* from_ = nullptr;
    bool opened_ = false; ///< its connection was counted as opened
};

} // namespace ficus::upstream

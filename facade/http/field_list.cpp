#include "facade/http/field_list.hpp"

#include <algorithm>

namespace ficus::http {

field_list& field_list::operator=(field_list const& other) {
    if (this == &other) return *this;
    size_ = 0;
    while (capacity_ < other.size_) grow();
    std::uninitialized_copy(other.begin(), other.end(), data());
    size_ = other.size_;
    present_ = other.present_;
    repeated_ = other.repeated_;
    first_ = other.first_;
    return *this;
}

field_list& field_list::operator=(field_list&& other) noexcept {
    if (this == &other) return *this;
    size_ = other.size_;
    if (other.more_) {
        more_ = std::move(other.more_);
        capacity_ = std::exchange(other.capacity_, most_in_place);
    } else {
        // There is always as much room as in place.
        std::uninitialized_copy(other.begin(), other.end(), data());
    }
    present_ = other.present_;
    repeated_ = other.repeated_;
    first_ = other.first_;
    other.clear();
    return *this;
}

void field_list::grow() {
    auto larger = std::make_unique<field[]>(2 * capacity_);
    std::copy(begin(), end(), larger.get());
    more_ = std::move(larger);
    capacity_ *= 2;
}

} // namespace ficus::http

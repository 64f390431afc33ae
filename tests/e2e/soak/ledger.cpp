#include "e2e/soak/ledger.hpp"

#include <algorithm>

namespace ficus::test::soak {

namespace {

// What it did is felt so long: connections that broke, a queue that empties.
constexpr milliseconds felt_for{700};

} // namespace

std::size_t journal::begin(trouble what) {
    std::lock_guard lock(mutex_);
    spans_.push_back({what, steady::now(), steady::time_point::max()});
    return spans_.size() - 1;
}

void journal::end(std::size_t index) {
    std::lock_guard lock(mutex_);
    spans_[index].to = steady::now() + felt_for;
}

bool journal::had(trouble what, steady::time_point from, steady::time_point to) const {
    std::lock_guard lock(mutex_);
    return std::any_of(spans_.begin(), spans_.end(),
                       [&](span const& one) { return one.what == what && one.from <= to && from <= one.to; });
}

void outcomes::add(answer const& got, bool connected) {
    ++sent;
    if (!connected)
        ++refused;
    else if (got.whole())
        ++whole;
    else
        ++(got.status != 0 ? cut : none);
}

outcomes& outcomes::operator+=(outcomes const& other) {
    sent += other.sent;
    whole += other.whole;
    cut += other.cut;
    none += other.none;
    refused += other.refused;
    return *this;
}

} // namespace ficus::test::soak

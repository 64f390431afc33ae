#pragma once

#include "facade/http/known.hpp"

#include <boost/container/small_vector.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace ficus::http {

struct field {
    std::string_view name;  ///< as it was sent
    std::string_view value; ///< without surrounding white space
    known id = known::other;
    /// `name` and `value` stand in one line that reads `name: value` and ends in CRLF: it may be passed on as
    /// it is.
    bool plain = false;
};

/// More than that no head may have: each field is compared with each that Connection names, so a bound on one
/// is a bound on the work.
constexpr std::size_t most_fields = 256;

/// The fields of a head in their order, and where each known one comes first.
class field_list {
public:
    /// At most `most_fields`.
    void push_back(field const& f) {
        auto const id = static_cast<std::size_t>(f.id);
        if (present_.has(f.id)) {
            repeated_.add(f.id);
        } else {
            present_.add(f.id);
            first_[id] = static_cast<std::uint8_t>(all_.size());
        }
        all_.push_back(f);
    }
    /// Keeps the memory.
    void clear() {
        all_.clear();
        present_ = repeated_ = {};
    }

    bool has(known id) const { return present_.has(id); }
    /// Whether there is more than one of it.
    bool repeats(known id) const { return repeated_.has(id); }
    /// The first of them, or null.
    field const* find(known id) const {
        return present_.has(id) ? all_.data() + first_[static_cast<std::size_t>(id)] : nullptr;
    }

    std::size_t size() const { return all_.size(); }
    bool empty() const { return all_.empty(); }
    field const* data() const { return all_.data(); }
    field const* begin() const { return all_.data(); }
    field const* end() const { return all_.data() + all_.size(); }
    field const& operator[](std::size_t n) const { return all_[n]; }

private:
    boost::container::small_vector<field, 32> all_;
    known_set present_;
    known_set repeated_;
    std::array<std::uint8_t, known_count> first_; // of those that are present
};

} // namespace ficus::http

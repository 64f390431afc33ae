#pragma once

#include "facade/http/known.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>

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

/// The fields of a head in their order, and where each known one comes first. What most heads have is held in
/// place.
class field_list {
public:
    field_list() = default;
    field_list(field_list const& other) { *this = other; }
    field_list& operator=(field_list const& other);
    field_list(field_list&& other) noexcept { *this = std::move(other); }
    field_list& operator=(field_list&& other) noexcept;
    ~field_list() = default;

    /// At most `most_fields`.
    void push_back(field const& f) {
        if (size_ == capacity_) [[unlikely]]
            grow();
        if (present_.has(f.id)) {
            repeated_.add(f.id);
        } else {
            present_.add(f.id);
            first_.data()[static_cast<std::size_t>(f.id)] = static_cast<std::uint8_t>(size_);
        }
        std::construct_at(data() + size_++, f);
    }
    /// The text must stay as long as this.
    void replace_value(std::size_t n, std::string_view value) {
        data()[n].value = value;
        data()[n].plain = false;
    }
    /// Keeps the memory.
    void clear() {
        size_ = 0;
        present_ = repeated_ = {};
    }

    bool has(known id) const { return present_.has(id); }
    /// Whether there is more than one of it.
    bool repeats(known id) const { return repeated_.has(id); }
    /// The first of them, or null.
    field const* find(known id) const {
        return present_.has(id) ? data() + first_.data()[static_cast<std::size_t>(id)] : nullptr;
    }

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    field const* data() const { return more_ ? more_.get() : in_place_.all.data(); }
    field const* begin() const { return data(); }
    field const* end() const { return data() + size_; }
    field const& operator[](std::size_t n) const { return data()[n]; }

private:
    static constexpr std::size_t most_in_place = 32;
    static_assert(std::is_trivially_copyable_v<field>);
    // Nothing that nobody has written is touched.
    union memory {
        memory() {}
        std::array<field, most_in_place> all;
    };

    field* data() { return more_ ? more_.get() : in_place_.all.data(); }
    void grow();

    std::size_t size_ = 0;
    std::size_t capacity_ = most_in_place;
    std::unique_ptr<field[]> more_; ///< once there were more
    known_set present_;
    known_set repeated_;
    std::array<std::uint8_t, known_count> first_; // of those that are present
    memory in_place_;
};

} // namespace ficus::http

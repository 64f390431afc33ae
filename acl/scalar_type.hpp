#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace ficus::acl {

/// What a scalar is where values have types.
enum class scalar_type : std::uint8_t { string, integer, number, boolean };

/// A value that an option says: a text, and what it is on a side that is typed.
struct typed_text {
    std::string text;
    scalar_type type = scalar_type::string;

    typed_text() = default;
    typed_text(std::string said, scalar_type as = scalar_type::string) : text(std::move(said)), type(as) {}
    typed_text(char const* said) : text(said) {}
    bool operator==(typed_text const&) const = default;
};

} // namespace ficus::acl

#pragma once

#include <charconv>
#include <cstddef>
#include <optional>
#include <string_view>
#include <system_error>

namespace ficus::acl {

/// A list's position as it is written, without leading zeros.
inline std::optional<std::size_t> list_position(std::string_view key) {
    std::size_t position = 0;
    auto const [end, failure] = std::from_chars(key.data(), key.data() + key.size(), position);
    if (failure != std::errc{} || end != key.data() + key.size()) return std::nullopt;
    if (key.size() > 1 && key.front() == '0') return std::nullopt;
    return position;
}

/// Of the first bracket from `from` on, or the end. Names are short: find_first_of() asks memchr for each
/// octet.
inline std::size_t find_bracket(std::string_view name, std::size_t from) {
    auto at = from;
    while (at < name.size() && name[at] != '[' && name[at] != ']') ++at;
    return at;
}

} // namespace ficus::acl

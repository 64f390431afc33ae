#pragma once

#include <cstddef>
#include <cstdint>

namespace ficus::acl {

/// Which way a payload goes through a translator.
enum class direction : std::uint8_t { to_modern, to_legacy };

/// Which half of an exchange a payload is.
enum class part : std::uint8_t { request, response };

/// What belongs to the two sides stands in pairs, legacy first: where in such a pair the source and the
/// target of a direction are.
constexpr std::size_t source_index(direction way) {
    return way == direction::to_modern ? 0 : 1;
}
constexpr std::size_t target_index(direction way) {
    return 1 - source_index(way);
}

constexpr direction reverse(direction way) {
    return way == direction::to_modern ? direction::to_legacy : direction::to_modern;
}

} // namespace ficus::acl

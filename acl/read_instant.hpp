#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ficus::acl {

/// A point in time.
struct instant {
    std::int64_t seconds = 0;  ///< since 1970
    std::string_view fraction; ///< digits of the second, without zeros at the end; points into what was read
    bool has_zone = false;     ///< false: it is not known which point it is, and UTC is assumed
};

/// ISO 8601 as it is met: RFC 3339's form, with or without seconds and zone, whose colon may be left out; and
/// the three forms of RFC 9110, 5.6.7, of which the second may have its year in full.
std::optional<instant> read_instant(std::string_view text);

} // namespace ficus::acl

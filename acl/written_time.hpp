#pragma once

#include <optional>
#include <string_view>

namespace ficus::acl {

/// A time as it is written: what stands on the calendar and the clock, and the offset where one is stated.
/// What a pattern does not state has the value given here.
struct written_time {
    int year = 1970;
    unsigned month = 1, day = 1, hour = 0, minute = 0, second = 0;
    std::string_view fraction; ///< digits of the second after the point, as they were sent; owned elsewhere
    std::optional<int> offset; ///< seconds east of UTC
};

} // namespace ficus::acl

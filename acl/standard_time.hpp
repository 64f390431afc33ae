#pragma once

#include "acl/written_time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ficus::acl {

/// RFC 3339: `2024-12-24T18:00:00.5+01:00`. The fraction points into `text`. No leap seconds.
std::optional<written_time> read_rfc3339(std::string_view text);
void write_rfc3339(written_time const& t, std::string& out);

/// RFC 5322's date-time (section 3.3), and what 4.3 says is read besides: a day of one digit, no weekday, no
/// seconds, a year of two digits, `GMT`, `UT` and the names of American zones; letters of either case, and a
/// comment at the end.
std::optional<written_time> read_rfc2822(std::string_view text);

/// Seconds since 1970 in UTC, of the years 0 to 9999, as a number is written: no plus sign, no leading zeros.
std::optional<written_time> read_epoch(std::string_view text);
void write_epoch(written_time const& t, std::string& out);

/// The same in milliseconds. What is more exact than them has to be zeros, and is left out.
std::optional<written_time> read_epoch_ms(std::string_view text);
void write_epoch_ms(written_time const& t, std::string& out);

/// Seconds since 1970; of what states no offset as if it were UTC.
std::int64_t instant_of(written_time const& t);

/// The same instant with an offset of 0; `t` states an offset.
written_time in_utc(written_time const& t);

} // namespace ficus::acl

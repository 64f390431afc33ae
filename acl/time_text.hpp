#pragma once

#include "acl/written_time.hpp"

#include <date/date.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// The pieces that every written time is made of. take_*: off the front of `rest`, which is unchanged or of
/// no use when nothing is returned.
namespace ficus::acl {

date::year_month_day calendar_day(written_time const& t);
/// There is such a day, and such a time on a clock without leap seconds.
bool is_valid(written_time const& t);

bool is_digit(char c);
bool take(std::string_view& rest, char c);
/// Exactly `width` digits.
std::optional<unsigned> take_digits(std::string_view& rest, std::size_t width);
/// `YYYY-MM-DD`, of which t has the numbers then, whatever day that is.
bool take_date(std::string_view& rest, written_time& t);
/// `+hhmm`, or `+hh:mm`, in seconds.
std::optional<int> take_offset(std::string_view& rest, bool colon);

/// At least `width` characters wide.
void put_digits(unsigned number, int width, std::string& out, char pad = '0');
void put_offset(int seconds, bool colon, std::string& out);

} // namespace ficus::acl

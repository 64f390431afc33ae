#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Units and their tenths, hundredths..., exactly and of any size: the decimal point is moved, nothing is
/// computed. `plain` is a JSON number without an exponent.
namespace ficus::acl {

/// What the parts are: whole numbers, as cents, or with decimals of their own, as percents.
enum class parts : std::uint8_t { whole, decimal };

/// 1250 to 12.50 with `places` = 2: as many decimals, always, and behind them those of the parts. False when
/// whole ones are due and `plain` is not whole (12.0 is).
bool to_units(std::string_view plain, std::size_t places, std::string& out, parts as = parts::whole);
/// 12.50, or 12.5, to 1250, and 0.125 to 12.5 percents. False when whole ones are due and `plain` has more
/// decimals that are not 0.
bool to_parts(std::string_view plain, std::size_t places, std::string& out, parts as = parts::whole);

/// Without zeros at the end of its decimals, which say nothing.
void drop_zeros(std::string& plain);

/// A whole number times and by a factor of at most most_factor. False, with `out` of no use, where the plain
/// text is no whole number, or does not divide.
constexpr std::uint64_t most_factor = 1'000'000'000;
bool multiply(std::string_view plain, std::uint64_t factor, std::string& out);
bool divide(std::string_view plain, std::uint64_t factor, std::string& out);

} // namespace ficus::acl

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Units and their tenths, hundredths..., exactly and of any size: the decimal point is moved, nothing is
/// computed. `plain` is a JSON number without an exponent.
namespace ficus::acl {

/// 1250 to 12.50 with `places` = 2: as many decimals, always. False when `plain` is not whole (12.0 is).
bool to_units(std::string_view plain, std::size_t places, std::string& out);
/// 12.50, or 12.5, to 1250. False when `plain` has more decimals that are not 0.
bool to_parts(std::string_view plain, std::size_t places, std::string& out);

/// Without zeros at the end of its decimals, which say nothing.
void drop_zeros(std::string& plain);

/// A whole number times and by a factor of at most most_factor. False, with `out` of no use, where the plain
/// text is no whole number, or does not divide.
constexpr std::uint64_t most_factor = 1'000'000'000;
bool multiply(std::string_view plain, std::uint64_t factor, std::string& out);
bool divide(std::string_view plain, std::uint64_t factor, std::string& out);

} // namespace ficus::acl

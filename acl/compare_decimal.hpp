#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ficus::acl {

/// A decimal number of any size, as views into its digits: nothing is rounded and nothing is allocated.
struct decimal {
    bool negative = false; ///< never set for zero
    /// The digits without leading and trailing zeros: `head` before the point, `tail` after it. Both empty:
    /// zero.
    std::string_view head;
    std::string_view tail;
    std::int64_t exponent = 0; ///< the power of ten of the first digit

    /// Reads `-12.50e3`, besides JSON's numbers also a leading `+` and leading zeros. Unset for everything
    /// else, and for exponents of more than 15 digits.
    static std::optional<decimal> parse(std::string_view text);

    bool is_zero() const { return head.empty() && tail.empty(); }
    std::size_t size() const { return head.size() + tail.size(); }
    int digit(std::size_t i) const { return (i < head.size() ? head[i] : tail[i - head.size()]) - '0'; }
};

bool equal(decimal const& a, decimal const& b);
/// Whether both texts are numbers of one amount. Does not read them where zeros behind the point are all that
/// one has and the other has not.
bool same_amount(std::string_view a, std::string_view b);
/// Whether |a - b| <= tolerance, exactly. The tolerance must not be negative.
bool within(decimal const& a, decimal const& b, decimal const& tolerance);
/// Whether |a - b| <= share * max(|a|, |b|), exactly. The share must not be negative; costs its digits times
/// those of the amounts.
bool within_share(decimal const& a, decimal const& b, decimal const& share);

} // namespace ficus::acl

#pragma once

#include "acl/option_error.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

struct decimal_style_options {
    std::string point = "."; ///< one character (UTF-8) before the decimals
    std::string grouping;    ///< one character between groups of three digits, or empty: there are none
    /// How many decimals are written, always; fewer are read too. Unset: as many as there are.
    std::optional<std::uint64_t> decimals = {};
};

/// How one side writes decimal numbers. Strict, so that every number has one text: no plus sign, no leading
/// zeros, a digit on both sides of the point, groups everywhere or nowhere, no exponent. The plain text of a
/// number is that of a style with a point and without grouping, and is a JSON number.
class decimal_style {
public:
    static constexpr std::uint64_t most_decimals = 30;
    /// Keys of the errors are `point`, `grouping` and `decimals`.
    static boost::system::result<decimal_style, std::vector<option_error>>
    compile(decimal_style_options const& options);

    /// Appends the plain text; false, with `plain` of no use, when `text` is not of this style.
    bool read(std::string_view text, std::string& plain) const;
    /// `plain` is what a `read` has made.
    void write(std::string_view plain, std::string& out) const;

    /// Gives a plain text the decimals of this style; false where it has more that are no zeros. Without a
    /// number of them it stays as it is.
    bool set_decimals(std::string& plain) const;
    std::optional<std::uint64_t> const& decimals() const { return decimals_; }

    bool is_plain() const { return point_ == "." && grouping_.empty(); }
    /// `1.234,5`: a number of this style, for messages.
    std::string example() const;

private:
    std::string point_, grouping_;
    std::optional<std::uint64_t> decimals_;
};

} // namespace ficus::acl

#pragma once

#include "acl/decimal_shift.hpp"
#include "acl/decimal_style.hpp"
#include "acl/direction.hpp"
#include "acl/error.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace ficus::acl {

struct decimal_options {
    decimal_style_options legacy, modern;
};

/// One of them is 10, 100, 1000...: that side counts the parts (cents) of what the other counts. Any other
/// factor (60 seconds of a minute) is between whole numbers.
struct scale_options {
    std::uint64_t legacy = 1, modern = 1;
    bool decimals = false; ///< the parts may have some, too: percents
};

/// Decimal numbers between the styles and the scales of two sides; digits of any number, exactly.
class decimal_rule {
public:
    /// Keys of the errors are relative to the field: `decimal.legacy.point`, `scale`...
    static boost::system::result<decimal_rule, std::vector<option_error>>
    compile(std::optional<decimal_options> const& decimal, std::optional<scale_options> const& scale);

    /// Appends the number as the other side writes it. An error's `where` is empty: only the caller knows the
    /// place.
    boost::system::result<void, error> convert(direction way, std::string_view text, std::string& out) const;

    decimal_style const& style(std::size_t side) const { return styles_[side]; }
    /// Decimals that the scale moves the point by, and the side that counts the parts: it holds whole
    /// numbers, or any, the other one is written with so many decimals at least. 0: there is no scale.
    std::size_t places() const { return places_; }
    std::size_t side_of_parts() const { return side_of_parts_; }
    acl::parts parts() const { return parts_; }
    /// A scale between whole numbers; 0: there is none.
    std::uint64_t factor() const { return factor_; }

private:
    std::array<decimal_style, 2> styles_;
    boost::system::result<void, error> convert_whole(bool of_parts, std::string_view text,
                                                     std::string& plain) const;

    std::size_t places_ = 0, side_of_parts_ = 0;
    acl::parts parts_ = acl::parts::whole;
    std::uint64_t factor_ = 0;
};

} // namespace ficus::acl

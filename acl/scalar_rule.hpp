#pragma once

#include "acl/conversion.hpp"
#include "acl/dialect.hpp"
#include "acl/direction.hpp"
#include "acl/error.hpp"
#include "acl/option_error.hpp"
#include "acl/plain_rule.hpp"
#include "acl/scalar_text.hpp"
#include "acl/translator_options.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace ficus::acl {

/// How one scalar is carried between the sides: its type on either, and the conversion of its text.
///
/// A side that is typed has numbers and booleans; others have text alone. `type` is what a typed side holds,
/// and what the text of another side must look like. What a typed side holds of a text that
/// is converted, its conversion says.
class scalar_rule {
public:
    /// `dialects`: of legacy and modern. Keys of the errors are relative to the field (`type`, `values`,
    /// `time.zone`).
    static boost::system::result<scalar_rule, std::vector<option_error>>
    compile(field_options const& options, std::array<dialect, 2> dialects);

    /// `from` is a scalar: of a side that is not typed a string, or null. The result is a node of `into`
    /// without a parent. An error's `where` is empty: only the caller knows the place.
    boost::system::result<value*, error> convert(direction way, value const& from, document& into) const;

    /// convert() of what needs nothing but a look or a table, from that side.
    plain_rule plain_from(std::size_t side) const;

    /// A value that the mapping itself says, as that side holds it: `text` is of the side's type.
    value* make(std::size_t side, std::string_view text, document& into) const;

    /// What a value that is not null is on that side.
    kind kind_on(std::size_t side) const;
    std::optional<scalar_type> type() const { return type_; }
    acl::conversion const& conversion() const { return conversion_; }
    /// json-shaped on both sides and nothing said: the value is carried over as it is, whatever it is.
    bool carries_anything() const { return carries_anything_; }
    /// What a side that is typed holds for a value that is not null.
    scalar_type type_on(std::size_t side) const { return conversion_.type_on(side); }

    /// What a value written there is beyond its kind, where the field says so (`xmlrpc`).
    acl::note note_on(std::size_t side) const;

private:
    scalar_rule() = default;
    boost::system::result<std::string_view, error> text_of(std::size_t side, value const& from) const;

    std::array<dialect, 2> dialects_{};
    std::optional<scalar_type> type_;
    acl::conversion conversion_;
    acl::note note_ = acl::note::none; ///< of what is written
    bool carries_anything_ = false;
};

/// `a number`, `an object`...: what a value is, for messages.
std::string_view describe(kind k);

} // namespace ficus::acl

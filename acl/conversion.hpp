#pragma once

#include "acl/boolean_rule.hpp"
#include "acl/decimal_rule.hpp"
#include "acl/text_rule.hpp"
#include "acl/time_rule.hpp"
#include "acl/translator_options.hpp"
#include "acl/value.hpp"
#include "acl/value_table.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <variant>

namespace ficus::acl {

/// All that becomes of one scalar's text between the sides. What one side puts around it is taken away, then
/// it is looked up in a table, or is a boolean, a decimal or a time, then the other side's own is put around
/// it.
class conversion {
public:
    /// Keys of the errors are relative to the field: `values`, `time.zone`, `pad.legacy.width`, `type`.
    static boost::system::result<conversion, std::vector<option_error>> compile(field_options const& options);

    /// Nothing is said: every text stays as it is.
    bool is_nothing() const { return !text_ && std::holds_alternative<std::monostate>(meaning_); }
    /// The other side's text, which lives as long as `text`, the conversion and `memory`. An error's `where`
    /// is empty.
    boost::system::result<std::string_view, error> convert(direction way, std::string_view text,
                                                           document& memory) const;

    /// What a typed side holds.
    scalar_type type_on(std::size_t side) const { return types_[side]; }
    /// What it holds of that text, which a conversion wrote: spellings of a boolean may differ.
    scalar_type type_of(std::size_t side, std::string_view text) const {
        return side == 0 && boolean() != nullptr && !text_ ? boolean()->type_of(text) : types_[side];
    }
    /// White space around it can be no part of it, and is layout in XML.
    bool is_number_or_time() const {
        return std::holds_alternative<decimal_rule>(meaning_) || std::holds_alternative<time_rule>(meaning_);
    }

    text_rule const* text() const { return text_ ? &*text_ : nullptr; }
    value_table const* table() const { return std::get_if<value_table>(&meaning_); }
    boolean_rule const* boolean() const { return std::get_if<boolean_rule>(&meaning_); }
    decimal_rule const* decimal() const { return std::get_if<decimal_rule>(&meaning_); }
    time_rule const* time() const { return std::get_if<time_rule>(&meaning_); }

private:
    boost::system::result<std::string_view, error> convert_meaning(direction way, std::string_view text,
                                                                   document& memory) const;

    std::optional<text_rule> text_;
    std::variant<std::monostate, value_table, boolean_rule, decimal_rule, time_rule> meaning_;
    std::array<scalar_type, 2> types_{scalar_type::string, scalar_type::string};
};

} // namespace ficus::acl

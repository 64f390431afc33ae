#pragma once

#include "acl/compare_rules.hpp"
#include "acl/value.hpp"

#include <cstdint>
#include <string>

namespace ficus::acl {

/// What stands for a redacted value.
inline constexpr std::string_view mask = "[redacted]";

/// Replaces every redacted value at and below `node` by the mask; members' names stay, unless it is `.*` that
/// redacts them.
void redact_in_place(document& owner, value& node, rule_tree const& rules, rule_tree::cursor const& at);

enum class render_style : std::uint8_t {
    plain, ///< a string as its text
    quoted ///< a string as in JSON
};

/// A value for a person to read: redacted and clipped.
std::string render(value const& node, rule_tree const& rules, rule_tree::cursor const& at,
                   render_style style);

/// A text for a person to read: clipped, and where it differs from another at a late byte, shown from a
/// little before: the beginnings of two long pages look alike.
std::string render_text(std::string_view text, std::size_t differs_at = 0);

} // namespace ficus::acl

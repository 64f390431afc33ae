#pragma once

#include "acl/compare_body.hpp"
#include "acl/compare_rules.hpp"
#include "acl/value.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ficus::acl {

/// What values that are equal by the rules have in common. Equal prints do not prove equal values.
struct fingerprint {
    std::uint64_t hash = 0; ///< of all but what is ignored and the amounts that have a tolerance
    double tolerant = 0;    ///< those amounts' sum, roughly: for ordering
};

/// `way`: how the trees were read. Looks at no more than `work` nodes, and takes off what it looked at.
fingerprint make_fingerprint(value const& root, body_way way, rule_tree const& rules,
                             rule_tree::cursor const& at, std::size_t& work);

/// The text of an element's key: of a scalar member, an XML attribute (`@id`) or an XML child element.
/// Numbers in one form, so that 1 and 1.0 are one key. Unset when the element has no such key.
std::optional<std::string> key_text(value const& element, std::string_view key);

} // namespace ficus::acl

#pragma once

#include <cstdint>
#include <string_view>

namespace ficus::acl {

/// A named character reference of HTML.
struct html_entity {
    std::string_view name;
    std::uint32_t code_point;
    bool is_bare; ///< holds without a semicolon, too
};

/// Null: it is none of those that are known here. These are HTML 4's, what holds without a semicolon, and
/// some of the Living Standard's 2,231 (13.5) that pages are seen to use.
html_entity const* find_html_entity(std::string_view name);

} // namespace ficus::acl

#pragma once

#include "acl/error.hpp"
#include "acl/reading_limits.hpp"
#include "acl/utf8.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ficus::acl {

/// What is asked of a text of rows before any of them is read: its size, that it is UTF-8, and that rows and
/// their cells are not nested deeper than is accepted.
inline std::optional<error> refuse_table(std::string_view text, reading_limits const& limits) {
    if (text.size() > limits.max_bytes)
        return error{error_code::limit, "the document",
                     std::to_string(text.size()) + " bytes are more than the " +
                         std::to_string(limits.max_bytes) + " that are accepted"};
    if (auto const bad = find_invalid_utf8(text); bad != std::string_view::npos)
        return error{error_code::malformed, "byte " + std::to_string(bad + 1), "not UTF-8"};
    if (limits.max_depth < 2)
        return error{error_code::limit, "the document", "nested deeper than is accepted"};
    return std::nullopt;
}

} // namespace ficus::acl

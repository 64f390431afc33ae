#pragma once

#include <cstdint>
#include <string_view>

namespace ficus::acl {

/// What an element's name says about it in HTML (Living Standard 13.2.4.2, 13.2.6, 15.3), several at once.
/// Names are in lower case.
enum html_trait : std::uint32_t {
    html_void = 1u << 0,        ///< never has content
    html_raw = 1u << 1,         ///< its content is text alone, without references
    html_text = 1u << 2,        ///< its content is text alone
    html_format = 1u << 3,      ///< its end tag is heeded behind blocks, too
    html_closes_p = 1u << 4,    ///< its start tag closes an open p
    html_special = 1u << 5,     ///< stops the search of an end tag that has no rule of its own
    html_through = 1u << 6,     ///< its end tag closes what is open within
    html_scope = 1u << 7,       ///< stops every search of an end tag
    html_breakout = 1u << 8,    ///< ends svg and math
    html_integration = 1u << 9, ///< within svg and math: HTML again
    html_table_part = 1u << 10, ///< has its place in a table only
    html_in_head = 1u << 11,    ///< belongs to the head as long as the body has not begun
    // How it is laid out where no style sheet says otherwise.
    html_block = 1u << 12,  ///< white space at its borders is not seen
    html_hidden = 1u << 13, ///< not seen itself
    html_atomic = 1u << 14, ///< stands in a line like a character
    html_keeps = 1u << 15   ///< its white space is kept
};

/// What an element of HTML is called and like.
struct html_kind {
    std::string_view name; ///< lives for ever
    std::uint32_t traits = 0;
};

/// Null: it is none that HTML has rules for. Then it is laid out in its line.
html_kind const* find_html_kind(std::string_view name);

} // namespace ficus::acl

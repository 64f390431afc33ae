#pragma once

#include "acl/compare_rules.hpp"
#include "acl/value.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace ficus::acl {

/// The white space of HTML (WHATWG, Infra: ASCII whitespace).
inline constexpr std::string_view html_white_space = " \t\r\n\f";

/// What an element of a page holds, but for what is ignored: its text, where elements part it, and how many
/// of each there are. A blank that something ignored parts from another one is not seen beside it.
struct page_words {
    std::string placed; ///< with a mark for every element
    std::string plain;
    std::map<std::string_view, std::size_t> elements;
    bool has_ignored = false;
};

/// `at`: of the element.
page_words words_of_page(value const& element, rule_tree const& rules, rule_tree::cursor const& at);

/// Takes the white space off both ends: nor is a blank seen that something ignored parts from the line's end.
void trim_page_text(std::string& words);

} // namespace ficus::acl

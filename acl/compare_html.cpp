#include "acl/compare_page_words.hpp"
#include "acl/compare_walk.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

std::string without_white_space(std::string text) {
    text.erase(std::remove_if(text.begin(), text.end(),
                              [](char c) { return html_white_space.find(c) != std::string_view::npos; }),
               text.end());
    return text;
}

} // namespace

void compare_walk::compare_html_text(value const& legacy, value const& modern, cursor const& at) {
    auto l = words_of_page(legacy, rules_, at);
    auto m = words_of_page(modern, rules_, at);
    if (l.has_ignored || m.has_ignored)
        for (auto* words : {&l.placed, &l.plain, &m.placed, &m.plain}) trim_page_text(*words);
    // Where an element is missing, that is the difference: then its place, and the blank that it took along,
    // are none.
    bool const has_others = l.elements != m.elements;
    bool const has_same_words =
        has_others ? without_white_space(l.plain) == without_white_space(m.plain) : l.plain == m.plain;
    if (has_same_words && (has_others || l.placed == m.placed)) return;
    auto const text_at = rules_.text_of(at);
    auto rules = rules_.at(text_at);
    if (rules.ignore) return;
    if (has_same_words) rules.normal = nullptr; // it is the words that it normalizes, not where they stand
    value legacy_text, modern_text;
    legacy_text.kind = modern_text.kind = kind::string;
    legacy_text.text = has_same_words ? l.placed : l.plain;
    modern_text.text = has_same_words ? m.placed : m.plain;
    compare_scalars(legacy_text, modern_text, text_at, rules);
}

} // namespace ficus::acl

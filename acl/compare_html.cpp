#include "acl/compare_walk.hpp"
#include "acl/compare_words.hpp"

#include <algorithm>
#include <map>

namespace ficus::acl {
namespace {

constexpr std::string_view white_space = " \t\r\n\f";

/// What an element of a page holds, but for what is ignored: its text, where elements part it, and how many
/// of each there are.
struct page_words {
    std::string placed; ///< with a mark for every element
    std::string plain;
    std::map<std::string_view, std::size_t> elements;
    bool has_ignored = false;
};

/// A blank that something ignored parts from another one is not seen beside it.
void append(std::string& words, std::string_view text) {
    if (words.ends_with(' ') && text.starts_with(' ')) text.remove_prefix(1);
    words += text;
}

page_words words_of_page(value const& element, rule_tree const& rules, rule_tree::cursor const& at) {
    page_words words;
    std::map<std::string_view, std::size_t> positions;
    for (auto const* child = element.first; child != nullptr; child = child->next) {
        if (child->kind == kind::element) {
            auto const index = positions[child->name]++;
            if (!at.empty() && rules.at(rules.child_element(at, child->name, index)).ignore) {
                words.has_ignored = true;
                continue;
            }
            words.placed.append("<").append(child->name).append(">");
            ++words.elements[child->name];
        } else if (child->name.empty()) {
            append(words.placed, child->text);
            append(words.plain, child->text);
        }
    }
    return words;
}

/// Nor is one that it parts from the line's end.
void trim(std::string& words) {
    auto const end = words.find_last_not_of(white_space);
    words.erase(end == std::string::npos ? 0 : end + 1);
    words.erase(0, words.find_first_not_of(white_space));
}

std::string without_white_space(std::string text) {
    text.erase(std::remove_if(text.begin(), text.end(),
                              [](char c) { return white_space.find(c) != std::string_view::npos; }),
               text.end());
    return text;
}

} // namespace

void compare_walk::compare_html_text(value const& legacy, value const& modern, cursor const& at) {
    auto l = words_of_page(legacy, rules_, at);
    auto m = words_of_page(modern, rules_, at);
    if (l.has_ignored || m.has_ignored)
        for (auto* words : {&l.placed, &l.plain, &m.placed, &m.plain}) trim(*words);
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

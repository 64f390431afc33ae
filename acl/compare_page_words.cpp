#include "acl/compare_page_words.hpp"

namespace ficus::acl {

namespace {

void append(std::string& words, std::string_view text) {
    if (words.ends_with(' ') && text.starts_with(' ')) text.remove_prefix(1);
    words += text;
}

} // namespace

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

void trim_page_text(std::string& words) {
    auto const end = words.find_last_not_of(html_white_space);
    words.erase(end == std::string::npos ? 0 : end + 1);
    words.erase(0, words.find_first_not_of(html_white_space));
}

} // namespace ficus::acl

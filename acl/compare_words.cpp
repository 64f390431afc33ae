#include "acl/compare_words.hpp"

#include "acl/xml_text.hpp"

#include <map>
#include <string_view>

namespace ficus::acl {

bool has_elements(value const& element) {
    for (auto const* child = element.first; child != nullptr; child = child->next)
        if (child->kind == kind::element) return true;
    return false;
}

std::string words_of(value const& element, bool drop_blank) {
    std::string words;
    for (auto const* child = element.first; child != nullptr; child = child->next)
        if (child->name.empty() && !(drop_blank && is_xml_white_space(child->text))) words += child->text;
    return words;
}

std::string placed_words_of(value const& element, rule_tree const& rules, rule_tree::cursor const& at) {
    std::string words;
    std::map<std::string_view, std::size_t> positions;
    for (auto const* child = element.first; child != nullptr; child = child->next) {
        if (child->kind == kind::element) {
            auto const index = positions[child->name]++;
            if (!at.empty() && rules.at(rules.child_element(at, child->name, index)).ignore) continue;
            words.append("<").append(child->name).append(">");
        } else if (child->name.empty() && !is_xml_white_space(child->text)) {
            words += child->text;
        }
    }
    return words;
}

} // namespace ficus::acl

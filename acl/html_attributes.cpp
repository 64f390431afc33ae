#include "acl/html_attributes.hpp"

#include "acl/html_references.hpp"

#include <algorithm>
#include <string>

namespace ficus::acl {
namespace {

constexpr std::string_view white_space = " \t\r\n\f";

/// With the mark of an attribute before it.
std::string_view own_name(std::string_view name, document& owner) {
    auto* const bytes = owner.allocate(name.size() + 1);
    bytes[0] = '@';
    std::transform(name.begin(), name.end(), bytes + 1,
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return {bytes + 1, name.size()};
}

std::string as_set(std::string_view classes) {
    std::vector<std::string_view> all;
    for (auto at = classes.find_first_not_of(white_space); at != std::string_view::npos;
         at = classes.find_first_not_of(white_space, at)) {
        auto const end = std::min(classes.find_first_of(white_space, at), classes.size());
        all.push_back(classes.substr(at, end - at));
        at = end;
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    std::string joined;
    for (auto const one : all) joined.append(joined.empty() ? "" : " ").append(one);
    return joined;
}

} // namespace

void read_html_attributes(html_token const& tag, document& owner, html_attributes& into) {
    into.clear();
    for (auto const& one : tag.attributes) {
        auto said = one.value;
        if (said.find('&') != std::string_view::npos) {
            std::string resolved;
            append_html_text(resolved, said, true);
            said = owner.keep(resolved);
        }
        into.emplace_back(own_name(one.name, owner), said);
    }
    auto const before = [](auto const& a, auto const& b) { return a.first < b.first; };
    if (!std::is_sorted(into.begin(), into.end(), before)) std::stable_sort(into.begin(), into.end(), before);
    into.erase(std::unique(into.begin(), into.end(),
                           [](auto const& a, auto const& b) { return a.first == b.first; }),
               into.end());
}

void add_html_attributes(value& to, document& owner, html_attributes const& all) {
    for (auto const& [name, said] : all) {
        auto* const node = name == "class" && said.find_first_of(white_space) != std::string_view::npos
                               ? owner.make_string(as_set(said))
                               : owner.make_string(said);
        document::append(to, *node, {name.data() - 1, name.size() + 1});
    }
}

} // namespace ficus::acl

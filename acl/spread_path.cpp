#include "acl/spread_path.hpp"

#include <iterator>
#include <span>

namespace ficus::acl {
namespace {

/// False where `visit` did not go on.
bool visit_elements(value* at, std::span<field_path const> lists, std::function<bool(value&)> const& visit) {
    if (at == nullptr) return true;
    if (lists.empty()) return visit(*at);
    auto const& list = lists.front();
    bool const xml = at->kind == kind::element;
    auto* const container =
        find_at(at, {list.steps.begin(), xml ? std::prev(list.steps.end()) : list.steps.end()});
    if (container == nullptr) return true;
    // One element may stand for a list of it.
    if (!xml && container->kind != kind::array)
        return container->kind != kind::object || visit_elements(container, lists.subspan(1), visit);
    for (auto* child = container->first; child != nullptr; child = child->next)
        if ((!xml || child->name == list.steps.back()) && !visit_elements(child, lists.subspan(1), visit))
            return false;
    return true;
}

} // namespace

void spread_path::each(value const* body, std::function<bool(value const&)> const& visit) const {
    visit_elements(const_cast<value*>(body), lists, [&](value& element) {
        auto const* const found = find_at(static_cast<value const*>(&element), inner.steps);
        return found == nullptr || visit(*found);
    });
}

void spread_path::each_element(value& body, std::function<void(value&)> const& visit) const {
    visit_elements(&body, lists, [&](value& element) {
        visit(element);
        return true;
    });
}

std::optional<std::pair<std::string, std::string>> split_at_list(std::string_view path) {
    bool quoted = false;
    for (std::size_t i = 0; i + 2 < path.size(); ++i) {
        quoted ^= path[i] == '\'';
        if (quoted || path.substr(i, 2) != "[]") continue;
        auto const behind = path[i + 2] == '.' || path[i + 2] == '/' ? i + 3 : i + 2;
        return std::pair{std::string(path.substr(0, i + 2)), std::string(path.substr(behind))};
    }
    return std::nullopt;
}

} // namespace ficus::acl

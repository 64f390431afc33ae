#include "facade/config/checks.hpp"

namespace ficus::config {

namespace {

/// The child that the key begins with, and the rest of the key. Compared with how each child would be
/// written, so that dots and brackets within quoted names need no parser.
node const* step(node const& from, std::string_view& key) {
    for (std::size_t i = 0; i < from.children.size(); ++i) {
        auto const& child = from.children[i];
        auto const written = from.kind == node_kind::array ? element_key("", i) : member_key("", child.key);
        if (!key.starts_with(written)) continue;
        auto rest = key.substr(written.size());
        if (!rest.empty() && rest.front() != '.' && rest.front() != '[') continue;
        if (rest.starts_with('.')) rest.remove_prefix(1);
        key = rest;
        return &child;
    }
    return nullptr;
}

} // namespace

position locate(node const& root, std::string_view key) {
    auto const* at = &root;
    while (!key.empty()) {
        auto const* next = step(*at, key);
        if (!next) break;
        at = next;
    }
    return at->at;
}

} // namespace ficus::config

#include "facade/config/checks.hpp"

namespace ficus::config {

namespace {

/// A child, as a key below its parent would begin with it.
struct step {
    node const* child = nullptr;
    std::size_t length = 0; ///< of what the key begins with
    std::string written;    ///< as this box writes it
};

bool begins_with(std::string_view key, std::string_view part) {
    return key.starts_with(part) &&
           (key.size() == part.size() || key[part.size()] == '.' || key[part.size()] == '[');
}

/// The child that the key begins with. Compared with what each child's name would look like, quoted or not,
/// so that dots and brackets within names need no grammar; the longest name wins.
step next(node const& from, std::string const& parent, std::string_view key) {
    step best;
    auto const take = [&](node const& child, std::string const& name, std::string const& written) {
        if (!name.empty() && name.size() > best.length && begins_with(key, name))
            best = {&child, name.size(), written};
    };
    for (std::size_t i = 0; i < from.children.size(); ++i) {
        auto const& child = from.children[i];
        if (from.kind == node_kind::array) {
            take(child, element_key("", i), element_key(parent, i));
        } else {
            take(child, child.key, member_key(parent, child.key));
            take(child, quoted_name(child.key), member_key(parent, child.key));
        }
    }
    return best;
}

} // namespace

std::optional<place> locate(node const& root, std::string_view key) {
    auto const* at = &root;
    std::string written;
    // What is said of a table by itself may come with the dot behind it.
    if (key.ends_with('.')) key.remove_suffix(1);
    while (!key.empty()) {
        auto const found = next(*at, written, key);
        if (!found.child) {
            if (at->kind != node_kind::table && at->kind != node_kind::array) return std::nullopt;
            written += (written.empty() || key.front() == '[' ? "" : ".") + std::string{key};
            break;
        }
        at = found.child;
        written = found.written;
        key.remove_prefix(found.length);
        if (key.starts_with('.')) key.remove_prefix(1);
    }
    return place{at->at, std::move(written)};
}

} // namespace ficus::config

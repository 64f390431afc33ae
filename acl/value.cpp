#include "acl/value.hpp"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

namespace ficus::acl {

// In every node: a member more is megabytes in a large document.
static_assert(sizeof(value) <= 64);

value const* value::find(std::string_view member) const {
    for (auto const* child = first; child != nullptr; child = child->next)
        if (child->name == member) return child;
    return nullptr;
}

value* value::find(std::string_view member) {
    return const_cast<value*>(static_cast<value const*>(this)->find(member));
}

value* document::make_text(kind k, std::string_view text) {
    auto* node = make(k);
    node->text = keep(text);
    return node;
}

value* document::make_boolean(bool truth) {
    auto* node = make(kind::boolean);
    node->truth = truth;
    return node;
}

value* document::copy(value const& from) {
    // Depth is bounded by the readers' limits, so recursion is safe here.
    auto* node = make(from.kind);
    node->truth = from.truth;
    node->note = from.note;
    node->text = keep(from.text);
    node->name = keep(from.name);
    for (auto const* child = from.first; child != nullptr; child = child->next) {
        auto* twin = copy(*child);
        append(*node, *twin, twin->name);
    }
    return node;
}

namespace {

std::size_t named_position(std::string_view name) {
    std::size_t position = 0;
    std::from_chars(name.data() + 1, name.data() + name.size(), position);
    return position;
}

} // namespace

std::size_t count_gaps(value const& list) {
    std::size_t size = 0;
    for (auto const* child = list.first; child != nullptr; child = child->next)
        size = std::max(size, named_position(child->name) + 1);
    return size - std::min<std::size_t>(size, list.count);
}

std::optional<std::size_t> order_positions(value& list, document& memory) {
    std::vector<std::pair<std::size_t, value*>> found;
    for (auto* child = list.first; child != nullptr; child = child->next)
        found.emplace_back(named_position(child->name), child);
    std::sort(found.begin(), found.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
    list.first = list.last = nullptr;
    list.count = 0;
    std::optional<std::size_t> gap;
    for (auto const& [position, child] : found) {
        while (list.count < position) {
            if (!gap) gap = list.count;
            document::append(list, *memory.make(kind::null));
        }
        child->next = nullptr;
        document::append(list, *child);
    }
    return gap;
}

void put_in_place(value& parent, value& list) {
    auto const name = list.name;
    auto* child = parent.first;
    parent.first = parent.last = nullptr;
    parent.count = 0;
    while (child != nullptr) {
        auto* const next = child->next;
        if (child != &list) document::append(parent, *child, child->name);
        for (auto* one = child == &list ? list.first : nullptr; one != nullptr;) {
            auto* const following = one->next;
            document::append(parent, *one, name);
            one = following;
        }
        child = next;
    }
}

} // namespace ficus::acl

#include "acl/mapping_level.hpp"
#include "acl/mapping_paths.hpp"
#include "acl/mapping_run.hpp"

#include <algorithm>
#include <limits>
#include <map>

// Elements that lie in lists side by side, `sku[]` and `qty[]`: an element is what stands at one position of
// all of them.

namespace ficus::acl {
namespace {

/// Of a list that is there, and has no elements.
constexpr auto no_position = std::numeric_limits<std::size_t>::max();

std::string counted(std::size_t elements) {
    return std::to_string(elements) + (elements == 1 ? " element" : " elements");
}

} // namespace

/// The list that an element's value is of: it becomes the name of that value.
boost::system::result<field_path, std::string> mapping::read_list_beside(std::string const& text,
                                                                         std::size_t side) const {
    auto path = parse_field_path(shape(side), text);
    if (!path) return path;
    bool const is_list = path->where == acl::place::body && path->repeated && !path->keyed &&
                         path->steps.size() == 1 && path->numbers == 0;
    if (!is_list || count_numbers(path->steps.front()) > 0)
        return "the path '" + text +
               "' is no list beside others; each path here names one of those in which the elements lie, as "
               "in "
               "'sku[]'";
    path->repeated = false;
    path->steps.front() = numbered_name::of_list(path->steps.front()).text();
    path->numbers = 1;
    return path;
}

/// An element has one value in each of those lists.
bool mapping::check_beside(mapped_field const& field, std::vector<option_error>& problems) const {
    for (std::size_t side = 0; side < 2; ++side)
        if (at_.side_by_side[side] && field.paths[1 - side].repeated) {
            problems.push_back({field.key,
                                "an element has one value in each of the lists side by side, and a list "
                                "has no place in one; leave [] out on the other side"});
            return false;
        }
    return true;
}

std::optional<error> mapping_run::take_list(mapping_level& here, path_tree::index list,
                                            numbered_name const& pattern, value const& member,
                                            std::vector<numbered_member>& taken) {
    if (here.seen[list] == nullptr) {
        here.seen[list] = &empty_list; // until all are known
        here.add_field_event(list);
    }
    auto const last = std::find_if(taken.rbegin(), taken.rend(),
                                   [&](numbered_member const& one) { return one.pattern == &pattern; });
    auto const& tree = here.from;
    auto const parent = tree[list].parent;
    auto const where = [&] {
        return join_paths(tree.shape(), parent == path_tree::root ? "" : tree.path_of(parent), member.name);
    };
    if (tree.shape_at(list) != shape::json) {
        taken.push_back({list, &pattern, last == taken.rend() ? 0 : last->position + 1, &member});
        return std::nullopt;
    }
    if (last != taken.rend()) return refuse(error_code::repeated, where(), "appears more than once");
    if (member.kind != kind::array)
        return refuse(error_code::wrong_type, where(),
                      std::string(describe(member.kind)) + " where a list is due");
    std::size_t position = 0;
    for (auto const* element = member.first; element != nullptr; element = element->next)
        taken.push_back({list, &pattern, position++, element});
    if (position == 0) taken.push_back({list, &pattern, no_position, &member});
    return std::nullopt;
}

/// All lists that are there have as many elements.
std::optional<error> mapping_run::check_lists(mapping_level& here, std::vector<numbered_member>& taken) {
    std::map<numbered_name const*, std::size_t> sizes;
    for (auto const& one : taken)
        if (one.pattern->is_of_list()) sizes[one.pattern] += one.position == no_position ? 0 : 1;
    std::map<path_tree::index, numbered_name const*> first;
    for (auto const& one : taken) {
        if (!one.pattern->is_of_list()) continue;
        auto const* const other = first.emplace(one.list, one.pattern).first->second;
        if (sizes[one.pattern] == sizes[other]) continue;
        auto const parent = here.from[one.list].parent;
        return refuse(error_code::missing,
                      join_paths(here.from.shape_at(one.list),
                                 parent == path_tree::root ? "" : here.from.path_of(parent),
                                 one.pattern->member()),
                      "has " + counted(sizes[one.pattern]) + ", and '" + std::string(other->member()) +
                          "' beside it has " + counted(sizes[other]) +
                          "; what stands at one position of both is one element");
    }
    std::erase_if(taken, [](numbered_member const& one) { return one.position == no_position; });
    return std::nullopt;
}

/// Where lists can be empty all of them are. There is no place for elements.
value* mapping_run::lists_of_none(mapping_level& here, path_tree::index target) {
    auto const& place = here.to[target];
    bool const can_be_empty = here.to.shape_at(target) == shape::json;
    if (can_be_empty || here.to[place.parent].wraps_list) {
        auto& around = ensure(here, place.parent);
        for (auto const& pattern : place.patterns)
            if (can_be_empty) document::append(around, *memory_.make(kind::array), pattern.member());
    }
    return nullptr;
}

/// What an element has goes to the ends of its lists; all elements have something in the same ones.
std::optional<error> mapping_run::place_in_lists(value& made, list_place& into) {
    auto const uneven = [](std::string_view name) {
        return error{error_code::unrepresentable,
                     {},
                     "'" + std::string(name) +
                         "' would have fewer elements than the lists beside it; say what stands there for "
                         "nothing: nothing = { legacy = \"empty\", modern = \"absent\" }"};
    };
    if (made.first == nullptr)
        return error{error_code::unrepresentable,
                     {},
                     "has nothing that the other side names, where an element is there by what is of it"};
    for (auto const *child = made.first, *next = child; child != nullptr; child = next) {
        next = child->next;
        auto const name = numbered_name::list_of(child->name);
        auto list = std::find_if(into.lists.begin(), into.lists.end(),
                                 [&](auto const& one) { return one.first == name; });
        if (list == into.lists.end()) list = into.lists.insert(list, {name, memory_.make(kind::array)});
        if (list->second->count != into.position) return uneven(name);
        document::append(*list->second, *renamed(*child, {}));
    }
    for (auto const& [name, list] : into.lists)
        if (list->count != into.position + 1) return uneven(name);
    return std::nullopt;
}

/// When all elements are in their lists.
void mapping_run::finish_lists(mapping_level& here, mapped_field const& field, list_place& into) {
    bool const as_lists = here.to.shape_at(field.nodes[here.target_side]) == shape::json;
    for (auto const& [name, list] : into.lists) {
        if (as_lists) {
            document::append(*into.container, *list, memory_.keep(name));
            continue;
        }
        for (auto *one = list->first, *next = one; one != nullptr; one = next) {
            next = one->next;
            document::append(*into.container, *one, memory_.keep(name));
        }
    }
}

} // namespace ficus::acl

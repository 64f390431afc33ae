#include "acl/mapping.hpp"
#include "acl/mapping_paths.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

constexpr std::array<std::string_view, 2> side_names{"legacy", "modern"};

std::string const& path_text(field_options const& options, std::size_t side) {
    return side == 0 ? options.legacy : options.modern;
}

bool has_numbers(std::vector<field_options> const& fields, std::size_t side, shape of) {
    return std::any_of(fields.begin(), fields.end(), [&](field_options const& field) {
        if (field.is_group()) return has_numbers(field.fields, side, of);
        auto const is_numbered = [&](field_options const& one) {
            auto const path = parse_field_path(of, path_text(one, side));
            return path && path->numbers > 0;
        };
        return is_numbered(field) || std::any_of(field.parts.begin(), field.parts.end(), is_numbered);
    });
}

std::string why_not_side_by_side(field_options const& options, std::size_t depth) {
    if (depth > 0)
        return "the elements of the list around have no place of their own here, and so none for lists side "
               "by "
               "side";
    if (options.fields.empty())
        return "the elements lie in lists side by side, which 'fields' name: fields = [ { legacy = "
               "\"sku[]\", "
               "modern = \"sku\" }, ... ]";
    return {};
}

/// What is wrong with the numbers of a path, where `depth` lists around it have theirs in the names of their
/// elements' fields; empty where nothing is.
std::string why_not(field_path const& path, std::size_t depth) {
    bool const is_bare = path.is_bare_number() && path.steps.size() == 1;
    if (depth > 0 &&
        (path.where != place::body || path.steps.empty() || path.numbers == 0 || path.numbered_step != 0))
        return "the elements of the list around have no place of their own here (it ends in a number alone), "
               "so "
               "this name needs the number too, as in 'qty_{1}'";
    if (is_bare || path.numbers == depth) return {};
    if (path.numbers < depth)
        return "this name needs a number for each of the lists around it that end in a number alone";
    if (path.numbers > depth + 1)
        return "has more numbers than there are lists; each list has one, and its 'fields' the next";
    if (path.numbered_step + 1 != path.steps.size())
        return "goes on after a number; end this path there, and put what is below it into 'fields'";
    if (path.repeated)
        return "has a number and ends in [] or {}; end this path at the number, and put the inner list into "
               "'fields'";
    return {};
}

} // namespace

/// Of which names a list is; false where that cannot be told.
bool mapping::note_numbers(field_options const& options, mapped_field& field, std::string const& key,
                           std::vector<option_error>& problems) {
    bool all_well = true;
    for (std::size_t side = 0; side < 2; ++side) {
        if (field.constant_on && side != *field.constant_on) continue;
        auto& path = field.paths[side];
        auto const depth = at_.depth[side];
        auto why = why_not(path, depth);
        bool const is_bare = path.is_bare_number();
        path.numbered = why.empty() && (path.numbers > depth || (is_bare && path.steps.size() == 1));
        if (path.numbered && field.constant_on)
            why = "a constant is a scalar, and what has numbers is a list";
        if (path.numbered) {
            path.repeated = true;
            auto const of = dialect_of(path, dialect(side)).shape;
            field.is_flat[side] =
                is_bare && !options.fields.empty() && (depth > 0 || has_numbers(options.fields, side, of));
            if (path.side_by_side) {
                field.is_flat[side] = true;
                why = why_not_side_by_side(options, depth);
            }
            if (is_bare && !field.is_flat[side] && (of == shape::xml || depth > 0))
                why = "is a number alone, so its 'fields' need names with the number, as in 'qty_{1}'";
        }
        if (why.empty()) continue;
        all_well = false;
        problems.push_back({key + '.' + std::string(side_names[side]),
                            "the path '" + path_text(options, side) + "' cannot be: " + why});
    }
    return all_well;
}

/// Of one of several values that make up a text, or of the text; false where its numbers cannot be.
bool mapping::check_number_of_part(field_path const& path, std::size_t side, std::string const& text,
                                   std::string const& key, std::vector<option_error>& problems) const {
    auto why = why_not(path, at_.depth[side]);
    if (why.empty() && path.numbers > at_.depth[side])
        why = "this is one value, and what has numbers is a list";
    if (why.empty()) return true;
    problems.push_back({key, "the path '" + text + "' cannot be: " + why});
    return false;
}

mapping::surroundings mapping::elements_of(mapped_field const& field) const {
    surroundings at;
    at.calls = at_.calls;
    at.inner = true;
    at.of_call = field.paths[1].where == acl::place::call || at_.of_call;
    at.in_document =
        at_.in_document || !field.paths[0].documents.empty() || !field.paths[1].documents.empty();
    for (std::size_t side = 0; side < 2; ++side) {
        at.keyed[side] = field.paths[side].keyed;
        at.side_by_side[side] = field.paths[side].side_by_side;
        at.levels[side] = at_.levels[side] + field.paths[side].steps.size() + 1;
        if (field.is_flat[side]) at.depth[side] = at_.depth[side] + 1;
    }
    return at;
}

/// What lies in the container around the list, each once.
std::vector<std::string> mapping::names_with_numbers(std::size_t side) const {
    std::vector<std::string> names;
    auto const add = [&](std::string const& name) {
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    };
    for (auto const* variant : variants())
        for (auto const& field : variant->fields()) {
            if (field.constant_on && *field.constant_on != side) continue;
            if (field.is_flat[side]) {
                for (auto const& name : field.elements->names_with_numbers(side)) add(name);
            } else {
                for (auto const* path : field.paths_on(side))
                    if (!path->steps.empty()) add(path->steps.front());
            }
        }
    return names;
}

/// No member may be of two lists, or of one and have a meaning of its own.
void mapping::check_numbers(std::size_t side, std::vector<option_error>& problems) const {
    auto const& tree = trees_[side];
    auto const refuse = [&](path_tree::index list, std::string const& ours, std::string const& theirs) {
        problems.push_back(
            {fields_[tree[list].field].key + '.' + std::string(side_names[side]),
             "'" + ours + "' and '" + theirs + "' can be the same name; each place may have one meaning"});
    };
    for (path_tree::index node = 0; node < tree.size(); ++node) {
        std::vector<std::pair<path_tree::index, std::string>> before;
        for (auto const child : tree[node].children) before.emplace_back(child, tree[child].name);
        for (auto const list : tree[node].numbered)
            for (auto const& pattern : tree[list].patterns) {
                std::string const ours(pattern.member());
                for (auto const& [other, name] : before)
                    if (can_be_same(ours, name)) refuse(list, ours, name);
                before.emplace_back(list, ours);
            }
    }
}

} // namespace ficus::acl

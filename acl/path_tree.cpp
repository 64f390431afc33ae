#include "acl/path_tree.hpp"

#include "acl/inner_document.hpp"
#include "acl/octets.hpp"

#include <algorithm>

namespace ficus::acl {

std::optional<path_tree::index> path_tree::add(field_path const& path, index field) {
    if (auto const other = conflict(path)) return other;
    auto at = start_of(path.where);
    std::size_t document = 0;
    for (auto const& step : path.steps) {
        bool const numbered = path.numbered && &step == &path.steps.back();
        auto const found = numbered ? none : find(at, step);
        if (shape_at(at) != acl::shape::form && position_of(step)) nodes_[at].is_tuple = has_tuples_ = true;
        if (found == none && at == calls) {
            at = make_child(at, step, false);
            nodes_[at].dialect = path.spoken;
            continue;
        }
        if (found == none && shape_at(at) != acl::shape::form && is_choice(step)) {
            nodes_[at].chooses = true;
            at = make_child(at, step, false);
            nodes_[at].choice = choice_of(step);
            continue;
        }
        auto const outer = at;
        at = found != none ? found : make_child(at, step, numbered);
        if (path.where == place::request && outer == head) nodes_[at].dialect = path.spoken;
        // What is not mapped of one of several elements has no place of its own.
        if (shape_at(at) == acl::shape::xml && position_of(step)) nodes_[at].keeps_no_rest = true;
        if (step != document_step) continue;
        nodes_[outer].has_document = nodes_[at].keeps_no_rest = true;
        nodes_[at].dialect = path.documents[document++];
    }
    nodes_[at].field = field;
    nodes_[at].repeated = path.repeated;
    nodes_[at].keyed = path.keyed;
    return std::nullopt;
}

/// An XML element may have a text and attributes of its own; anything else that lives inside of something
/// that is a value as a whole could not be written.
std::optional<path_tree::index> path_tree::conflict(field_path const& path) const {
    auto at = start_of(path.where);
    for (std::size_t i = 0; at != none; ++i) {
        auto const& here = nodes_[at];
        if (i == path.steps.size()) {
            if (here.field != none) return here.field;
            // Members that have names of their own, and all others.
            if (path.keyed && !here.is_array()) return std::nullopt;
            return any_field_below(at, shape_at(at) != acl::shape::xml || path.repeated);
        }
        // Positions, names and what is chosen do not stand side by side.
        bool const chosen = shape_at(at) != acl::shape::form && is_choice(path.steps[i]);
        if (shape_at(at) != acl::shape::form && (!here.children.empty() || !here.numbered.empty()) &&
            (here.is_tuple != position_of(path.steps[i]).has_value() || here.chooses != chosen))
            return any_field_below(at, true);
        if (chosen)
            if (auto const other = conflicting_choice(at, path.steps[i])) return other;
        bool const is_attribute = i + 1 == path.steps.size() && path.steps[i].starts_with('@');
        if (here.field != none && !here.keyed &&
            !(shape_at(at) == acl::shape::xml && is_attribute && !here.repeated))
            return here.field;
        // A text that is a document says nothing else.
        if ((path.steps[i] == document_step) != here.has_document &&
            !(shape_at(at) == acl::shape::xml && is_attribute))
            if (auto const other = any_field_below(at, shape_at(at) != acl::shape::xml)) return other;
        if (path.numbered && i + 1 == path.steps.size()) return std::nullopt;
        at = find(at, path.steps[i]);
    }
    return std::nullopt;
}

/// A field in another choice, of which an element could be as well.
std::optional<path_tree::index> path_tree::conflicting_choice(index list, std::string const& step) const {
    auto const choice = choice_of(step);
    for (auto const child : nodes_[list].children) {
        if (nodes_[child].name == step || !choice || choice->excludes(*nodes_[child].choice)) continue;
        return nodes_[child].field != none ? nodes_[child].field : any_field_below(child, true);
    }
    return std::nullopt;
}

path_tree::index path_tree::choose(index list, value const& element) const {
    for (auto const child : nodes_[list].children)
        if (nodes_[child].choice->holds(element, nodes_[list].dialect)) return child;
    return none;
}

std::optional<path_tree::index> path_tree::any_field_below(index i, bool attributes_too) const {
    if (!nodes_[i].numbered.empty()) return nodes_[nodes_[i].numbered.front()].field;
    for (auto const child : nodes_[i].children) {
        if (!attributes_too && nodes_[child].name.starts_with('@')) continue;
        if (nodes_[child].field != none) return nodes_[child].field;
        if (auto const field = any_field_below(child, true)) return field;
    }
    return std::nullopt;
}

path_tree::index path_tree::end_of(field_path const& path, index field) const {
    auto at = start_of(path.where);
    for (auto const& step : path.steps) {
        if (!path.numbered || &step != &path.steps.back()) {
            at = find(at, step);
            continue;
        }
        auto const& lists = nodes_[at].numbered;
        auto const found =
            std::find_if(lists.begin(), lists.end(), [&](index i) { return nodes_[i].field == field; });
        return found == lists.end() ? none : *found;
    }
    return at;
}

std::pair<path_tree::index, numbered_name const*> path_tree::find_numbered(index parent,
                                                                           std::string_view name) const {
    for (auto const list : nodes_[parent].numbered)
        for (auto const& pattern : nodes_[list].patterns)
            if (pattern.find(name)) return {list, &pattern};
    return {none, nullptr};
}

path_tree::index path_tree::make_child(index parent, std::string const& name, bool numbered) {
    auto const made = static_cast<index>(nodes_.size());
    nodes_.push_back({});
    nodes_[made].name = name;
    nodes_[made].plain_name = is_plain_in_json(name);
    nodes_[made].parent = parent;
    nodes_[made].dialect = nodes_[parent].dialect;
    nodes_[made].keeps_no_rest = nodes_[parent].keeps_no_rest;
    // In the mapping's order, so that the hint of find() mostly hits.
    (numbered ? nodes_[parent].numbered : nodes_[parent].children).push_back(made);
    return made;
}

path_tree::index path_tree::add_apart(std::string const& path, std::size_t field) {
    auto const made = make_child(root, path, false);
    nodes_[root].children.pop_back();
    nodes_[made].field = static_cast<index>(field);
    return made;
}

path_tree::index path_tree::find_elsewhere(index parent, std::string_view name, std::size_t& hint) const {
    auto const& children = nodes_[parent].children;
    auto const found = std::find_if(children.begin(), children.end(),
                                    [&](index child) { return same_text(nodes_.data()[child].name, name); });
    if (found == children.end()) return none;
    hint = static_cast<std::size_t>(found - children.begin()) + 1;
    return *found;
}

std::string path_tree::path_of(index i) const {
    if (nodes_[i].name == document_step && nodes_[i].field == none) return path_of(nodes_[i].parent);
    field_path path;
    // The document itself has no path, unless it is a value.
    auto document = none;
    auto at = i;
    for (; at != root && at != head && at != calls; at = nodes_[at].parent) {
        path.steps.insert(path.steps.begin(), nodes_[at].name);
        if (nodes_[at].name == document_step)
            path.documents.insert(path.documents.begin(), nodes_[at].dialect);
        if (document == none && (nodes_[at].name == document_step || nodes_[at].parent == calls))
            document = at;
        if (nodes_[at].parent == calls) path.spoken = nodes_[at].dialect;
    }
    if (at == calls) path.where = place::call;
    if (document == none) document = root;
    path.repeated = nodes_[document].field == none || nodes_[document].repeated;
    if (shape_at(i) == acl::shape::xml) path.repeated = false;
    return to_string(path, dialect_.shape);
}

} // namespace ficus::acl

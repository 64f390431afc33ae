#include "acl/suggest_known.hpp"

#include "acl/field_path.hpp"
#include "acl/numbered_name.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

bool is_bare_number(field_path const& path) {
    return path.steps.size() == 1 && path.is_bare_number();
}

} // namespace

taken_places::taken_places(std::vector<field_options> const& known, std::size_t side, shape of) : shape_(of) {
    add_all(known, side, false);
}

void taken_places::add_all(std::vector<field_options> const& known, std::size_t side, bool in_group) {
    for (auto const& field : known) {
        for (auto const& [path, said] : field.when.side(side)) add(path, true);
        if (field.is_group()) {
            add_all(field.fields, side, true);
            continue;
        }
        if (field.document && !field.document->side(side)) {
            add_all(field.fields, side, in_group);
            continue;
        }
        auto const& text = side == 0 ? field.legacy : field.modern;
        auto const path = parse_field_path(shape_, text);
        // What is of the elements has the list's number, and no place of its own.
        if (path && is_bare_number(*path))
            add_all(field.fields, side, true);
        else
            add(text, in_group);
        for (auto const& part : field.parts) add(side == 0 ? part.legacy : part.modern, true);
        for (auto const& path : side == 0 ? field.copies.legacy : field.copies.modern) add(path, true);
    }
}

void taken_places::add(std::string const& text, bool plain_too) {
    auto const path = parse_field_path(shape_, text);
    if (text.empty() || !path || path->where != place::body) return;
    if (plain_too || path->keyed || path->numbers > 0) places_.push_back(to_string(*path, shape_));
}

bool taken_places::holds(std::string_view path) const {
    auto const separator = shape_ == shape::xml ? '/' : '.';
    return std::any_of(places_.begin(), places_.end(), [&](std::string const& place) {
        for (std::size_t end = 0; end <= path.size(); ++end) {
            bool const is_end = end == path.size() || path[end] == separator || path[end] == '[';
            if (!is_end || !can_be_same(place, path.substr(0, end))) continue;
            // An element's attributes are its own.
            return !path.substr(end).starts_with("/@");
        }
        return place.empty(); // all members of the document
    });
}

} // namespace ficus::acl

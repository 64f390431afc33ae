#pragma once

#include "acl/field_path.hpp"
#include "acl/value.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ficus::acl {

/// A path that leads through lists, `orders[].lines[].price.currency`: to a place in every element of each.
struct spread_path {
    std::vector<field_path> lists; ///< the outer ones first; below the document, or an element of that before
    field_path inner;              ///< below an element of the last one
    std::string text;              ///< as it was written

    /// What is there, in the order of the elements, until `visit` returns false. `body`: of the document, or
    /// of the element in which the outermost list is; null: there is none.
    void each(value const* body, std::function<bool(value const&)> const& visit) const;
    /// Every element of the last list.
    void each_element(value& body, std::function<void(value&)> const& visit) const;
};

/// What stands before and behind the first `[]` that is not at a path's end: `orders[]` and
/// `lines[].price.currency`; none where there is no such.
std::optional<std::pair<std::string, std::string>> split_at_list(std::string_view path);

} // namespace ficus::acl

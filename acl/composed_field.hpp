#pragma once

#include "acl/field_path.hpp"
#include "acl/path_tree.hpp"
#include "acl/scalar_rule.hpp"
#include "acl/template_choice.hpp"

#include <optional>
#include <vector>

namespace ficus::acl {

/// A text of one side that is several values of the other: `Meyer, Zoë`, and a first and a last name.
struct composed_field {
    struct part {
        field_path path;           ///< on the side of the parts
        path_tree::index node = 0; ///< where that ends in its tree
        scalar_rule scalar;        ///< its text stands on a side that has text alone
    };

    std::size_t parts_on = 1; ///< the side that has the values
    template_choice forms;
    std::vector<part> parts; ///< by the names of `forms`
    /// What becomes of the text that the parts make, where something is said of that: on their side it is the
    /// text, on the other side what stands there.
    std::optional<scalar_rule> whole;
};

} // namespace ficus::acl

#pragma once

#include "acl/direction.hpp"
#include "acl/scalar_text.hpp"
#include "acl/value.hpp"
#include "acl/value_table.hpp"

namespace ficus::acl {

/// One direction of a scalar_rule that needs nothing but a look at the text, or a table. What it does not do,
/// the scalar_rule has to. It lives as long as that.
struct plain_rule {
    bool is_there = false;
    /// Whatever it is goes over as it is.
    bool carries_anything = false;
    bool keeps_note = false;
    kind from = kind::string;
    kind to = kind::string;
    /// What the text must look like, before and behind the table.
    scalar_type read_as = scalar_type::string;
    scalar_type written_as = scalar_type::string;
    value_table const* table = nullptr; ///< null: the text stays as it is

    /// The text of a scalar on the other side; null data: it is none of those.
    std::string_view convert(direction way, value const& scalar) const {
        if (scalar.kind != from) return {};
        if (read_as != scalar_type::string && !is_of_type(read_as, scalar.text)) return {};
        auto const text = table != nullptr ? table->find(way, scalar.text) : scalar.text;
        if (written_as != scalar_type::string && !is_of_type(written_as, text)) return {};
        return text.data() == nullptr && table == nullptr ? std::string_view("") : text;
    }
};

} // namespace ficus::acl

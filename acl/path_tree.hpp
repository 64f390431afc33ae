#pragma once

#include "acl/field_path.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

/// The paths of one side of a mapping's level, by their steps: how a document's names are found in it.
class path_tree {
public:
    using index = std::uint32_t;
    static constexpr index root = 0;
    static constexpr index none = static_cast<index>(-1);

    struct node {
        std::string name;
        index parent = none;
        index field = none;          ///< the field that lives here
        bool repeated = false;       ///< that field is a list
        std::vector<index> children; ///< by name
        /// A wrapper that holds one list and nothing else: being there, it says that the list is there.
        bool wraps_list = false;
        /// Where unmapped members of this container are kept on the other side: the node of its counterpart,
        /// or none: a container of the same names.
        index counterpart = none;
    };

    explicit path_tree(format dialect) : dialect_(dialect), nodes_(1) {}

    /// Adds where a field lives. Returns the field that is in the way when both cannot be written into one
    /// document, and adds nothing.
    std::optional<index> add(field_path const& path, index field);

    format dialect() const { return dialect_; }
    node const& operator[](index i) const { return nodes_[i]; }
    node& operator[](index i) { return nodes_[i]; }
    std::size_t size() const { return nodes_.size(); }
    /// The child of that name, or none. `hint`: a position among the children that is tried first; it is
    /// moved on to the one after what was found, since documents mostly come in the mapping's order.
    index find(index parent, std::string_view name, std::size_t& hint) const;
    index find(index parent, std::string_view name) const {
        std::size_t hint = 0;
        return find(parent, name, hint);
    }
    /// The path of a node in its dialect, below this level.
    std::string path_of(index i) const;

private:
    std::optional<index> conflict(field_path const& path) const;
    std::optional<index> any_field_below(index i, bool attributes_too) const;
    index make_child(index parent, std::string const& name);

    format dialect_;
    std::vector<node> nodes_;
};

} // namespace ficus::acl

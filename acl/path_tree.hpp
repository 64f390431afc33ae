#pragma once

#include "acl/element_choice.hpp"
#include "acl/field_path.hpp"
#include "acl/numbered_name.hpp"
#include "acl/same_text.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ficus::acl {

/// The paths of one side of a mapping's level, by their steps: how the names of a body, and of what is beside
/// it in a message, are found.
class path_tree {
public:
    using index = std::uint32_t;
    static constexpr index root = 0; ///< of the body
    static constexpr index head = 1; ///< of what lives elsewhere in the message: `query:page` and so on
    /// Of the answers of calls: its children are called `customer:`, and are the roots of their documents.
    static constexpr index calls = 2;
    static constexpr index none = static_cast<index>(-1);

    struct node {
        std::string name;
        index parent = none;
        index field = none;          ///< the field that lives here
        bool repeated = false;       ///< that field is a list
        bool keyed = false;          ///< that list is what this container has besides its children
        std::vector<index> children; ///< by name
        std::vector<index> numbered; ///< lists whose elements are called by numbers; no names
        /// Of such a list: what its elements, or what is of them, are called.
        std::vector<numbered_name> patterns;
        /// Its elements have no place of their own: what is of them lies in the container around.
        bool is_flat = false;
        /// A wrapper that holds one list and nothing else: being there, it says that the list is there.
        bool wraps_list = false;
        acl::dialect dialect = {};  ///< of what is there
        bool plain_name = false;    ///< value::plain_name
        bool keeps_no_rest = false; ///< it is in a call's answer, or in a document within a text
        bool has_document = false;  ///< it is a text, and its child document_step what that says
        /// Its children are positions: it is a list, of values that differ; in XML the elements of that name.
        bool is_tuple = false;
        /// Its children are chosen by what they say: it is a list. In XML it is no container of its own: its
        /// elements lie in the one around, under its name.
        bool chooses = false;
        std::optional<element_choice> choice = {}; ///< by which it is chosen
        /// Where unmapped members of this container are kept on the other side: the node of its counterpart,
        /// or none: a container of the same names.
        index counterpart = none;

        /// In JSON.
        bool is_array() const { return is_tuple || chooses; }
        /// A field and nothing below it.
        bool is_leaf() const { return field != none && children.empty() && numbered.empty() && !keyed; }
    };

    /// `keeps_no_rest`: the level is of a list's elements in a call's answer, or in a document within a text.
    explicit path_tree(acl::dialect body, bool keeps_no_rest = false) : dialect_(body), nodes_(3) {
        nodes_[root].dialect = body;
        nodes_[root].keeps_no_rest = keeps_no_rest;
        nodes_[head].dialect = form_dialect;
        nodes_[calls].keeps_no_rest = true;
    }

    /// Adds where a field lives. Returns the field that is in the way when both cannot be written into one
    /// document, and adds nothing.
    std::optional<index> add(field_path const& path, index field);

    acl::dialect dialect() const { return dialect_; } ///< of the body
    acl::shape shape() const { return dialect_.shape; }
    acl::dialect dialect_at(index i) const { return nodes_.data()[i].dialect; }
    acl::shape shape_at(index i) const { return dialect_at(i).shape; }
    bool has_tuples() const { return has_tuples_; }
    /// Where the first step of such a path is looked for.
    static index start_of(place where) {
        return where == place::body ? root : where == place::call ? calls : head;
    }
    /// `i`: of this tree, as all that it gives out; not checked once more for each member that is mapped.
    node const& operator[](index i) const { return nodes_.data()[i]; }
    node& operator[](index i) { return nodes_[i]; }
    std::size_t size() const { return nodes_.size(); }
    /// A place that no member has: of a field that is said in elements of lists alone. Its name is the path.
    index add_apart(std::string const& path, std::size_t field);
    /// Where a field lives whose path was added.
    index end_of(field_path const& path, index field) const;
    /// The list below `parent` that a member of that name is of, or none, and which of its patterns.
    std::pair<index, numbered_name const*> find_numbered(index parent, std::string_view name) const;
    /// The child of that name, or none. `hint`: a position among the children that is tried first; it is
    /// moved on to the one after what was found, since documents mostly come in the mapping's order.
    index find(index parent, std::string_view name, std::size_t& hint) const {
        auto const& children = nodes_.data()[parent].children;
        if (hint < children.size() && same_text(nodes_.data()[children.data()[hint]].name, name))
            return children.data()[hint++];
        return find_elsewhere(parent, name, hint);
    }
    index find(index parent, std::string_view name) const {
        std::size_t hint = 0;
        return find(parent, name, hint);
    }
    /// The child that is chosen by what the element says, or none.
    index choose(index list, value const& element) const;
    /// The path of a node in its dialect, below this level.
    std::string path_of(index i) const;

private:
    index find_elsewhere(index parent, std::string_view name, std::size_t& hint) const;
    std::optional<index> conflict(field_path const& path) const;
    std::optional<index> conflicting_choice(index list, std::string const& step) const;
    std::optional<index> any_field_below(index i, bool attributes_too) const;
    index make_child(index parent, std::string const& name, bool numbered);

    acl::dialect dialect_;
    std::vector<node> nodes_;
    bool has_tuples_ = false;
};

} // namespace ficus::acl

#pragma once

#include "acl/direction.hpp"
#include "acl/error.hpp"
#include "acl/mapping.hpp"
#include "acl/rest_carrier.hpp"
#include "acl/value.hpp"

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

struct mapping_level;

/// One document's way through a mapping. Source and target live in one arena, and the target's texts are
/// views into the source's: nothing is copied but nodes.
class mapping_run {
public:
    mapping_run(direction way, mapping const& m, bool keep_rest, document& memory)
        : way_(way), keep_rest_(keep_rest), memory_(memory),
          carrier_(m.dialect(source_index(way)), m.dialect(target_index(way)), memory) {}

    /// What of a message is mapped: a body's root, and an object of what else the mapping names, such as
    /// `query:page` (null where it names nothing; the source's body: where there is none).
    struct message_tree {
        value const* body = nullptr;
        value const* head = nullptr;
        /// Where there is no body: what the mapping itself says of one is said and asked for all the same.
        bool expects_body = true;
    };
    struct target_tree {
        value* body = nullptr;
        value* head = nullptr;
    };
    /// Fills `target`, empty containers of the target's kind, from `source`. An error's place is below
    /// `source`.
    std::optional<error> run(mapping const& m, message_tree source, target_tree target);

    /// An `xsi:nil` was written, so the root has to declare the prefix.
    bool wrote_nil() const { return wrote_nil_ || carrier_.wrote_nil(); }
    /// Members of the source that nothing named and that were not kept.
    std::size_t dropped() const { return dropped_ + carrier_.dropped(); }

private:
    /// Where unmapped members of a container go.
    struct rest_place {
        value* container = nullptr;              ///< null when the target cannot hold it
        path_tree::index node = path_tree::none; ///< the container's, where the mapping knows it
    };
    /// Where the elements of a list go.
    struct list_place {
        value* container = nullptr;
        std::size_t position = 0;
        std::set<std::string_view> names = {}; ///< of members that were made already
    };
    /// A member of the source whose name has a number.
    struct numbered_member {
        path_tree::index list = path_tree::none;
        numbered_name const* pattern = nullptr;
        std::size_t position = 0;
        value const* member = nullptr;
    };
    std::optional<error> run_one(mapping const& m, message_tree source, target_tree target);
    std::optional<error> take_number(mapping_level& here, path_tree::index node, value const& member,
                                     std::vector<numbered_member>& taken, bool& is_taken);
    std::optional<error> finish_numbers(mapping_level& here, std::vector<numbered_member>& taken);
    value* list_in_target(mapping_level& here, mapped_field const& field, bool has_items);
    std::optional<error> place_item(mapping_level& here, mapped_field const& field, value const& item,
                                    value& made, value const* beside, list_place& into);
    std::optional<error> place_keyed(mapping_level& here, mapped_field const& field, value const& item,
                                     value& made, value const* beside, list_place& into);
    std::optional<error> place_numbered(mapping_level& here, mapped_field const& field, value& made,
                                        list_place& into);
    std::optional<error> collect_body(mapping_level& here, value const& body);
    std::optional<error> collect(mapping_level& here, path_tree::index node, value const& container);
    std::optional<error> collect_positions(mapping_level& here, path_tree::index node, value const& list);
    std::optional<error> finish_tuples(mapping_level& here);
    std::optional<error> collect_child(mapping_level& here, path_tree::index found, value const& child);
    std::optional<error> emit(mapping_level& here);
    std::optional<error> emit_special(mapping_level& here, mapped_field const& field);
    std::optional<error> emit_absent(mapping_level& here, mapped_field const& field);
    std::optional<error> emit_field(mapping_level& here, mapped_field const& field);
    std::optional<error> write(mapping_level& here, mapped_field const& field, value& made);
    std::optional<error> emit_scalar(mapping_level& here, mapped_field const& field, value const& from);
    std::optional<error> emit_list(mapping_level& here, mapped_field const& field, value const& from);
    std::optional<error> emit_item(mapping_level& here, mapped_field const& field, value const& item,
                                   list_place& into);
    std::optional<error> emit_rest(mapping_level& here, path_tree::index parent, value const& member);
    std::optional<error> keep(mapping_level& here, rest_place into, path_tree::index from,
                              value const& member);
    std::optional<error> meets_list(mapping_level& here, rest_place into, path_tree::index from,
                                    value const& member, std::string_view name) const;
    value* convert(mapping_level& here, mapped_field const& field, value const& from,
                   std::optional<error>& failure);
    value& ensure(mapping_level& here, path_tree::index node);
    rest_place place_of_rest(mapping_level& here, path_tree::index from);
    value* make_container(shape of, bool list);
    value* renamed(value const& member, std::string_view name);

    direction way_;
    bool keep_rest_;
    document& memory_;
    rest_carrier carrier_;
    bool wrote_nil_ = false;
    std::size_t dropped_ = 0;
};

} // namespace ficus::acl

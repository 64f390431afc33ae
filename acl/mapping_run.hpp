#pragma once

#include "acl/direction.hpp"
#include "acl/error.hpp"
#include "acl/mapping.hpp"
#include "acl/mapping_trace.hpp"
#include "acl/rest_carrier.hpp"
#include "acl/script_run.hpp"
#include "acl/value.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>

namespace ficus::acl {

struct mapping_level;

/// One document's way through a mapping. Source and target live in one arena, and the target's texts are
/// views into the source's: nothing is copied but nodes.
class mapping_run {
public:
    /// `scripts`: there where the mapping has some. `trace`: where what is done is noted; null: nowhere,
    /// which costs nothing.
    mapping_run(direction way, mapping const& m, bool keep_rest, document& memory,
                script_run* scripts = nullptr, mapping_trace* trace = nullptr)
        : way_(way), keep_rest_(keep_rest), memory_(memory), scripts_(scripts), trace_(trace),
          carrier_(m.dialect(source_index(way)), m.dialect(target_index(way)), memory) {}

    /// What of a message is mapped: a body's root, and an object of what else the mapping names, such as
    /// `query:page` (null where it names nothing; the source's body: where there is none).
    struct message_tree {
        value const* body = nullptr;
        value const* head = nullptr;
        /// Where there is no body: what the mapping itself says of one is said and asked for all the same.
        bool expects_body = true;
        /// An object of the documents that calls answered with, `customer:`; null: fields name no calls.
        value const* calls = nullptr;
    };
    struct target_tree {
        value* body = nullptr;
        value* head = nullptr;
        value* calls = nullptr;
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
    std::optional<error> collect_body(mapping_level& here, value const& body);
    std::optional<error> collect(mapping_level& here, path_tree::index node, value const& container);
    std::optional<error> collect_positions(mapping_level& here, path_tree::index node, value const& list);
    std::optional<error> finish_tuples(mapping_level& here);
    std::optional<error> collect_child(mapping_level& here, path_tree::index found, value const& child);
    std::optional<error> emit(mapping_level& here);
    std::optional<error> emit_special(mapping_level& here, mapped_field const& field);
    std::optional<error> emit_absent(mapping_level& here, mapped_field const& field);
    std::optional<error> fill_in(mapping_level& here, mapped_field const& field, std::string const& text);
    std::optional<error> emit_field(mapping_level& here, mapped_field const& field);
    /// emit_field() for a plain field that is in the source; false: it has to do it itself.
    bool emit_quickly(mapping_level& here, mapped_field const& field, value const& from);
    std::optional<error> write(mapping_level& here, mapped_field const& field, value& made);
    std::optional<error> write_at(mapping_level& here, path_tree::index target, value& made);
    // mapping_nothing.cpp
    bool says_nothing(mapping_level& here, mapped_field const& field, path_tree::index node,
                      value const& from);
    std::optional<error> emit_nothing(mapping_level& here, mapped_field const& field);
    std::optional<error> write_nothing(mapping_level& here, mapped_field const& field, path_tree::index node);
    std::optional<error> emit_no_elements(mapping_level& here, mapped_field const& field);
    // mapping_split.cpp
    static value const* next_item(value const& item, bool in_array);
    std::optional<error> emit_split(mapping_level& here, mapped_field const& field, value const& from);
    std::optional<error> emit_joined(mapping_level& here, mapped_field const& field, value const& from);
    // mapping_composed.cpp
    bool speaks_for(mapping_level& here, mapped_field const& field, path_tree::index node) const;
    bool is_there(mapping_level& here, mapped_field const& field) const;
    value as_scalar(value const& from);
    std::optional<error> emit_composed(mapping_level& here, mapped_field const& field);
    std::optional<error> emit_parts(mapping_level& here, mapped_field const& field);
    std::optional<error> emit_whole(mapping_level& here, mapped_field const& field);
    std::optional<error> emit_scalar(mapping_level& here, mapped_field const& field, value const& from);
    std::optional<error> emit_list(mapping_level& here, mapped_field const& field, value const& from);
    std::optional<error> emit_item(mapping_level& here, mapped_field const& field, value const& item,
                                   value& list);
    std::optional<error> emit_rest(mapping_level& here, path_tree::index parent, value const& member);
    std::optional<error> keep(mapping_level& here, rest_place into, path_tree::index from,
                              value const& member);
    value* convert(mapping_level& here, mapped_field const& field, value const& from,
                   std::optional<error>& failure);
    value& ensure(mapping_level& here, path_tree::index node);
    rest_place place_of_rest(mapping_level& here, path_tree::index from);
    value* make_container(shape of, bool list);

    // mapping_notes.cpp. Without a trace they do nothing.
    std::string traced_path(path_tree const& tree, std::size_t side, path_tree::index node) const;
    void note_field(mapping_level& here, mapped_field const& field, trace_step::did what, value const* from,
                    value const* made);
    void note_list(mapping_level& here, mapped_field const& field, std::size_t elements);
    void note_item(mapping_level& here, mapped_field const& field, value const& item, value const& made);
    void note_rest(mapping_level& here, path_tree::index node, value const& member, trace_step::did what);
    void note_absent(mapping_level& here);
    /// While a list's element is mapped, paths in the trace begin with its own.
    class traced_item {
    public:
        traced_item(mapping_run& run, mapping_level& here, mapped_field const& field, std::size_t position);
        ~traced_item();
        traced_item(traced_item const&) = delete;
        traced_item& operator=(traced_item const&) = delete;

    private:
        mapping_run& run_;
        std::array<std::string, 2> outer_;
    };

    direction way_;
    bool keep_rest_;
    document& memory_;
    script_run* scripts_;
    mapping_trace* trace_;
    rest_carrier carrier_;
    bool wrote_nil_ = false;
    std::size_t dropped_ = 0;
    std::array<std::string, 2> levels_; ///< of the trace: by side, the path of the level that is mapped
};

} // namespace ficus::acl

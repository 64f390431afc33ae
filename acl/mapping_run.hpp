#pragma once

#include "acl/direction.hpp"
#include "acl/error.hpp"
#include "acl/mapping.hpp"
#include "acl/mapping_trace.hpp"
#include "acl/message.hpp"
#include "acl/reading_limits.hpp"
#include "acl/rest_carrier.hpp"
#include "acl/script_run.hpp"
#include "acl/value.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ficus::acl {

struct mapping_level;

/// One document's way through a mapping. Source and target live in one arena, and the target's texts are
/// views into the source's: nothing is copied but nodes.
class mapping_run {
public:
    /// `scripts`: there where the mapping has some. `trace`: where what is done is noted; null: nowhere,
    /// which costs nothing. `most_gaps`: how many nulls may be written for positions that nothing was written
    /// to.
    mapping_run(direction way, mapping const& m, bool keep_rest, document& memory,
                script_run* scripts = nullptr, mapping_trace* trace = nullptr,
                std::size_t most_gaps = reading_limits{}.max_members)
        : way_(way), keep_rest_(keep_rest), memory_(memory), scripts_(scripts), trace_(trace),
          gaps_left_(most_gaps),
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
    /// What documents within texts are read by: what the document around them has left of these.
    void read_documents_within(reading_limits const& limits, value const* around);
    /// By which links go over; it must stay as long as this.
    void rewrite_links(link_rewriter const& by) { links_ = &by; }
    /// The same for those in the answer of a call, by the step that leads into it: `customer:`.
    void rewrite_links_of(std::string_view call, link_rewriter const& by) {
        call_links_.emplace_back(call, &by);
    }
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
        /// Of elements that lie in lists side by side: those, in the order in which they were begun.
        std::vector<std::pair<std::string_view, value*>> lists = {};
    };
    /// A member of the source whose name has a number.
    struct numbered_member {
        path_tree::index list = path_tree::none;
        numbered_name const* pattern = nullptr;
        std::size_t position = 0;
        value const* member = nullptr;
    };
    std::optional<error> run_one(mapping const& m, message_tree source, target_tree target);
    // mapping_documents.cpp
    std::optional<error> read_documents(mapping const& m, message_tree& source);
    void read_documents_for_choice(mapping const& m, message_tree& source);
    std::optional<error> read_document(mapping const& m, message_tree& source,
                                       mapping::placed_document const& one);
    value* with_document(mapping const& m, value const& at, std::span<std::string const> steps,
                         mapping::placed_document const& one, std::optional<error>& failure);
    std::optional<error> write_documents(mapping_level& here);
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
    // mapping_side_by_side.cpp
    std::optional<error> take_list(mapping_level& here, path_tree::index list, numbered_name const& pattern,
                                   value const& member, std::vector<numbered_member>& taken);
    static std::optional<error> check_lists(mapping_level& here, std::vector<numbered_member>& taken);
    value* lists_of_none(mapping_level& here, path_tree::index target);
    std::optional<error> place_in_lists(value& made, list_place& into);
    void finish_lists(mapping_level& here, mapped_field const& field, list_place& into);
    std::optional<error> collect_body(mapping_level& here, value const& body);
    std::optional<error> collect(mapping_level& here, path_tree::index node, value const& container);
    std::optional<error> collect_elements(mapping_level& here, path_tree::index node, value const& list);
    std::optional<error> collect_chosen(mapping_level& here, path_tree::index list, value const& child);
    path_tree::index position_of_next(mapping_level& here, path_tree::index node, value const& element,
                                      std::vector<std::pair<path_tree::index, std::size_t>>& met);
    std::optional<error> finish_tuples(mapping_level& here);
    std::optional<error> collect_child(mapping_level& here, path_tree::index found, value const& child);
    std::optional<error> drop_container(mapping_level& here, path_tree::index node, value const& container);
    std::optional<error> emit(mapping_level& here);
    std::optional<error> emit_special(mapping_level& here, mapped_field const& field);
    std::optional<error> emit_absent(mapping_level& here, mapped_field const& field);
    std::optional<error> fill_in(mapping_level& here, mapped_field const& field, value& made);
    std::optional<error> emit_field(mapping_level& here, mapped_field const& field);
    std::optional<error> emit_said(mapping_level& here, mapped_field const& field);
    link_rewriter const* links_for(mapped_field const& field) const;
    /// emit_field() for a field that is in the source, by its route; false: it has to do it itself.
    bool emit_quickly(mapping_level& here, plain_route const& by, value const& from);
    bool emit_by_rule(mapping_level& here, plain_route const& by, value const& from);
    bool emit_xml_quickly(mapping_level& here, plain_route const& by, value const& from);
    std::optional<error> write(mapping_level& here, mapped_field const& field, value& made);
    std::optional<error> write_at(mapping_level& here, path_tree::index target, value& made);
    // mapping_single.cpp
    value const* list_of_single(value const& from);
    static void leave_single(value& list, dialect spoken);
    // mapping_nothing.cpp
    bool says_nothing(mapping_level& here, mapped_field const& field, path_tree::index node,
                      value const& from);
    std::optional<error> emit_nothing(mapping_level& here, mapped_field const& field);
    std::optional<error> write_nothing(mapping_level& here, mapped_field const& field, path_tree::index node);
    value* make_nothing(mapping_level& here, mapped_field const& field, path_tree::index node);
    std::optional<error> emit_no_elements(mapping_level& here, mapped_field const& field);
    // mapping_split.cpp
    static value const* next_item(value const& item, bool in_array);
    std::optional<error> emit_split(mapping_level& here, mapped_field const& field, value const& from);
    value const* join_element(mapping const& elements, value const& item, std::optional<error>& failure);
    std::optional<error> emit_joined(mapping_level& here, mapped_field const& field, value const& from);
    // mapping_copies.cpp
    std::optional<error> find_copies(mapping_level& here, mapped_field const& field);
    std::optional<error> write_copies(mapping_level& here, mapped_field const& field, value const& made);
    static bool is_written_apart(mapping_level const& here, mapped_field const& field);
    bool say_the_same(value const& a, value const& b);
    // mapping_spread.cpp
    std::optional<error> begin_spreads(mapping_level& here);
    std::optional<error> find_in_elements(mapping_level& here, mapped_field const& field);
    std::optional<error> emit_around(mapping_level& here, mapped_field const& field);
    void end_spreads(mapping_level& here, std::size_t levels_around);
    // mapping_composed.cpp
    bool speaks_for(mapping_level& here, mapped_field const& field, path_tree::index node) const;
    bool is_there(mapping_level& here, mapped_field const& field) const;
    value as_scalar(value const& from);
    std::optional<error> emit_composed(mapping_level& here, mapped_field const& field);
    std::optional<error> emit_parts(mapping_level& here, mapped_field const& field);
    std::optional<error> emit_whole(mapping_level& here, mapped_field const& field);
    std::optional<error> emit_scalar(mapping_level& here, mapped_field const& field, value const& from);
    std::optional<error> emit_list(mapping_level& here, mapped_field const& field, value const& from);
    std::optional<error> emit_objects(mapping_level& here, mapped_field const& field, value const* item,
                                      bool in_array, list_place& into);
    std::optional<error> emit_item(mapping_level& here, mapped_field const& field, value const& item,
                                   list_place& into);
    std::optional<error> emit_rest(mapping_level& here, path_tree::index parent, value const& member);
    std::optional<error> keep(mapping_level& here, rest_place into, path_tree::index from,
                              value const& member);
    void rewrite_link(mapped_field const& field, value& text);
    std::optional<error> convert_page(mapping_level& here, mapped_field const& field, value& made);
    boost::system::result<value*, error> convert_link(mapping_level& here, text_rule const& around,
                                                      value const& from);
    std::optional<error> meets_list(mapping_level& here, rest_place into, path_tree::index from,
                                    value const& member, std::string_view name) const;
    value* convert(mapping_level& here, mapped_field const& field, value const& from,
                   std::optional<error>& failure);
    value& ensure(mapping_level& here, path_tree::index node);
    rest_place place_of_rest(mapping_level& here, path_tree::index from);
    value* make_container(shape of, bool list);
    value* renamed(value const& member, std::string_view name);

    // mapping_notes.cpp. Without a trace they do nothing.
    std::string traced_path(path_tree const& tree, std::size_t side, path_tree::index node) const;
    void note_field(mapping_level& here, mapped_field const& field, trace_step::did what, value const* from,
                    value const* made);
    void note_list(mapping_level& here, mapped_field const& field, std::size_t elements);
    void note_item(mapped_field const& field, value const& item, value const& made);
    void note_key(mapping_level& here, std::string_view key);
    void note_part(mapping_level& here, mapped_field const& field, path_tree::index part, value const& whole,
                   value const& made);
    void note_nothing(mapping_level& here, mapped_field const& field, path_tree::index target,
                      value const* made);
    void note_whole(mapping_level& here, mapped_field const& field, value const& made);
    void note_rest(mapping_level& here, path_tree::index node, value const& member, trace_step::did what);
    void note_absent(mapping_level& here);
    /// The level that is mapped, by side.
    struct traced_level {
        std::array<std::string, 2> paths;
        /// Of elements without a place of their own: what numbers their members have, those around first.
        std::array<std::vector<std::size_t>, 2> numbers;
        std::size_t first_step = 0;
    };
    /// While a list's element is mapped, paths in the trace begin with its own.
    class traced_item {
    public:
        /// `name`: the element's in the source.
        traced_item(mapping_run& run, mapping_level& here, mapped_field const& field, std::string_view name,
                    std::size_t position);
        ~traced_item();
        traced_item(traced_item const&) = delete;
        traced_item& operator=(traced_item const&) = delete;

    private:
        mapping_run& run_;
        traced_level outer_;
    };
    void trace_element(path_tree const& tree, std::size_t side, mapped_field const& field,
                       std::string_view name, std::size_t position, traced_level& made) const;

    direction way_;
    bool keep_rest_;
    document& memory_;
    script_run* scripts_;
    mapping_trace* trace_;
    std::size_t gaps_left_;
    reading_limits limits_;
    rest_carrier carrier_;
    link_rewriter const* links_ = nullptr; ///< of what is being mapped
    std::vector<std::pair<std::string, link_rewriter const*>> call_links_;
    /// What a field of a level around says in elements.
    struct said_in_elements {
        mapped_field const* field = nullptr;
        value const* said = nullptr; ///< null: nothing
        bool is_written = false;
    };
    std::vector<said_in_elements> around_;
    value const** said_ = nullptr; ///< where what is written is noted, instead of being written
    bool wrote_nil_ = false;
    std::size_t dropped_ = 0;
    traced_level level_;
};

} // namespace ficus::acl

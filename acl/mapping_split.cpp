#include "acl/mapping_level.hpp"
#include "acl/mapping_run.hpp"
#include "acl/reading_limits.hpp"

#include <vector>

namespace ficus::acl {
namespace {

std::string due(text_list const& list) {
    return "a text of elements separated by '" + list.options().separator + "' is due";
}

} // namespace

/// One text of a list's elements, or the list of them.
std::optional<error> mapping_run::emit_split(mapping_level& here, mapped_field const& field,
                                             value const& from) {
    auto const node = field.nodes[here.source_side];
    auto const refuse = [&](error_code code, std::string message) {
        return error{code, here.from.path_of(node), std::move(message)};
    };
    if (from.kind == kind::null || (is_nil(from) && !here.from[node].repeated)) {
        auto const target = field.nodes[here.target_side];
        auto const dialect = here.to.dialect_at(target);
        if (!dialect.null || (here.to[target].repeated && dialect.shape != shape::json) ||
            here.to[target].parent == path_tree::none)
            return refuse(error_code::unrepresentable, "null, which '" + here.to.path_of(target) +
                                                           "' cannot hold; say what it is by 'nothing'");
        return write_at(here, target, *memory_.make(kind::null));
    }
    if (here.source_side != field.split_on) return emit_joined(here, field, from);
    auto text = from.text;
    if (from.kind == kind::element) text = element_text(from, memory_);
    if (from.kind == kind::element ? text.data() == nullptr : from.kind != kind::string)
        return refuse(error_code::wrong_type,
                      std::string(describe(from.kind)) + " where " + due(*field.split));
    auto const elements = field.split->split(text, reading_limits{}.max_members);
    if (!elements) return refuse(error_code::limit, elements.error());
    auto* const list = memory_.make(kind::array);
    for (auto const element : *elements) {
        auto* const item = memory_.make(kind::string);
        item->text = element;
        document::append(*list, *item);
    }
    note_field(here, field, trace_step::did::carried, &from, list);
    auto* const trace = std::exchange(trace_, nullptr); // the text is said, and what it became
    auto failure = emit_list(here, field, *list);
    trace_ = trace;
    return failure;
}

/// The text of an element that has fields of its own.
value const* mapping_run::join_element(mapping const& elements, value const& item,
                                       std::optional<error>& failure) {
    auto* const made = memory_.make(kind::object);
    failure = run(elements, {&item, nullptr, true}, {made, nullptr});
    return failure ? nullptr : made;
}

std::optional<error> mapping_run::emit_joined(mapping_level& here, mapped_field const& field,
                                              value const& from) {
    auto const node = field.nodes[here.source_side];
    auto const where = here.from.path_of(node);
    bool const in_array = from.kind == kind::array;
    if (here.from.shape_at(node) == shape::json && !in_array)
        return error{error_code::wrong_type, where,
                     std::string(describe(from.kind)) + " where a list is due"};
    std::vector<std::string_view> texts;
    for (auto const* item = in_array ? from.first : &from; item != nullptr;
         item = next_item(*item, in_array)) {
        std::optional<error> failure;
        auto const* made = field.elements ? join_element(*field.elements, *item, failure)
                                          : convert(here, field, *item, failure);
        if (made == nullptr && !failure) continue; // an element that is there for its attributes
        if (!failure && made->kind == kind::null)
            failure = error{error_code::unrepresentable, {}, "null, which no element of a text can be"};
        if (failure) {
            failure->where = join_paths(here.from.shape_at(node),
                                        where + '[' + std::to_string(texts.size()) + ']', failure->where);
            return failure;
        }
        texts.push_back(made->text);
    }
    std::string joined;
    if (auto const done = field.split->join(texts, joined); !done)
        return error{error_code::unrepresentable, where, done.error()};
    auto& text = *memory_.make_string(joined);
    auto failure = write(here, field, text);
    if (failure && failure->where.empty()) failure->where = where;
    value list;
    list.kind = kind::array;
    list.count = texts.size();
    if (!failure) note_field(here, field, trace_step::did::carried, &list, &text);
    return failure;
}

} // namespace ficus::acl

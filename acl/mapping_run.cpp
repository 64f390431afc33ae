#include "acl/mapping_run.hpp"

#include "acl/mapping_level.hpp"
#include "acl/quoted.hpp"
#include "acl/xml_text.hpp"

#include <algorithm>
#include <utility>

namespace ficus::acl {

/// The next element of a list: json has them in an array, the others repeat a name.
value const* mapping_run::next_item(value const& item, bool in_array) {
    if (in_array) return item.next;
    auto const* next = item.next;
    while (next != nullptr && next->name != item.name) next = next->next;
    return next;
}

std::optional<error> mapping_run::run(mapping const& m, message_tree source, target_tree target) {
    if (!m.has_cases()) return run_one(m, source, target);
    auto asked = source;
    if (m.has_documents()) read_documents_for_choice(m, asked);
    auto const chosen = m.choose(source_index(way_), {asked.body, asked.head, asked.calls});
    if (!chosen) return chosen.error();
    auto const& tree = (*chosen)->tree(target_index(way_));
    // Whoever made the container did not know which of them it would be.
    if (target.body != nullptr && tree.shape() == shape::json)
        target.body->kind = (*chosen)->is_list(target_index(way_)) || tree[path_tree::root].is_array()
                                ? kind::array
                                : kind::object;
    return run_one(**chosen, source, target);
}

std::optional<error> mapping_run::run_one(mapping const& m, message_tree source, target_tree target) {
    if (m.has_documents())
        if (auto failure = read_documents(m, source)) return failure;
    mapping_level here(m, way_, source.body, target.body, source.head, target.head, target.calls, memory_);
    here.speaks_of_body = source.body != nullptr || source.expects_body;
    if (source.head != nullptr)
        if (auto failure = collect(here, path_tree::head, *source.head)) return failure;
    if (source.body != nullptr)
        if (auto failure = collect_body(here, *source.body)) return failure;
    if (source.calls != nullptr)
        if (auto failure = collect(here, path_tree::calls, *source.calls)) return failure;
    auto const levels_around = around_.size();
    if (m.has_spreads())
        if (auto failure = begin_spreads(here)) return failure;
    if (auto failure = emit(here)) return failure;
    if (m.has_spreads()) end_spreads(here, levels_around);
    note_absent(here);
    if (source.body != nullptr && m.is_value(here.target_side) && !here.wrote_value) {
        auto const& only = m.fields()[here.to[path_tree::root].field];
        return refuse(error_code::missing, here.from.path_of(only.nodes[here.source_side]),
                      "is not there, and is all that there would be on the other side");
    }
    if (auto failure = finish_tuples(here)) return failure;
    return m.has_documents() ? write_documents(here) : std::nullopt;
}

/// What was written at positions, in whatever order, becomes a list.
std::optional<error> mapping_run::finish_tuples(mapping_level& here) {
    for (path_tree::index node = 0; here.to.has_tuples() && node < here.to.size(); ++node) {
        if (!here.to[node].is_tuple || here.made[node] == nullptr) continue;
        auto const gaps = count_gaps(*here.made[node]);
        if (gaps > gaps_left_)
            return refuse(error_code::limit, here.to.path_of(node),
                          "the nulls before what is written there are more values than are accepted");
        gaps_left_ -= gaps;
        bool const xml = here.to.shape_at(node) == shape::xml;
        auto const gap = order_positions(*here.made[node], memory_);
        if (!gap && xml) put_in_place(*here.made[here.to[node].parent], *here.made[node]);
        if (!gap || (!xml && here.to.dialect_at(node).null)) continue;
        auto const position = '[' + std::to_string(*gap) + ']';
        return refuse(
            error_code::unrepresentable, here.to.path_of(node) + position,
            xml || here.to.find(node, position) != path_tree::none
                ? "nothing is there, and what comes behind it needs it"
                : "no field names it, and what comes behind it needs it; name it (constant = \"\")");
    }
    return std::nullopt;
}

std::optional<error> mapping_run::emit_field(mapping_level& here, mapped_field const& field) {
    auto const* const around = std::exchange(links_, links_for(field));
    auto failure = emit_said(here, field);
    links_ = around;
    return failure;
}

link_rewriter const* mapping_run::links_for(mapped_field const& field) const {
    if (call_links_.empty() || field.paths[1].where != place::call) return links_;
    for (auto const& [call, by] : call_links_)
        if (field.paths[1].steps.front() == call) return by;
    return links_;
}

std::optional<error> mapping_run::emit_said(mapping_level& here, mapped_field const& field) {
    if (field.constant_on) return emit_special(here, field);
    if (field.composed) return emit_composed(here, field);
    if (!field.copies.empty() && field.copies_on == here.source_side)
        if (auto failure = find_copies(here, field)) return failure;
    auto const node = field.nodes[here.source_side];
    auto const* from = here.seen[node];
    if (from == nullptr) return field.is_special() ? emit_special(here, field) : std::nullopt;
    if (field.nothing && says_nothing(here, field, node, *from)) return emit_nothing(here, field);
    if (field.is_single[here.source_side]) from = list_of_single(*from);
    if (field.split) return emit_split(here, field, *from);
    if (!field.is_list) return emit_scalar(here, field, *from);
    bool const keyed = field.paths[here.source_side].keyed;
    bool const is_empty = keyed && is_empty_list(here.from.dialect_at(node), *from);
    if (here.from.shape_at(node) == shape::json && !is_empty &&
        from->kind != (keyed ? kind::object : kind::array)) {
        if (from->kind == kind::null && !field.paths[here.target_side].numbered &&
            here.to.dialect_at(field.nodes[here.target_side]).null &&
            here.to.shape_at(field.nodes[here.target_side]) == shape::json &&
            here.from[node].parent != path_tree::none &&
            here.to[field.nodes[here.target_side]].parent != path_tree::none) {
            auto const target = field.nodes[here.target_side];
            auto* const made = memory_.make(kind::null);
            document::append(ensure(here, here.to[target].parent), *made, here.to[target].name);
            note_field(here, field, trace_step::did::carried, from, made);
            return std::nullopt;
        }
        return refuse(error_code::wrong_type, here.from.path_of(node),
                      std::string(describe(from->kind)) +
                          (keyed ? " where an object is due" : " where a list is due"));
    }
    return emit_list(here, field, *from);
}

/// What the mapping itself says: a constant, a default, or that something is missing.
std::optional<error> mapping_run::emit_special(mapping_level& here, mapped_field const& field) {
    if (!field.around.empty()) return emit_around(here, field);
    auto const tells = [&](std::size_t side) { return here.speaks_of_body || field.is_outside(side); };
    if (field.constant_on == here.target_side)
        return tells(here.target_side) ? fill_in(here, field, *field.make_constant(memory_)) : std::nullopt;
    auto const node = field.nodes[here.source_side];
    auto const* from = here.seen[node];
    if (!field.constant_on) return is_there(here, field) ? std::nullopt : emit_absent(here, field);
    if (!tells(here.source_side)) return std::nullopt;
    if (from == nullptr)
        return refuse(error_code::missing, here.from.path_of(node),
                      "is not there, where " + field.due() + " is due");
    if (field.is_constant(*from)) {
        note_field(here, field, trace_step::did::checked, from, nullptr);
        return std::nullopt;
    }
    bool const tells_text = !from->is_container() && from->kind != kind::null && from->kind != kind::boolean;
    return refuse(error_code::unknown_value, here.from.path_of(node),
                  (tells_text ? quoted(from->text) : std::string(describe(from->kind))) + " where " +
                      field.due() + " is due");
}

/// A value that the source does not have.
std::optional<error> mapping_run::emit_absent(mapping_level& here, mapped_field const& field) {
    auto const tells = [&](std::size_t side) { return here.speaks_of_body || field.is_outside(side); };
    if (!tells(here.source_side)) return std::nullopt;
    if (field.required)
        return refuse(error_code::missing, here.from.path_of(field.nodes[here.source_side]),
                      "is not there, and must be");
    auto const& text = field.missing[here.target_side];
    if (!tells(here.target_side)) return std::nullopt;
    if (text) return fill_in(here, field, *field.scalar->make(here.target_side, *text, memory_));
    return field.nothing && field.nothing->says(here.source_side, nothing::absent) ? emit_nothing(here, field)
                                                                                   : std::nullopt;
}

std::optional<error> mapping_run::fill_in(mapping_level& here, mapped_field const& field, value& made) {
    auto failure = write(here, field, made);
    if (!failure) note_field(here, field, trace_step::did::filled_in, nullptr, &made);
    return failure;
}

/// A converted scalar without a parent. No value and no failure: there is nothing to write.
value* mapping_run::convert(mapping_level& here, mapped_field const& field, value const& from,
                            std::optional<error>& failure) {
    auto const& rule = *field.scalar;
    if (rule.carries_anything() && !field.script) {
        auto* same = memory_.make(from.kind);
        *same = from;
        rewrite_link(field, *same);
        return same;
    }
    value scalar = from;
    if (from.kind == kind::element) {
        scalar = value{};
        if (!is_nil(from)) {
            scalar.kind = kind::string;
            scalar.text = element_text(from, memory_);
            if (scalar.text.data() == nullptr) {
                failure = refuse(error_code::wrong_type, {}, "elements where text is due");
                return nullptr;
            }
            // Where attributes keep an element alive, it may be there without a value of its own.
            auto const node = field.nodes[here.source_side];
            bool const kept_alive = node == path_tree::root || !here.from[node].children.empty();
            bool const plain_text =
                rule.type_on(here.source_side) == scalar_type::string && rule.conversion().is_nothing();
            if (scalar.text.empty() && kept_alive && !plain_text) return nullptr;
        }
    }
    auto const* around = field.is_link ? rule.conversion().text() : nullptr;
    auto made = around != nullptr ? convert_link(here, *around, scalar)
                : field.script    ? field.script->convert(way_, scalar, *scripts_)
                                  : rule.convert(way_, scalar, memory_);
    if (!made) {
        failure = made.error();
        return nullptr;
    }
    if (*made == nullptr) return nullptr; // a script that returned nothing
    if (field.paging)
        if ((failure = convert_page(here, field, **made))) return nullptr;
    if (here.to.shape_at(field.nodes[here.target_side]) == shape::xml &&
        find_non_xml_character((*made)->text) != std::string_view::npos) {
        failure = refuse(error_code::unrepresentable, {}, "a control character, which XML cannot hold");
        return nullptr;
    }
    if (around == nullptr) rewrite_link(field, **made);
    return *made;
}

/// What stands around a link is none of it.
boost::system::result<value*, error> mapping_run::convert_link(mapping_level& here, text_rule const& around,
                                                               value const& from) {
    if (from.kind == kind::null) return memory_.make(kind::null);
    if (from.kind != kind::string)
        return refuse(error_code::wrong_type, {},
                      std::string(describe(from.kind)) + " where a string is due");
    std::string decoded, written;
    auto const meant = around.side(here.source_side).read(from.text, decoded);
    if (!meant) return meant.error();
    auto const other = links_ == nullptr ? std::nullopt : (*links_)(*meant);
    if (auto done = around.side(here.target_side).write(other ? *other : *meant, written); !done)
        return done.error();
    return memory_.make_string(written);
}

void mapping_run::rewrite_link(mapped_field const& field, value& text) {
    if (!field.is_link || links_ == nullptr || text.kind != kind::string) return;
    if (auto const other = (*links_)(text.text)) text.text = memory_.keep(*other);
}

std::optional<error> mapping_run::emit_scalar(mapping_level& here, mapped_field const& field,
                                              value const& from) {
    auto const source = field.nodes[here.source_side];
    std::optional<error> failure;
    auto* const made = convert(here, field, from, failure);
    if (made != nullptr)
        failure = write(here, field, *made);
    else if (!failure)
        return emit_absent(here, field); // an element that has attributes, and no value
    if (failure && failure->where.empty()) failure->where = here.from.path_of(source);
    if (!failure) note_field(here, field, trace_step::did::carried, &from, made);
    return failure;
}

/// Puts a scalar where the field lives in the target.
std::optional<error> mapping_run::write(mapping_level& here, mapped_field const& field, value& made) {
    if (said_ != nullptr) {
        *said_ = &made;
        return std::nullopt;
    }
    if (is_written_apart(here, field)) return write_copies(here, field, made);
    if (field.copies.empty()) return write_at(here, field.nodes[here.target_side], made);
    value const copied = made; // before it has a place
    if (auto failure = write_at(here, field.nodes[here.target_side], made)) return failure;
    return write_copies(here, field, copied);
}

std::optional<error> mapping_run::write_at(mapping_level& here, path_tree::index target, value& made) {
    auto const& place = here.to[target];
    bool const null = made.kind == kind::null;
    auto const dialect = here.to.dialect_at(target);
    if (null && !dialect.null)
        return refuse(error_code::unrepresentable, {},
                      "null, which '" + here.to.path_of(target) + "' cannot hold; leave it out");
    if (dialect.shape == shape::xml && null && place.name.starts_with('@'))
        return refuse(error_code::unrepresentable, {}, "null, which an attribute cannot hold; leave it out");
    if (target == path_tree::root && dialect.shape == shape::json) {
        auto& whole = *here.made[path_tree::root];
        made.name = whole.name;
        made.next = whole.next;
        whole = made;
        here.wrote_value = true;
        return std::nullopt;
    }
    if (dialect.shape != shape::xml || place.name.starts_with('@')) {
        document::append(ensure(here, place.parent), made, place.name, place.plain_name);
        return std::nullopt;
    }
    auto& element = ensure(here, target);
    if (null) {
        set_nil(element, memory_);
        wrote_nil_ = true;
    } else if (!made.text.empty()) {
        document::append(element, made);
    }
    return std::nullopt;
}

std::optional<error> mapping_run::emit_no_elements(mapping_level& here, mapped_field const& field) {
    auto* const trace = std::exchange(trace_, nullptr); // that there are none is said already
    auto failure = emit_list(here, field, empty_list);
    trace_ = trace;
    return failure;
}

value* mapping_run::make_container(shape of, bool list) {
    if (of == shape::xml && !list) return memory_.make(kind::element);
    return memory_.make(list ? kind::array : kind::object);
}

/// The container at a node of the target, made now if it was not there.
value& mapping_run::ensure(mapping_level& here, path_tree::index node) {
    if (here.made[node] != nullptr) return *here.made[node];
    auto const& place = here.to[node];
    auto const of = here.to.dialect_at(node);
    auto& parent = ensure(here, place.parent);
    if (place.chooses && of.shape == shape::xml) return *(here.made[node] = &parent);
    auto* const container = make_container(of.shape, place.is_array());
    if (place.choice) place.choice->write(*container, of, memory_);
    if (!place.choice)
        document::append(parent, *container, place.name, place.plain_name);
    else
        document::append(parent, *container,
                         of.shape == shape::xml ? std::string_view(here.to[place.parent].name)
                                                : std::string_view{});
    here.made[node] = container;
    return *container;
}

} // namespace ficus::acl

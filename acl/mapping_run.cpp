#include "acl/mapping_run.hpp"

#include "acl/mapping_level.hpp"
#include "acl/quoted.hpp"
#include "acl/xml_text.hpp"

#include <algorithm>
#include <utility>

namespace ficus::acl {
namespace {

/// Stands for a list whose wrapper is there without an element in it.
value const empty_list = [] {
    value list;
    list.kind = kind::array;
    return list;
}();

error refuse(error_code code, std::string where, std::string message) {
    return {code, std::move(where), std::move(message)};
}

/// Stands for an object of no members.
bool is_empty_list(dialect const& spoken, value const& v) {
    return spoken.empty_list && v.kind == kind::array && v.first == nullptr;
}

/// What an object is a list of: in XML the elements.
bool is_member(value const& child, bool xml) {
    return !xml || child.kind == kind::element;
}

} // namespace

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
    if (auto failure = emit(here)) return failure;
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
        if (gap && (xml || !here.to.dialect_at(node).null))
            return refuse(error_code::unrepresentable,
                          here.to.path_of(node) + '[' + std::to_string(*gap) + ']',
                          "nothing is there, and what comes behind it needs it");
    }
    return std::nullopt;
}

std::optional<error> mapping_run::collect_body(mapping_level& here, value const& body) {
    if (here.map.is_value(here.source_side)) {
        here.add_field_event(path_tree::root);
        return std::nullopt;
    }
    bool const list = here.map.is_list(here.source_side);
    bool const array = list || here.from[path_tree::root].is_array();
    auto const& root = here.from[path_tree::root];
    bool const is_other = root.has_document ||
                          (list && here.map.fields()[root.field].is_single[here.source_side]) ||
                          (!array && is_empty_list(here.from.dialect(), body));
    if (here.from.shape() == shape::json && !is_other && body.kind != (array ? kind::array : kind::object))
        return refuse(error_code::wrong_type, {},
                      std::string(describe(body.kind)) +
                          (array ? " where a list is due" : " where an object is due"));
    if (here.from[path_tree::root].field != path_tree::none) here.add_field_event(path_tree::root);
    return list ? std::nullopt : collect(here, path_tree::root, body);
}

std::optional<error> mapping_run::collect(mapping_level& here, path_tree::index node,
                                          value const& container) {
    auto const& tree = here.from;
    bool const xml = tree.shape_at(node) == shape::xml;
    if (tree[node].is_array() && !xml) return collect_elements(here, node, container);
    std::size_t hint = 0;
    std::vector<numbered_member> numbers;
    std::vector<std::pair<path_tree::index, std::size_t>> several;
    for (auto const* child = container.first; child != nullptr; child = child->next) {
        // An element's text belongs to the field that the element is; between elements it is layout.
        if (xml && child->name.empty() &&
            (tree[node].field != path_tree::none || tree[node].has_document ||
             is_xml_white_space(child->text)))
            continue;
        auto const found = tree.find(node, child->name, hint);
        if (found == path_tree::none) {
            bool is_taken = tree[node].keyed && is_member(*child, xml);
            if (!is_taken && !tree[node].numbered.empty())
                if (auto failure = take_number(here, node, *child, numbers, is_taken)) return failure;
            if (is_taken || (tree[node].choice && tree[node].choice->find(child->name) != nullptr)) continue;
            if (keep_rest_ && node != path_tree::head && !tree[node].keeps_no_rest) {
                here.add_event(node, child);
            } else {
                ++dropped_;
                note_rest(here, node, *child, trace_step::did::dropped);
            }
            continue;
        }
        // Most are scalars that come once; what follows is for all others.
        if (here.seen[found] == nullptr && tree[found].is_leaf()) {
            here.seen[found] = child;
            if (!emit_at_once(here, found, *child)) here.add_field_event(found);
            continue;
        }
        if (xml && tree[found].is_tuple) {
            auto const position = position_of_next(here, found, *child, several);
            if (position != path_tree::none)
                if (auto failure = collect_child(here, position, *child)) return failure;
            continue;
        }
        if (auto failure = collect_child(here, found, *child)) return failure;
    }
    if (!numbers.empty())
        if (auto failure = finish_numbers(here, numbers)) return failure;
    if (tree[node].wraps_list) {
        auto const list =
            tree[node].children.empty() ? tree[node].numbered.front() : tree[node].children.front();
        if (here.seen[list] == nullptr) {
            here.seen[list] = &empty_list;
            here.add_field_event(list);
        }
    }
    return std::nullopt;
}

/// Of one of several elements that are known by their positions; none: it is dropped. `met`: how many of each
/// there were.
path_tree::index mapping_run::position_of_next(mapping_level& here, path_tree::index node,
                                               value const& element,
                                               std::vector<std::pair<path_tree::index, std::size_t>>& met) {
    auto known = std::find_if(met.begin(), met.end(), [&](auto const& one) { return one.first == node; });
    if (known == met.end()) known = met.insert(met.end(), {node, 0});
    auto const found = here.from.find(node, '[' + std::to_string(known->second++) + ']');
    if (found != path_tree::none) return found;
    ++dropped_;
    note_rest(here, here.from[node].parent, element, trace_step::did::dropped);
    return found;
}

/// By their positions, or by what they say. Those that no field names have no place to be kept in.
std::optional<error> mapping_run::collect_elements(mapping_level& here, path_tree::index node,
                                                   value const& list) {
    std::size_t position = 0;
    for (auto const* child = list.first; child != nullptr; child = child->next, ++position) {
        if (here.from[node].chooses) {
            if (auto failure = collect_chosen(here, node, *child)) return failure;
            continue;
        }
        auto const found = here.from.find(node, '[' + std::to_string(position) + ']');
        if (found == path_tree::none) {
            ++dropped_;
            note_rest(here, node, *child, trace_step::did::dropped);
        } else if (auto failure = collect_child(here, found, *child)) {
            return failure;
        }
    }
    return std::nullopt;
}

std::optional<error> mapping_run::collect_chosen(mapping_level& here, path_tree::index list,
                                                 value const& child) {
    auto const found = here.from.choose(list, child);
    if (found != path_tree::none) return collect_child(here, found, child);
    ++dropped_;
    note_rest(here, here.from.shape_at(list) == shape::xml ? here.from[list].parent : list, child,
              trace_step::did::dropped);
    return std::nullopt;
}

std::optional<error> mapping_run::collect_child(mapping_level& here, path_tree::index found,
                                                value const& child) {
    auto const& node = here.from[found];
    if (node.chooses && here.from.shape_at(found) == shape::xml) return collect_chosen(here, found, child);
    if (here.seen[found] != nullptr) {
        if (node.repeated && !node.keyed) return std::nullopt;
        if (node.choice)
            return refuse(error_code::repeated, here.from.path_of(found),
                          "more than one element says so, and one alone is meant");
        return refuse(error_code::repeated, here.from.path_of(found),
                      "appears more than once; if it may, end its paths in [] in the mapping");
    }
    here.seen[found] = &child;
    if (node.field != path_tree::none) here.add_field_event(found);
    if (node.children.empty() && node.numbered.empty() && !node.keyed) return std::nullopt;
    if (here.from.shape_at(found) == shape::json && !node.has_document &&
        child.kind != (node.is_array() ? kind::array : kind::object)) {
        // Null has none of the members that the mapping names.
        if (child.kind == kind::null) return std::nullopt;
        if (!node.is_array() && is_empty_list(here.from.dialect_at(found), child)) return std::nullopt;
        return refuse(error_code::wrong_type, here.from.path_of(found),
                      std::string(describe(child.kind)) +
                          (node.is_array() ? " where a list is due" : " where an object is due"));
    }
    return collect(here, found, child);
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
    auto const tells = [&](std::size_t side) { return here.speaks_of_body || field.is_outside(side); };
    if (field.constant_on == here.target_side)
        return tells(here.target_side) ? fill_in(here, field, field.constant) : std::nullopt;
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
    if (text) return fill_in(here, field, *text);
    return field.nothing && field.nothing->says(here.source_side, nothing::absent) ? emit_nothing(here, field)
                                                                                   : std::nullopt;
}

std::optional<error> mapping_run::fill_in(mapping_level& here, mapped_field const& field,
                                          std::string const& text) {
    auto* const made = field.scalar->make(here.target_side, text, memory_);
    auto failure = write(here, field, *made);
    if (!failure) note_field(here, field, trace_step::did::filled_in, nullptr, made);
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
    auto made =
        field.script ? field.script->convert(way_, scalar, *scripts_) : rule.convert(way_, scalar, memory_);
    if (!made) {
        failure = made.error();
        return nullptr;
    }
    if (*made == nullptr) return nullptr; // a script that returned nothing
    if (here.to.shape_at(field.nodes[here.target_side]) == shape::xml &&
        find_non_xml_character((*made)->text) != std::string_view::npos) {
        failure = refuse(error_code::unrepresentable, {}, "a control character, which XML cannot hold");
        return nullptr;
    }
    rewrite_link(field, **made);
    return *made;
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
        document::append(ensure(here, place.parent), made, place.name);
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
    document::append(parent, *container,
                     !place.choice            ? std::string_view(place.name)
                     : of.shape == shape::xml ? std::string_view(here.to[place.parent].name)
                                              : std::string_view{});
    here.made[node] = container;
    return *container;
}

} // namespace ficus::acl

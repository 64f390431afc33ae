#include "acl/json.hpp"
#include "acl/mapping_level.hpp"
#include "acl/mapping_run.hpp"
#include "acl/mapping_trace.hpp"
#include "acl/numbered_name.hpp"

// What a run says of itself to those who ask.

namespace ficus::acl {
namespace {

std::string cut(std::string_view text) {
    constexpr std::size_t most = 200;
    if (text.size() <= most) return std::string(text);
    auto end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return std::string(text.substr(0, end)) + "...";
}

/// The numbers of a name, the first one first, for elements at those positions.
void write_numbers(std::string& name, std::vector<std::size_t> const& positions) {
    for (auto const position : positions) {
        if (count_numbers(name) == 0) return;
        numbered_name const first(name, 0);
        name = first.write(first.first() + position);
    }
}

/// A name with a number says itself that it is a list.
std::string_view list_mark(field_path const& path) {
    return path.numbered ? "" : path.keyed ? "{}" : "[]";
}

/// Whether a field names the member where a condition holds that does not hold here.
bool is_of_other_case(mapping const& m, std::size_t side, path_tree::index node, std::string_view name) {
    std::vector<std::string_view> steps{name};
    for (; node != path_tree::root && node != path_tree::none; node = m.tree(side)[node].parent)
        steps.emplace_back(m.tree(side)[node].name);
    for (auto const* variant : m.variants()) {
        auto const& tree = variant->tree(side);
        auto at = path_tree::root;
        for (auto step = steps.rbegin(); step != steps.rend() && at != path_tree::none; ++step)
            at = tree.find(at, *step);
        if (variant != &m && at != path_tree::none) return true;
    }
    return false;
}

std::string counted(std::size_t n, std::string_view what) {
    return std::to_string(n) + ' ' + std::string(what) + (n == 1 ? "" : "s");
}

} // namespace

std::string_view to_string(trace_step::did what) {
    using did = trace_step::did;
    switch (what) {
    case did::carried: return "carried";
    case did::filled_in: return "filled in";
    case did::checked: return "checked";
    case did::nothing: return "nothing";
    case did::absent: return "absent";
    case did::kept: return "kept";
    case did::dropped: return "dropped";
    case did::not_met: return "not met";
    }
    return "carried";
}

std::string words_of(value const& v) {
    if (v.kind == kind::array) return counted(v.count, "element");
    if (v.kind == kind::object) return counted(v.count, "member");
    if (v.kind == kind::element) {
        if (is_nil(v)) return "null";
        std::string text;
        for (auto const* child = v.first; child != nullptr; child = child->next) {
            if (child->kind == kind::element) return counted(v.count, "member");
            if (child->name.empty()) text += child->text;
        }
        value said;
        said.kind = kind::string;
        said.text = text;
        return words_of(said);
    }
    value said = v;
    auto const text = cut(v.text);
    said.text = text;
    said.name = {};
    std::string out;
    write_json(said, out);
    return out;
}

std::string mapping_run::traced_path(path_tree const& tree, std::size_t side, path_tree::index node) const {
    bool const is_level = node == path_tree::root || node == path_tree::head || node == path_tree::calls;
    auto inner = is_level ? std::string() : tree.path_of(node);
    write_numbers(inner, level_.numbers[side]);
    return join_paths(tree.shape(), level_.paths[side], inner);
}

void mapping_run::note_field(mapping_level& here, mapped_field const& field, trace_step::did what,
                             value const* from, value const* made) {
    if (trace_ == nullptr) return;
    trace_step step;
    step.what = what;
    step.rules = field.rules;
    if (field.constant_on != here.target_side)
        step.source = traced_path(here.from, here.source_side, field.nodes[here.source_side]);
    if (field.constant_on != here.source_side)
        step.target = traced_path(here.to, here.target_side, field.nodes[here.target_side]);
    for (std::size_t i = field.spreads_alone ? 1 : 0; i < field.spreads.size(); ++i) {
        auto& path = field.copies_on == here.target_side ? step.target : step.source;
        path += ", " + join_paths(here.map.shape(field.copies_on), level_.paths[field.copies_on],
                                  field.spreads[i].text);
    }
    for (auto const& copy : field.copies) {
        if (field.copies_on == here.target_side)
            step.target += ", " + traced_path(here.to, here.target_side, copy.node);
        else if (here.seen[copy.node] != nullptr)
            step.source += ", " + traced_path(here.from, here.source_side, copy.node);
    }
    if (field.paths[here.source_side].repeated) step.source += list_mark(field.paths[here.source_side]);
    if (field.paths[here.target_side].repeated) step.target += list_mark(field.paths[here.target_side]);
    if (from != nullptr) step.value = words_of(*from);
    if (made != nullptr) step.result = words_of(*made);
    trace_->add(std::move(step));
}

void mapping_run::note_list(mapping_level& here, mapped_field const& field, std::size_t elements) {
    if (trace_ == nullptr) return;
    trace_step step;
    step.rules = field.rules;
    step.source = traced_path(here.from, here.source_side, field.nodes[here.source_side]);
    step.source += list_mark(field.paths[here.source_side]);
    step.target = traced_path(here.to, here.target_side, field.nodes[here.target_side]);
    step.target += list_mark(field.paths[here.target_side]);
    step.value = step.result = counted(elements, "element");
    trace_->add(std::move(step));
}

void mapping_run::note_item(mapped_field const& field, value const& item, value const& made) {
    if (trace_ == nullptr) return;
    trace_step step;
    step.rules = field.rules;
    step.source = level_.paths[source_index(way_)];
    step.target = level_.paths[target_index(way_)];
    step.value = words_of(item);
    step.result = words_of(made);
    trace_->add(std::move(step));
}

/// Only now it is known what the element is called in the target.
void mapping_run::note_key(mapping_level& here, std::string_view key) {
    if (trace_ == nullptr) return;
    auto const& outer = level_.paths[here.target_side]; // ends in {}
    auto const named = join_paths(here.to.shape(), outer.substr(0, outer.size() - 2), key);
    for (auto at = level_.first_step; at < trace_->steps.size(); ++at)
        if (auto& path = trace_->steps[at].target; path.starts_with(outer))
            path.replace(0, outer.size(), named);
}

/// One of several values that a text is taken apart into.
void mapping_run::note_part(mapping_level& here, mapped_field const& field, path_tree::index part,
                            value const& whole, value const& made) {
    if (trace_ == nullptr) return;
    trace_step step;
    step.rules = field.rules;
    step.source = traced_path(here.from, here.source_side, field.nodes[here.source_side]);
    step.target = traced_path(here.to, here.target_side, part);
    step.value = words_of(whole);
    step.result = words_of(made);
    trace_->add(std::move(step));
}

/// There is no value, which the target is told at that place. Of several parts that it would be, each is
/// told.
void mapping_run::note_nothing(mapping_level& here, mapped_field const& field, path_tree::index target,
                               value const* made) {
    if (trace_ == nullptr) return;
    auto const source = field.nodes[here.source_side];
    trace_step step;
    step.what = trace_step::did::nothing;
    step.rules = field.rules;
    step.source = traced_path(here.from, here.source_side, source);
    step.target = traced_path(here.to, here.target_side, target);
    if (auto const* from = here.seen[source]) step.value = words_of(*from);
    if (made != nullptr) step.result = words_of(*made);
    trace_->add(std::move(step));
}

/// A text that was put together.
void mapping_run::note_whole(mapping_level& here, mapped_field const& field, value const& made) {
    if (trace_ == nullptr) return;
    trace_step step;
    step.rules = field.rules;
    step.target = traced_path(here.to, here.target_side, field.nodes[here.target_side]);
    step.result = words_of(made);
    for (auto const& part : field.composed->parts) {
        auto const* from = here.seen[part.node];
        if (from == nullptr) continue;
        auto const separator = step.source.empty() ? "" : ", ";
        step.source += separator + traced_path(here.from, here.source_side, part.node);
        step.value += separator + words_of(*from);
    }
    trace_->add(std::move(step));
}

void mapping_run::note_rest(mapping_level& here, path_tree::index node, value const& member,
                            trace_step::did what) {
    if (trace_ == nullptr) return;
    trace_step step;
    step.what = what;
    step.source = join_paths(here.from.shape(), traced_path(here.from, here.source_side, node), member.name);
    step.value = words_of(member);
    if (is_of_other_case(here.map, here.source_side, node, member.name))
        step.rules = "named only where a 'when' holds that does not hold here";
    trace_->add(std::move(step));
}

/// The fields that nobody came by because the source has nothing for them.
void mapping_run::note_absent(mapping_level& here) {
    if (trace_ == nullptr) return;
    for (auto const& field : here.map.fields()) {
        if (field.constant_on || is_there(here, field)) continue;
        bool const was_told = here.speaks_of_body || (field.is_outside(0) && field.is_outside(1));
        bool const means_nothing = field.nothing && field.nothing->says(here.source_side, nothing::absent);
        if ((field.missing[here.target_side] || means_nothing) && was_told) continue;
        note_field(here, field, trace_step::did::absent, nullptr, nullptr);
    }
    for (auto const& place : here.map.absent(here.source_side)) {
        trace_step step;
        step.what = trace_step::did::absent;
        step.source = join_paths(here.from.shape(), level_.paths[here.source_side],
                                 to_string(place, here.from.shape()));
        step.rules = "{ absent = true }";
        trace_->add(std::move(step));
    }
}

/// The element's own path becomes that of the level.
void mapping_run::trace_element(path_tree const& tree, std::size_t side, mapped_field const& field,
                                std::string_view name, std::size_t position, traced_level& made) const {
    auto const list = field.nodes[side];
    auto const& path = field.paths[side];
    if (path.numbered) {
        made.paths[side] = traced_path(tree, side, tree[list].parent);
        if (tree[list].is_flat) {
            made.numbers[side] = level_.numbers[side];
            made.numbers[side].push_back(position);
        } else {
            auto numbers = level_.numbers[side];
            numbers.push_back(position);
            auto inner = tree[list].patterns.front().text();
            write_numbers(inner, numbers);
            made.paths[side] = join_paths(tree.shape(), made.paths[side], inner);
        }
        return;
    }
    made.paths[side] = traced_path(tree, side, list);
    if (!path.keyed)
        made.paths[side] += '[' + std::to_string(position) + ']';
    else if (name.data() == nullptr)
        made.paths[side] += "{}";
    else
        made.paths[side] = join_paths(tree.shape(), made.paths[side], name);
}

mapping_run::traced_item::traced_item(mapping_run& run, mapping_level& here, mapped_field const& field,
                                      std::string_view name, std::size_t position)
    : run_(run) {
    traced_level inner;
    inner.first_step = run.trace_->steps.size();
    run.trace_element(here.from, here.source_side, field, name, position, inner);
    run.trace_element(here.to, here.target_side, field, {}, position, inner);
    outer_ = std::exchange(run.level_, std::move(inner));
}

mapping_run::traced_item::~traced_item() {
    run_.level_ = std::move(outer_);
}

} // namespace ficus::acl

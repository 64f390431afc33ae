#include "acl/json.hpp"
#include "acl/mapping_level.hpp"
#include "acl/mapping_run.hpp"
#include "acl/mapping_trace.hpp"

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
    case did::absent: return "absent";
    case did::kept: return "kept";
    case did::dropped: return "dropped";
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
    auto const inner = is_level ? std::string() : tree.path_of(node);
    return join_paths(tree.shape(), levels_[side], inner);
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
    if (field.is_list) {
        step.source += "[]";
        step.target += "[]";
    }
    if (from != nullptr) step.value = words_of(*from);
    if (made != nullptr) step.result = words_of(*made);
    trace_->add(std::move(step));
}

void mapping_run::note_list(mapping_level& here, mapped_field const& field, std::size_t elements) {
    if (trace_ == nullptr) return;
    trace_step step;
    step.rules = field.rules;
    step.source = traced_path(here.from, here.source_side, field.nodes[here.source_side]) + "[]";
    step.target = traced_path(here.to, here.target_side, field.nodes[here.target_side]) + "[]";
    step.value = step.result = counted(elements, "element");
    trace_->add(std::move(step));
}

void mapping_run::note_item(mapping_level& here, mapped_field const& field, value const& item,
                            value const& made) {
    if (trace_ == nullptr) return;
    trace_step step;
    step.rules = field.rules;
    step.source = levels_[here.source_side];
    step.target = levels_[here.target_side];
    step.value = words_of(item);
    step.result = words_of(made);
    trace_->add(std::move(step));
}

void mapping_run::note_rest(mapping_level& here, path_tree::index node, value const& member,
                            trace_step::did what) {
    if (trace_ == nullptr) return;
    trace_step step;
    step.what = what;
    step.source = join_paths(here.from.shape(), traced_path(here.from, here.source_side, node), member.name);
    step.value = words_of(member);
    trace_->add(std::move(step));
}

/// The fields that nobody came by because the source has nothing for them.
void mapping_run::note_absent(mapping_level& here) {
    if (trace_ == nullptr) return;
    for (auto const& field : here.map.fields()) {
        if (field.constant_on || here.seen[field.nodes[here.source_side]] != nullptr) continue;
        bool const was_told = here.speaks_of_body || (field.is_outside(0) && field.is_outside(1));
        if (field.missing[here.target_side] && was_told) continue;
        note_field(here, field, trace_step::did::absent, nullptr, nullptr);
    }
}

mapping_run::traced_item::traced_item(mapping_run& run, mapping_level& here, mapped_field const& field,
                                      std::size_t position)
    : run_(run) {
    auto const at = '[' + std::to_string(position) + ']';
    std::array<std::string, 2> inner;
    inner[here.source_side] =
        run.traced_path(here.from, here.source_side, field.nodes[here.source_side]) + at;
    inner[here.target_side] = run.traced_path(here.to, here.target_side, field.nodes[here.target_side]) + at;
    outer_ = std::exchange(run.levels_, std::move(inner));
}

mapping_run::traced_item::~traced_item() {
    run_.levels_ = std::move(outer_);
}

} // namespace ficus::acl

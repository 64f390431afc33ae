#include "acl/inner_document.hpp"
#include "acl/mapping_level.hpp"
#include "acl/mapping_paths.hpp"
#include "acl/mapping_run.hpp"

#include <algorithm>

// One value of a document that is said in every element of a list of the other side: written into each, and
// of those that say it all must agree. The list's own mapping has a place for it, which is no field of its
// own.

namespace ficus::acl {
namespace {

constexpr std::array<std::string_view, 2> side_names{"legacy", "modern"};

/// The key of the field that a place in an element is of: `fields[1]` of `fields[1].copies`.
std::string_view key_of_field(std::string_view around) {
    return around.substr(0, around.rfind('.'));
}

} // namespace

// Of the mapping.

/// A path through lists, or none where it is another one.
std::optional<boost::system::result<spread_path, std::string>> mapping::read_spread(std::string const& text,
                                                                                    std::size_t side) const {
    if (!split_at_list(text) || text.find(document_mark) != std::string::npos) return std::nullopt;
    using result = boost::system::result<spread_path, std::string>;
    spread_path made;
    made.text = text;
    auto rest = text;
    while (auto const parts = split_at_list(rest)) {
        auto list = parse_path(side, shape(side), parts->first, at_.calls);
        if (!list) return result(list.error());
        if (list->where != acl::place::body || list->numbers > 0 || shape(side) == shape::form)
            return result("the path '" + text + "' leads through '" + parts->first +
                          "', which is no list of elements in the body");
        made.lists.push_back(std::move(*list));
        rest = parts->second;
    }
    auto inner = parse_field_path(shape(side), rest);
    if (!inner) return result(inner.error());
    if (inner->where != acl::place::body || inner->repeated || inner->numbers > 0)
        return result("the path '" + text + "' ends at no place of a single value");
    made.inner = std::move(*inner);
    return result(std::move(made));
}

/// Of a field whose own path leads through a list; false where it cannot be.
bool mapping::note_spread(field_options const& options, mapped_field& field, std::size_t side,
                          std::vector<option_error>& problems) const {
    auto const key = field.key + '.' + std::string(side_names[side]);
    auto const& text = side == 0 ? options.legacy : options.modern;
    auto const& other = side == 0 ? options.modern : options.legacy;
    auto made = read_spread(text, side);
    auto const refuse = [&](std::string why) {
        problems.push_back({key, "the path '" + text + "' " + std::move(why)});
        return false;
    };
    if (!*made) {
        problems.push_back({key, made->error()});
        return false;
    }
    if (options.constant)
        return refuse("leads into every element of a list; put the constant into the list's 'fields'");
    if (split_at_list(other))
        return refuse("has [] before its end; end this path there and put what is below it into 'fields'");
    if (other.ends_with("[]"))
        return refuse(
            "has [] before its end, and '" + other +
            "' is a list, too; what lies in lists side by side is a list of elements so: { legacy = "
            "\"*[]\", modern = \"items[]\", fields = [ { legacy = \"sku[]\", modern = \"sku\" }, ... ] }");
    if (!options.fields.empty() || options.split || options.lua.any() || options.single[0] ||
        options.single[1])
        return refuse(
            "leads into every element of a list, and what is said there is one value; leave 'fields', "
            "'split', 'single' and 'lua' out");
    auto const& on_other = side == 0 ? options.copies.modern : options.copies.legacy;
    if (!on_other.empty())
        return refuse(
            "leads into every element of a list, so that this side says the value several times; the "
            "other one has no copies then");
    field.copies_on = side;
    field.spreads_alone = true;
    field.spreads.insert(field.spreads.begin(), std::move(**made));
    field.paths[side].steps = {text};
    return true;
}

/// Notes what fields of these options ask of lists beside them.
void mapping::note_asked_of_lists(placed_field const& placed) {
    auto const& options = placed.options;
    auto const ask = [&](std::string const& text, std::size_t side, std::string key) {
        auto const parts = split_at_list(text);
        if (!parts || text.find(document_mark) != std::string::npos) return;
        auto list = parse_path(side, shape(side), parts->first, at_.calls);
        if (list)
            asked_.push_back({side, std::move(*list), parts->first, parts->second, std::move(key), false});
    };
    if (!options.around.empty()) {
        bool const legacy = !options.legacy.empty();
        return ask(legacy ? options.legacy : options.modern, legacy ? 0 : 1, options.around);
    }
    if (options.constant || !options.parts.empty() || !options.templates.empty()) return;
    for (std::size_t side = 0; side < 2; ++side) {
        auto const& other = side == 0 ? options.modern : options.legacy;
        if (!split_at_list(other) && !other.ends_with("[]"))
            ask(side == 0 ? options.legacy : options.modern, side,
                placed.key + '.' + std::string(side_names[side]));
        for (auto const& text : side == 0 ? options.copies.legacy : options.copies.modern)
            ask(text, side, placed.key + ".copies");
    }
}

/// The fields of a list's elements, and the places in them that fields around have.
std::vector<field_options> mapping::with_asked(field_options const& options, mapped_field const& field) {
    auto all = options.fields;
    for (auto& one : asked_) {
        auto const& path = field.paths[one.side];
        if (path.steps != one.list.steps || path.where != one.list.where || !path.repeated || path.keyed ||
            path.numbered || !path.documents.empty())
            continue;
        one.is_met = true;
        auto& place = all.emplace_back();
        (one.side == 0 ? place.legacy : place.modern) = one.inner;
        place.around = one.key;
    }
    return all;
}

void mapping::check_asked(std::vector<option_error>& problems) const {
    for (auto const& one : asked_)
        if (!one.is_met)
            problems.push_back(
                {one.key, "'" + one.list_text +
                              "' is the path of no list with 'fields' that is mapped where this is; "
                              "map that list by a field of its own"});
}

/// A place in an element that a field around has.
void mapping::add_place_of_around(placed_field const& placed, std::vector<option_error>& problems) {
    auto const& options = placed.options;
    auto const side = options.legacy.empty() ? std::size_t{1} : std::size_t{0};
    auto const& text = side == 0 ? options.legacy : options.modern;
    if (split_at_list(text)) return; // of a list in the element, which has it among its fields
    auto path = read_path(text, side);
    if (!path) return problems.push_back({options.around, path.error()});
    if (!check_number_of_part(*path, side, text, options.around, problems)) return;
    mapped_field field;
    field.key = options.around;
    field.of_case = placed.of;
    field.around = options.around;
    field.constant_on = side;
    field.paths[side] = std::move(*path);
    has_special_ = true;
    if (auto const node = place(field, side, field.paths[side], options.around, problems))
        field.nodes[side] = *node;
    fields_.push_back(std::move(field));
}

// Of the run.

/// What of the source stands in elements is found before anything is written, and what the target's elements
/// will say before they are made.
std::optional<error> mapping_run::begin_spreads(mapping_level& here) {
    for (auto const& field : here.map.fields()) {
        if (field.spreads.empty()) continue;
        if (field.copies_on == here.source_side) {
            if (auto failure = find_in_elements(here, field)) return failure;
            continue;
        }
        value const* said = nullptr;
        auto* const trace = std::exchange(trace_, nullptr);
        said_ = &said;
        auto failure = emit_field(here, field);
        said_ = nullptr;
        trace_ = trace;
        if (failure) return failure;
        around_.push_back({&field, said, false});
    }
    return std::nullopt;
}

std::optional<error> mapping_run::find_in_elements(mapping_level& here, mapped_field const& field) {
    auto const main = field.nodes[here.source_side];
    auto reference = main;
    for (auto copy = field.copies.begin(); here.seen[reference] == nullptr && copy != field.copies.end();
         ++copy)
        reference = copy->node;
    auto const* first = here.seen[reference];
    auto where = first != nullptr ? here.from.path_of(reference) : std::string();
    bool const is_elsewhere = first != nullptr;
    std::optional<error> failure;
    for (auto const& spread : field.spreads)
        spread.each(here.seen[path_tree::root], [&](value const& one) {
            if (first == nullptr) {
                first = &one;
                where = spread.text;
            } else if (!say_the_same(*first, one)) {
                failure = error{error_code::unknown_value, spread.text,
                                words_of(as_scalar(one)) + " in one element is not what '" + where +
                                    "' says, " + words_of(as_scalar(*first)) + ", and all are one value"};
            }
            return !failure;
        });
    if (!is_elsewhere && first != nullptr && !failure) {
        here.seen[main] = first;
        here.add_field_event(main);
    }
    return failure;
}

/// In an element: what a field around says of all of them.
std::optional<error> mapping_run::emit_around(mapping_level& here, mapped_field const& field) {
    if (field.constant_on == here.source_side) return std::nullopt;
    for (auto outer = around_.rbegin(); outer != around_.rend(); ++outer) {
        if (outer->field->key != key_of_field(field.around)) continue;
        if (outer->said == nullptr) return std::nullopt;
        outer->is_written = true;
        auto* const same = memory_.make(outer->said->kind);
        *same = *outer->said;
        return write_at(here, field.nodes[here.target_side], *same);
    }
    return std::nullopt;
}

/// What the source says in one place, and the target could have in elements alone, of which there were none.
void mapping_run::end_spreads(mapping_level& here, std::size_t levels_around) {
    for (auto one = around_.begin() + static_cast<std::ptrdiff_t>(levels_around); one != around_.end();
         ++one) {
        auto const node = one->field->nodes[here.source_side];
        if (one->said == nullptr || one->is_written || !one->field->spreads_alone ||
            here.seen[node] == nullptr)
            continue;
        ++dropped_;
        note_rest(here, here.from[node].parent, *here.seen[node], trace_step::did::dropped);
    }
    around_.resize(levels_around);
}

} // namespace ficus::acl

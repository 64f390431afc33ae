#include "acl/field_words.hpp"
#include "acl/mapping.hpp"
#include "acl/mapping_paths.hpp"
#include "acl/scalar_text.hpp"

#include <algorithm>

// What fields say beyond one value here and one there: how nothing is said, a list that is one text, a text
// that is several values.

namespace ficus::acl {
namespace {

constexpr std::array<std::string_view, 2> side_names{"legacy", "modern"};

std::string side_key(std::string const& key, std::size_t side) {
    return key + '.' + std::string(side_names[side]);
}

/// The field's own rule gives the empty text a meaning.
bool means_empty(scalar_rule const& rule, std::size_t side) {
    auto const& c = rule.conversion();
    if (c.table() != nullptr) {
        auto const& also = c.table()->also().side(side);
        return std::any_of(
                   c.table()->values().begin(), c.table()->values().end(),
                   [&](auto const& pair) { return (side == 0 ? pair.first : pair.second).empty(); }) ||
               std::any_of(also.begin(), also.end(), [](auto const& pair) { return pair.first.empty(); });
    }
    if (c.boolean() == nullptr || side == 1) return false;
    for (bool const truth : {true, false})
        for (auto const& spelling : c.boolean()->spellings(truth))
            if (spelling.text.empty()) return true;
    return false;
}

} // namespace

std::vector<field_path const*> mapped_field::paths_on(std::size_t side) const {
    std::vector<field_path const*> all;
    if (!composed || composed->parts_on != side) {
        if (!spreads_alone || copies_on != side) all.push_back(&paths[side]);
        for (auto const& copy : copies)
            if (copies_on == side) all.push_back(&copy.path);
        return all;
    }
    for (auto const& part : composed->parts) all.push_back(&part.path);
    return all;
}

void mapping::note_nothing(field_options const& options, mapped_field& field, std::string const& key,
                           std::vector<option_error>& problems) {
    if (!options.nothing) return;
    bool const names_member =
        field.paths[0].where == acl::place::key || field.paths[1].where == acl::place::key;
    if (options.nothing->inherited && (field.is_list || names_member)) return;
    std::vector<option_error> found;
    std::array<bool, 2> holds_null{};
    for (std::size_t side = 0; side < 2; ++side) {
        auto const& path = field.paths[side];
        auto const spoken = dialect_of(path, dialect(side));
        bool const in_elements = field.spreads_alone && field.copies_on == side;
        auto const& steps = in_elements ? field.spreads.front().inner.steps : path.steps;
        bool const attribute = !steps.empty() && steps.back().starts_with('@');
        holds_null[side] = spoken.null && !(spoken.shape == shape::xml && (attribute || path.repeated)) &&
                           !(path.repeated && path.steps.empty()) && !path.numbered &&
                           path.where != acl::place::key;
        auto const& ways = side == 0 ? options.nothing->legacy : options.nothing->modern;
        for (auto const& way : ways) {
            if (way.as == nothing::value && path.repeated)
                found.push_back({side_key("nothing", side), "a list has no value that stands for none; write "
                                                            "\"null\", \"empty\" or \"absent\""});
            if (way.as == nothing::empty && field.scalar && !path.repeated &&
                means_empty(*field.scalar, side))
                found.push_back({side_key("nothing", side), "the empty text has a meaning in 'values' or "
                                                            "'boolean' already; take it out of one of them"});
        }
    }
    if (field.constant_on)
        found.push_back({"nothing", "a constant always says something; leave 'nothing' out"});
    auto policy = nothing_policy::compile(*options.nothing, holds_null);
    if (!policy)
        for (auto& problem : policy.error())
            found.push_back({"nothing." + problem.key, std::move(problem.message)});
    if (found.empty())
        field.nothing = std::move(*policy);
    else if (!options.nothing->inherited)
        for (auto& problem : found) problems.push_back({key + '.' + problem.key, std::move(problem.message)});
    has_special_ |= field.is_special();
}

/// A list of no elements is there only where something says so.
void mapping::check_empty_lists(std::vector<option_error>& problems) const {
    for (auto const& field : fields_)
        for (std::size_t side = 0; side < 2; ++side) {
            if (!field.nothing || !field.paths[side].repeated || !field.nothing->says(side, nothing::empty))
                continue;
            auto const& tree = trees_[side];
            auto const& node = tree[field.nodes[side]];
            bool const numbered = field.paths[side].numbered && !field.paths[side].side_by_side;
            if (field.paths[side].keyed || (tree.shape_at(field.nodes[side]) == shape::json && !numbered))
                continue;
            if (node.parent != path_tree::none && tree[node.parent].wraps_list) continue;
            problems.push_back({side_key(field.key + ".nothing", side),
                                "nothing there says that a list is empty; write \"absent\", or give the list "
                                "a wrapper of its own, as in Lines/Line[]"});
        }
}

void mapping::note_single(field_options const& options, mapped_field& field, std::string const& key,
                          std::vector<option_error>& problems) const {
    field.is_single = options.single;
    for (std::size_t side = 0; side < 2; ++side) {
        auto const& path = field.paths[side];
        bool const is_list = path.repeated && !path.keyed && !path.numbered;
        if (!options.single[side] || (is_list && dialect_of(path, dialect(side)).shape == shape::json))
            continue;
        problems.push_back(
            {key + ".single", "'single' is of a list of json, whose path ends in [], and the " +
                                  std::string(side_names[side]) +
                                  " path is none: elsewhere an element that repeats is one of itself"});
    }
}

/// False where the field cannot be what it says.
bool mapping::note_split(field_options const& options, mapped_field& field, std::string const& key,
                         std::vector<option_error>& problems) {
    auto const before = problems.size();
    auto const here = key + ".split";
    field.split_on = options.split->legacy ? 0 : 1;
    auto const other = 1 - field.split_on;
    auto const& said = field.split_on == 0 ? options.split->legacy : options.split->modern;
    if (options.split->legacy.has_value() == options.split->modern.has_value()) {
        problems.push_back({here, "say which side has the list as one text, and what stands between the "
                                  "elements: split = { legacy = \";\" }"});
        return false;
    }
    if (auto made = text_list::compile(*said))
        field.split = std::move(*made);
    else
        for (auto& problem : made.error())
            problems.push_back({side_key(here, field.split_on), std::move(problem.message)});
    if (field.paths[field.split_on].repeated)
        problems.push_back({side_key(key, field.split_on),
                            "'split' takes this one text apart, so that it does not repeat; leave [] out"});
    if (field.paths[other].keyed || field.is_flat[other])
        problems.push_back({side_key(key, other),
                            "'split' makes a list whose elements have no names; end the "
                            "path in []"});
    else if (!field.paths[other].repeated && !field.constant_on)
        problems.push_back({side_key(key, other), "'split' makes a list here; end the path in []"});
    if (field.constant_on) problems.push_back({here, "a constant is a scalar, and a list is none"});
    field.is_list = false;
    return problems.size() == before;
}

void mapping::add_composed(placed_field const& placed, std::vector<option_error>& problems) {
    auto const& options = placed.options;
    auto const& key = placed.key;
    auto const before = problems.size();
    auto const refuse = [&](std::string const& member, std::string message) {
        problems.push_back({key + member, std::move(message)});
    };
    mapped_field field;
    field.key = key;
    field.of_case = placed.of;
    field.rules = line_of(words_of(options, 4));
    auto& made = field.composed.emplace();
    made.parts_on = options.legacy.empty() ? 0 : 1;
    auto const text_on = 1 - made.parts_on;
    auto const& text_path = text_on == 0 ? options.legacy : options.modern;
    auto const parts_key = side_key(key, made.parts_on);
    if (options.parts.empty()) {
        refuse(".template", "it names the parts of a text, which live on one of the sides; give that side a "
                            "table of paths: modern = { first = \"name.first\", last = \"name.last\" }");
        return fields_.push_back(std::move(field));
    }
    if (options.templates.empty())
        refuse(".template",
               "say how the parts stand in the text: template = \"{" + options.part_names[0] + "}, {...}\"");
    else if (auto forms = template_choice::compile(options.templates, options.part_names))
        made.forms = std::move(*forms);
    else
        for (auto& problem : forms.error()) refuse(".template", std::move(problem.message));

    if (options.split || !options.fields.empty() || options.missing.legacy || options.missing.modern ||
        options.link || !options.copies.is_empty() || options.single[0] || options.single[1])
        refuse("",
               "a field of several parts has no 'split', 'default', 'link', 'copies', 'single' or 'fields'; "
               "say what there is to say of a part: modern = { year = { path = \"year\", pad = { ... } } }");
    bool const has_script = options.lua.any() || std::any_of(options.parts.begin(), options.parts.end(),
                                                             [](auto const& part) { return part.lua.any(); });
    if (has_script)
        refuse(".lua",
               "a script sees one value, and this field has several parts; leave the template out and say "
               "it in a script of the whole document, the translator's 'lua'");
    auto const text_key = side_key(key, text_on);
    if (auto path = read_path(text_path, text_on); !path)
        problems.push_back({text_key, path.error()});
    else if (path->repeated)
        problems.push_back({text_key, "a text of several parts is one text; leave [] out"});
    else if (check_number_of_part(*path, text_on, text_path, text_key, problems))
        field.paths[text_on] = std::move(*path);
    for (std::size_t i = 0; i < options.parts.size(); ++i) {
        auto const here = parts_key + '.' + options.part_names[i];
        auto part = options.parts[i];
        if (!part.type && !part.legacy_type && !options.says_conversion()) part.type = options.type;
        auto const& part_path = made.parts_on == 0 ? part.legacy : part.modern;
        auto path = read_path(part_path, made.parts_on);
        if (path && path->repeated) path = std::string("a part is one value; leave [] out");
        if (!path) {
            problems.push_back({here, path.error()});
            continue;
        }
        if (!check_number_of_part(*path, made.parts_on, part_path, here, problems)) continue;
        std::array<acl::dialect, 2> held{form_dialect, form_dialect};
        held[made.parts_on] = dialect_of(*path, dialect(made.parts_on));
        auto scalar = scalar_rule::compile(part, held);
        if (scalar)
            made.parts.push_back({std::move(*path), 0, std::move(*scalar)});
        else
            for (auto& problem : scalar.error())
                problems.push_back({here + '.' + problem.key, std::move(problem.message)});
    }
    if (options.says_conversion()) {
        auto said = options;
        said.required = false;
        std::array<acl::dialect, 2> held{form_dialect, form_dialect};
        held[text_on] = dialect_of(field.paths[text_on], dialect(text_on));
        if (auto whole = scalar_rule::compile(said, held))
            made.whole = std::move(*whole);
        else
            for (auto& problem : whole.error())
                problems.push_back({key + '.' + problem.key, std::move(problem.message)});
    }
    if (problems.size() != before) return fields_.push_back(std::move(field));
    field.paths[made.parts_on] = made.parts.front().path;
    field.required = options.required;
    note_nothing(options, field, key, problems);
    has_special_ |= field.is_special();
    place(field, key, problems);
    fields_.push_back(std::move(field));
}

} // namespace ficus::acl

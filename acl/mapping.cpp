#include "acl/mapping.hpp"

#include "acl/field_words.hpp"
#include "acl/mapping_paths.hpp"
#include "acl/quoted.hpp"
#include "acl/scalar_text.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace ficus::acl {
namespace {

constexpr std::array<std::string_view, 2> side_names{"legacy", "modern"};

std::string const& path_text(field_options const& options, std::size_t side) {
    return side == 0 ? options.legacy : options.modern;
}

/// What a list may not be together with, and what may not be without a list.
void check_shape(field_options const& options, mapped_field const& field, std::array<dialect, 2> dialects,
                 std::string const& key, std::vector<option_error>& problems) {
    if (field.paths[0].repeated != field.paths[1].repeated) {
        auto const side = field.paths[0].repeated ? 1 : 0;
        problems.push_back({key + '.' + std::string(side_names[side]),
                            "only the " + std::string(side_names[1 - side]) +
                                " path ends in []; what repeats on one side repeats on both: write '" +
                                path_text(options, side) + "[]', or no [] at all"});
    }
    if (options.fields.empty()) return;
    if (!field.is_list)
        problems.push_back({key + ".fields", "'fields' maps the elements of a list; end both paths in []"});
    if (options.says_scalar())
        problems.push_back(
            {key + ".fields",
             "a list with 'fields' is no scalar; put 'type', 'values' and 'time' on its fields"});
    for (std::size_t side = 0; side < 2; ++side)
        if (dialect_of(field.paths[side], dialects[side]).shape == shape::form && !field.is_flat[side])
            problems.push_back({key + '.' + std::string(side_names[side]),
                                "a form repeats a name, but has no elements with fields of their own; leave "
                                "'fields' out, or "
                                "where the names of those fields have numbers, end this path in {1}"});
}

bool says_key(std::vector<field_options> const& fields, std::size_t side) {
    return std::any_of(fields.begin(), fields.end(), [&](field_options const& field) {
        auto const is_key = [](field_options const& part) {
            return part.legacy == "key()" || part.modern == "key()";
        };
        // Parts of a text are all on one side, and have no path on the other.
        if (path_text(field, side).empty() && std::any_of(field.parts.begin(), field.parts.end(), is_key))
            return true;
        return field.lies_around() ? says_key(field.fields, side) : path_text(field, side) == "key()";
    });
}

/// The names of an object's members are of no use where nothing takes them.
void check_keys(field_options const& options, mapped_field const& field, std::string const& key,
                std::vector<option_error>& problems) {
    bool const alike = field.paths[0].keyed && field.paths[1].keyed && options.fields.empty();
    for (std::size_t side = 0; side < 2 && !alike; ++side)
        if (field.paths[side].keyed && !says_key(options.fields, side))
            problems.push_back(
                {key + '.' + std::string(side_names[side]),
                 "the names of the members have no place on the other side; say it with fields = "
                 "[ { " +
                     std::string(side_names[side]) + " = \"key()\", " + std::string(side_names[1 - side]) +
                     " = \"...\" }, ... ]"});
}

} // namespace

dialect dialect_of(field_path const& path, dialect body) {
    if (!path.documents.empty()) return path.documents.back();
    if (path.where == place::call || path.where == place::request) return path.spoken;
    return path.where == place::body ? body : form_dialect;
}

boost::system::result<field_path, std::string> parse_path(std::size_t side, shape of, std::string_view text,
                                                          std::vector<named_call> const& calls) {
    for (auto const& call : calls) {
        if (call.side != side || !text.starts_with(call.name + ':')) continue;
        auto const behind = text.substr(call.name.size() + 1);
        return call.is_request ? parse_request_path(call.spoken, behind)
                               : parse_call_path(call.name, call.spoken, behind);
    }
    auto path = parse_field_path(of, text);
    bool const names_calls =
        std::any_of(calls.begin(), calls.end(), [](named_call const& c) { return !c.is_request; });
    if (!path || side == 0 || !names_calls || of != shape::json || path->where != place::body) return path;
    auto const first = text.substr(0, text.find_first_of(".['"));
    auto const colon = first.find(':');
    if (colon == std::string_view::npos || text.starts_with("body:")) return path;
    return "the path '" + std::string(text) + "' begins with '" + std::string(first.substr(0, colon)) +
           "', which is none of the calls; name one of them, or quote the member: '" + std::string(first) +
           "'";
}

boost::system::result<mapping, std::vector<option_error>>
mapping::compile(std::vector<field_options> const& fields, std::array<acl::dialect, 2> dialects,
                 std::string const& key, std::vector<named_call> const& calls,
                 std::vector<placed_field> const& said) {
    surroundings at;
    at.calls = calls;
    return compile(fields, dialects, key, at, said);
}

boost::system::result<mapping, std::vector<option_error>>
mapping::compile(std::vector<field_options> const& fields, std::array<acl::dialect, 2> dialects,
                 std::string const& key, surroundings const& at, std::vector<placed_field> const& said) {
    std::vector<option_error> problems;
    auto found = find_cases(fields, key, problems);
    std::ptrdiff_t first = 0;
    for (auto const& one : said) {
        bool const xml = dialects[one.options.legacy.empty() ? 1 : 0].shape == shape::xml;
        found.fields.insert(xml ? found.fields.begin() + first++ : found.fields.end(), one);
    }
    auto around = at;
    around.documents = found.documents;
    auto made = compile(found.select(0), dialects, around, problems);
    if (problems.empty()) made.add_cases(found, problems);
    for (auto& problem : problems) problem.message = without_marks(std::move(problem.message));
    if (!problems.empty()) return problems;
    return made;
}

mapping mapping::compile(std::vector<placed_field> const& fields, std::array<acl::dialect, 2> dialects,
                         surroundings const& at, std::vector<option_error>& problems) {
    mapping made(dialects, at);
    made.check_documents(problems);
    if (!problems.empty()) return made;
    for (auto const& field : fields) made.note_asked_of_lists(field);
    for (auto const& field : fields) made.add(field, problems);
    made.check_asked(problems);
    if (!problems.empty()) return made;
    for (std::size_t side = 0; side < 2; ++side) {
        made.check_numbers(side, problems);
        made.find_wrappers(side);
    }
    made.check_empty_lists(problems);
    made.check_whole_query(problems);
    made.find_page_sizes(problems);
    made.find_counterparts();
    for (std::size_t side = 0; side < 2; ++side) made.find_routes(side);
    return made;
}

/// A path, and whether it may stand where our fields lie.
boost::system::result<field_path, std::string> mapping::read_path(std::string const& text,
                                                                  std::size_t side) const {
    if (text.find(document_mark) != std::string::npos) return read_inner_path(text, side);
    if (at_.side_by_side[side]) return read_list_beside(text, side);
    auto path = parse_path(side, shape(side), text, at_.calls);
    if (!path || path->where == acl::place::body) return path;
    if (path->where == acl::place::key) {
        if (at_.keyed[side]) return path;
        return std::string(
            "the path 'key()' is the name of an object's member; it is for the 'fields' of a list whose path "
            "ends in {} on this side, and a member of that name is written in quotes");
    }
    if (!at_.inner) return path;
    return "the path '" + text +
           "' leads out of the list's element, which has a body alone; put the field beside the list";
}

void mapping::add(placed_field const& placed, std::vector<option_error>& problems) {
    auto const& options = placed.options;
    auto const& key = placed.key;
    if (!options.around.empty()) return add_place_of_around(placed, problems);
    if (!options.templates.empty() || !options.parts.empty()) return add_composed(placed, problems);
    std::array<acl::dialect, 2> const dialects{dialect(0), dialect(1)};
    mapped_field field;
    field.key = key;
    field.of_case = placed.of;
    field.rules = line_of(words_of(options, 4));
    bool readable = true;
    if (options.constant) readable = note_constant(options, field, key, problems);
    for (std::size_t side = 0; side < 2; ++side) {
        if (field.constant_on && side != *field.constant_on) continue;
        if (read_spread(path_text(options, side), side)) {
            readable &= note_spread(options, field, side, problems);
            continue;
        }
        auto path = read_path(path_text(options, side), side);
        if (path) {
            field.paths[side] = std::move(*path);
        } else {
            readable = false;
            problems.push_back({key + '.' + std::string(side_names[side]), path.error()});
        }
    }
    bool const of_call = field.paths[1].where == acl::place::call;
    if (options.constant && field.paths[field.constant_on.value_or(1)].where == acl::place::request)
        problems.push_back({key + (placed.is_tag ? "" : ".constant"),
                            std::string("a request is its client's, and nothing is asked of it here; ") +
                                (placed.is_tag ? "leave the condition out" : "leave the field out")});
    if (of_call && options.constant)
        problems.push_back({key + (placed.is_tag ? "" : ".constant"),
                            std::string("a call's answer is asked for nothing that the mapping knows; ") +
                                (placed.is_tag ? "leave the condition out" : "leave the field out")});
    if (readable) readable = note_numbers(options, field, key, problems);
    if (readable && field.empty_constant) check_empty_constant(field, key, problems);
    field.is_list = field.paths[0].repeated || field.paths[1].repeated;
    if (readable) note_single(options, field, key, problems);
    if (options.split && readable) readable = note_split(options, field, key, problems);
    if (readable && !field.constant_on && !field.split && check_beside(field, problems)) {
        check_shape(options, field, dialects, key, problems);
        check_keys(options, field, key, problems);
    }
    if (options.fields.empty()) {
        auto said = options;
        if (options.constant && options.constant->type != scalar_type::string)
            said.type = options.constant->type;
        if (options.paging) said.type = scalar_type::integer;
        std::array<acl::dialect, 2> held{dialect_of(field.paths[0], dialects[0]),
                                         dialect_of(field.paths[1], dialects[1])};
        if (field.split) held[field.split_on] = form_dialect; // what stands in a text is text
        auto scalar = scalar_rule::compile(said, held);
        if (scalar) {
            field.scalar = std::move(*scalar);
            note_specials(options, field, key, problems);
        } else {
            for (auto& problem : scalar.error())
                problems.push_back({key + '.' + problem.key, std::move(problem.message)});
        }
    } else {
        auto const of_elements = [&](std::size_t side) {
            if (field.split && side == field.split_on) return plain_dialect;
            bool const own = !field.paths[side].documents.empty() || (side == 1 && of_call);
            return own ? dialect_of(field.paths[side], dialects[side]) : dialects[side];
        };
        auto elements = compile(with_asked(options, field), {of_elements(0), of_elements(1)}, key + ".fields",
                                elements_of(field));
        if (elements) {
            field.elements = std::make_unique<mapping>(std::move(*elements));
            if (field.split && !field.elements->is_value(field.split_on))
                problems.push_back({key + ".fields",
                                    "an element of a text is one text, whose path is 'value()'; "
                                    "say what it is made of by a template of that"});
            has_links_ = has_links_ || field.elements->has_links_;
            has_documents_ = has_documents_ || field.elements->has_documents_;
        } else {
            for (auto& problem : elements.error()) problems.push_back(std::move(problem));
        }
    }
    if (options.link) note_link(options, field, key, problems);
    if (options.paging) note_paging(options, field, key, problems);
    if (options.lua.any()) note_script(options, field, key, problems);
    has_scripts_ |= field.script.has_value() || (field.elements && field.elements->has_scripts());
    if (readable) note_nothing(options, field, key, problems);
    if (readable && !options.copies.is_empty()) note_copies(options, field, key, problems);
    has_spreads_ |= !field.spreads.empty();
    if (readable) place(field, key, problems);
    field.maps_objects = field.elements && !field.elements->has_cases();
    for (std::size_t side = 0; side < 2; ++side)
        if (field.maps_objects)
            field.maps_objects = !field.paths[side].keyed && !field.paths[side].numbered &&
                                 !field.is_flat[side] && !field.is_single[side] &&
                                 !field.elements->is_list(side) &&
                                 !field.elements->tree(side)[path_tree::root].is_array();
    fields_.push_back(std::move(field));
}

void mapping::note_link(field_options const& options, mapped_field& field, std::string const& key,
                        std::vector<option_error>& problems) {
    field.is_link = has_links_ = true;
    bool const text = options.type.value_or(scalar_type::string) == scalar_type::string &&
                      options.legacy_type.value_or(scalar_type::string) == scalar_type::string;
    bool const around =
        options.text && !options.text->legacy.changes_text() && !options.text->modern.changes_text();
    auto others = options;
    if (around) others.text.reset();
    if (!text || options.constant || options.split || options.lua.any() || others.says_conversion())
        problems.push_back({key + ".link",
                            "a link is a text that nothing else is done to but what stands around "
                            "it ('trim', 'prefix', 'suffix'); leave the field's other options "
                            "out, or this one"});
}

void mapping::note_specials(field_options const& options, mapped_field& field, std::string const& key,
                            std::vector<option_error>& problems) {
    field.required = options.required;
    field.missing = {options.missing.legacy, options.missing.modern};
    has_special_ |= field.is_special();
    for (std::size_t side = 0; side < 2; ++side) {
        if (!field.missing[side]) continue;
        auto const type = field.scalar->type_on(side);
        if (!is_of_type(type, *field.missing[side]))
            problems.push_back({key + ".default." + std::string(side_names[side]),
                                quoted(*field.missing[side]) + " is not " + std::string(name_of(type)) +
                                    ", which the field is there"});
        if (options.required)
            problems.push_back(
                {key + ".required", "a value that must be there needs no default; leave one of the two out"});
        if (field.is_list || field.split)
            problems.push_back({key + ".default", "a list has no default; leave it out"});
    }
}

void mapping::note_script(field_options const& options, mapped_field& field, std::string const& key,
                          std::vector<option_error>& problems) {
    auto made = script_rule::compile(
        options, {dialect_of(field.paths[0], dialect(0)), dialect_of(field.paths[1], dialect(1))});
    if (made)
        field.script = std::move(*made);
    else
        for (auto& problem : made.error())
            problems.push_back({key + '.' + problem.key, std::move(problem.message)});
}

void mapping::place(mapped_field& field, std::string const& key, std::vector<option_error>& problems) {
    for (std::size_t side = 0; side < 2; ++side) {
        if (field.constant_on && side != *field.constant_on) continue;
        auto const here = key + '.' + std::string(side_names[side]);
        if (!field.composed || field.composed->parts_on != side) {
            if (field.spreads_alone && field.copies_on == side)
                field.nodes[side] = trees_[side].add_apart(field.spreads.front().text, fields_.size());
            else if (auto const node = place(field, side, field.paths[side], here, problems))
                field.nodes[side] = *node;
            for (auto& copy : field.copies)
                if (field.copies_on == side)
                    if (auto const node = place(field, side, copy.path, key + ".copies", problems))
                        copy.node = *node;
            continue;
        }
        auto& parts = field.composed->parts;
        for (std::size_t i = 0; i < parts.size(); ++i)
            if (auto const node = place(field, side, parts[i].path,
                                        here + '.' + field.composed->forms.names()[i], problems))
                parts[i].node = *node;
        field.nodes[side] = parts.front().node;
    }
}

/// Puts a path of the field that is about to be added into its tree.
std::optional<path_tree::index> mapping::place(mapped_field const& field, std::size_t side,
                                               field_path const& path, std::string const& key,
                                               std::vector<option_error>& problems) {
    auto const index = static_cast<path_tree::index>(fields_.size());
    auto& tree = trees_[side];
    if (auto const other = tree.add(path, index)) {
        auto const ours = "'" + to_string(path, tree.shape());
        if (*other == index) {
            problems.push_back(
                {key, ours + "' overlaps with another part of the same field; each place may have "
                             "one meaning"});
            return std::nullopt;
        }
        auto const& theirs = fields_[*other].paths[side];
        auto const all = fields_[*other].paths_on(side);
        bool const same = std::any_of(all.begin(), all.end(),
                                      [&](field_path const* one) { return one->steps == path.steps; });
        auto const chooses = [](field_path const& one) {
            return std::any_of(one.steps.begin(), one.steps.end(), is_choice);
        };
        auto const of_choices =
            std::string(!same && chooses(path) && chooses(theirs)
                            ? " (elements that are chosen must differ in what one member says)"
                            : "");
        problems.push_back(
            {key, ours +
                      (same ? "' is mapped already by "
                            : "' overlaps with '" + to_string(theirs, tree.shape()) + "' of ") +
                      fields_[*other].key +
                      (field.of_case == fields_[*other].of_case
                           ? "; each place may have one meaning" + of_choices
                           : "; both can be mapped, since nothing in a 'when' excludes it")});
        return std::nullopt;
    }
    if (!path.documents.empty()) note_documents(path, side);
    auto const at = tree.end_of(path, index);
    tree[at].is_flat = field.is_flat[side];
    if (path.numbered && field.is_flat[side]) {
        if (field.elements)
            for (auto const& name : field.elements->names_with_numbers(side))
                tree[at].patterns.push_back(path.side_by_side
                                                ? numbered_name::of_list(numbered_name::list_of(name))
                                                : numbered_name(name, at_.depth[side]));
    } else if (path.numbered) {
        tree[at].patterns.emplace_back(path.steps.back(), at_.depth[side]);
    }
    if (path.where == acl::place::call)
        reaches_calls_ = true;
    else if (path.where != acl::place::body && path.documents.empty())
        outside_[side].push_back(path);
    return at;
}

} // namespace ficus::acl

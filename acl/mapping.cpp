#include "acl/mapping.hpp"

#include "acl/quoted.hpp"
#include "acl/rest_carrier.hpp"
#include "acl/scalar_text.hpp"

#include <map>
#include <set>

namespace ficus::acl {
namespace {

constexpr std::array<std::string_view, 2> side_names{"legacy", "modern"};

std::string const& path_text(field_options const& options, std::size_t side) {
    return side == 0 ? options.legacy : options.modern;
}

dialect dialect_of(field_path const& path, dialect body) {
    return path.where == place::body ? body : form_dialect;
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
        if (dialect_of(field.paths[side], dialects[side]).shape == shape::form)
            problems.push_back(
                {key + '.' + std::string(side_names[side]),
                 "a form repeats a name, but has no elements with fields of their own; leave 'fields' out"});
}

} // namespace

bool mapped_field::is_constant(value const& said) const {
    if (said.kind != kind::element) {
        auto const is_due = scalar->kind_on(*constant_on);
        return said.kind == is_due &&
               (is_due == kind::boolean ? said.truth == (constant == "true") : said.text == constant);
    }
    std::string text;
    for (auto const* child = said.first; child != nullptr; child = child->next) {
        if (child->kind == kind::element) return false;
        if (child->name.empty()) text += child->text;
    }
    constexpr std::string_view layout = " \t\r\n";
    auto const begin = text.find_first_not_of(layout);
    if (begin == std::string::npos) return constant.empty() && !is_nil(said);
    return std::string_view(text).substr(begin, text.find_last_not_of(layout) - begin + 1) == constant ||
           text == constant;
}

boost::system::result<mapping, std::vector<option_error>>
mapping::compile(std::vector<field_options> const& fields, std::array<acl::dialect, 2> dialects,
                 std::string const& key) {
    return compile(fields, dialects, key, false);
}

boost::system::result<mapping, std::vector<option_error>>
mapping::compile(std::vector<field_options> const& fields, std::array<acl::dialect, 2> dialects,
                 std::string const& key, bool inner) {
    mapping made(dialects);
    made.inner_ = inner;
    std::vector<option_error> problems;
    for (std::size_t i = 0; i < fields.size(); ++i)
        made.add(fields[i], key + '[' + std::to_string(i) + ']', problems);
    if (!problems.empty()) return problems;
    made.find_wrappers(0);
    made.find_wrappers(1);
    made.find_counterparts();
    return made;
}

void mapping::add(field_options const& options, std::string const& key, std::vector<option_error>& problems) {
    std::array<acl::dialect, 2> const dialects{dialect(0), dialect(1)};
    mapped_field field;
    bool readable = true;
    if (options.constant) readable = note_constant(options, field, key, problems);
    for (std::size_t side = 0; side < 2; ++side) {
        if (field.constant_on && side != *field.constant_on) continue;
        auto path = parse_field_path(shape(side), path_text(options, side));
        if (path && path->where != acl::place::body && inner_)
            path = "the path '" + path_text(options, side) +
                   "' leads out of the list's element, which has a body alone; put the field beside the list";
        if (path) {
            field.paths[side] = std::move(*path);
        } else {
            readable = false;
            problems.push_back({key + '.' + std::string(side_names[side]), path.error()});
        }
    }
    field.is_list = field.paths[0].repeated || field.paths[1].repeated;
    if (readable && !field.constant_on) check_shape(options, field, dialects, key, problems);
    if (options.fields.empty()) {
        auto said = options;
        if (options.constant && options.constant->type != scalar_type::string)
            said.type = options.constant->type;
        auto scalar = scalar_rule::compile(
            said, {dialect_of(field.paths[0], dialects[0]), dialect_of(field.paths[1], dialects[1])});
        if (scalar) {
            field.scalar = std::move(*scalar);
            note_specials(options, field, key, problems);
            note_link(options, field, key, problems);
        } else {
            for (auto& problem : scalar.error())
                problems.push_back({key + '.' + problem.key, std::move(problem.message)});
        }
    } else {
        auto elements = compile(options.fields, dialects, key + ".fields", true);
        if (elements) {
            field.elements = std::make_unique<mapping>(std::move(*elements));
            has_links_ = has_links_ || field.elements->has_links_;
        } else {
            for (auto& problem : elements.error()) problems.push_back(std::move(problem));
        }
    }
    if (readable) place(field, key, problems);
    fields_.push_back(std::move(field));
}

/// Which side it lives on; false where that cannot be told.
bool mapping::note_constant(field_options const& options, mapped_field& field, std::string const& key,
                            std::vector<option_error>& problems) {
    if (options.legacy.empty() == options.modern.empty()) {
        problems.push_back({key + ".constant",
                            "a constant is what one side alone says; give it a path there, and "
                            "leave the other side's out"});
        return false;
    }
    field.constant_on = options.legacy.empty() ? 1 : 0;
    field.constant = options.constant->text;
    has_special_ = true;
    if (!options.fields.empty() || path_text(options, *field.constant_on).ends_with("[]"))
        problems.push_back({key + ".constant", "a constant is a scalar, and a list is none"});
    return true;
}

void mapping::note_link(field_options const& options, mapped_field& field, std::string const& key,
                        std::vector<option_error>& problems) {
    if (!options.link) return;
    field.is_link = has_links_ = true;
    auto const& rule = *field.scalar;
    bool const text = rule.type().value_or(scalar_type::string) == scalar_type::string;
    if (!text || options.constant || options.xmlrpc || !rule.conversion().is_nothing())
        problems.push_back({key + ".link", "a link is a text that nothing else is done to; leave the field's "
                                           "other options out, or this one"});
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
        if (field.is_list) problems.push_back({key + ".default", "a list has no default; leave it out"});
    }
}

void mapping::place(mapped_field& field, std::string const& key, std::vector<option_error>& problems) {
    auto const index = static_cast<path_tree::index>(fields_.size());
    for (std::size_t side = 0; side < 2; ++side) {
        if (field.constant_on && side != *field.constant_on) continue;
        auto& tree = trees_[side];
        auto const& path = field.paths[side];
        if (auto const other = tree.add(path, index)) {
            auto const& theirs = fields_[*other].paths[side];
            bool const same = theirs.steps == path.steps;
            problems.push_back({key + '.' + std::string(side_names[side]),
                                "'" + to_string(path, tree.shape()) +
                                    (same ? "' is mapped already by "
                                          : "' overlaps with '" + to_string(theirs, tree.shape()) + "' of ") +
                                    key.substr(0, key.rfind('[')) + '[' + std::to_string(*other) +
                                    "]; each place may have one meaning"});
            continue;
        }
        auto at = path.where == acl::place::body ? path_tree::root : path_tree::head;
        for (auto const& step : path.steps) at = tree.find(at, step);
        field.nodes[side] = at;
        if (path.where != acl::place::body) outside_[side].push_back(path);
    }
}

void mapping::find_wrappers(std::size_t side) {
    auto& tree = trees_[side];
    for (auto const& field : fields_) {
        if (!field.is_list || field.constant_on || field.paths[side].steps.empty() || field.is_outside(side))
            continue;
        auto& wrapper = tree[tree[field.nodes[side]].parent];
        bool const is_root = field.paths[side].steps.size() == 1;
        bool const alone = wrapper.children.size() == 1 && wrapper.field == path_tree::none;
        // The root is always there: it says something about the list only where the other side is nothing
        // else.
        wrapper.wraps_list = alone && (!is_root || field.paths[1 - side].steps.empty());
    }
}

/// Containers correspond where the fields inside of both are the same ones and as deep: then what is unmapped
/// in one is kept in the other, and finds its way back.
void mapping::find_counterparts() {
    using node_pair = std::pair<path_tree::index, path_tree::index>;
    std::array<std::map<path_tree::index, std::set<path_tree::index>>, 2> partners;
    partners[0][path_tree::root].insert(path_tree::root);
    partners[1][path_tree::root].insert(path_tree::root);
    for (auto const& field : fields_) {
        if (field.is_outside(0) || field.is_outside(1) || field.constant_on) continue;
        node_pair at{field.nodes[0], field.nodes[1]};
        while (at.first != path_tree::root || at.second != path_tree::root) {
            if (at.first != path_tree::root) at.first = trees_[0][at.first].parent;
            if (at.second != path_tree::root) at.second = trees_[1][at.second].parent;
            partners[0][at.first].insert(at.second);
            partners[1][at.second].insert(at.first);
        }
    }
    for (auto const& [legacy, moderns] : partners[0]) {
        if (moderns.size() != 1 || partners[1][*moderns.begin()].size() != 1) continue;
        trees_[0][legacy].counterpart = *moderns.begin();
        trees_[1][*moderns.begin()].counterpart = legacy;
    }
    // The roots are each other's whatever the fields are.
    trees_[0][path_tree::root].counterpart = trees_[1][path_tree::root].counterpart = path_tree::root;
}

} // namespace ficus::acl

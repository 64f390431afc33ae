#include "acl/json.hpp"
#include "acl/mapping_level.hpp"
#include "acl/mapping_paths.hpp"
#include "acl/mapping_run.hpp"
#include "acl/quoted.hpp"

#include <algorithm>

// One value that a side says in several places: written to all of them; what is there of them must agree.

namespace ficus::acl {
namespace {

bool is_same(value const& a, value const& b) {
    if (a.kind != b.kind) return false;
    if (!a.is_container() || a.kind == kind::element) return a.text == b.text && a.truth == b.truth;
    std::string texts[2];
    write_json(a, texts[0]);
    write_json(b, texts[1]);
    return texts[0] == texts[1];
}

} // namespace

bool mapping_run::say_the_same(value const& a, value const& b) {
    return is_same(as_scalar(a), as_scalar(b));
}

void mapping::note_copies(field_options const& options, mapped_field& field, std::string const& key,
                          std::vector<option_error>& problems) const {
    auto const here = key + ".copies";
    if (!options.copies.legacy.empty() && !options.copies.modern.empty()) {
        problems.push_back(
            {here, "one side alone can say a value several times; leave legacy or modern out"});
        return;
    }
    if (field.constant_on || field.is_list || field.split || field.script) {
        problems.push_back({here,
                            "of a single value that is mapped there may be copies; a constant, a list and "
                            "what a script makes have none: leave it out"});
        return;
    }
    field.copies_on = options.copies.legacy.empty() ? 1 : 0;
    auto const side = field.copies_on;
    auto const held = dialect_of(field.paths[side], dialect(side));
    for (auto const& text : side == 0 ? options.copies.legacy : options.copies.modern) {
        if (auto spread = read_spread(text, side)) {
            if (!*spread)
                problems.push_back({here, spread->error()});
            else if (held != dialect(side))
                problems.push_back({here, "'" + text +
                                              "' is not where the value itself is (the body, or beside "
                                              "it); map it by a field of its own"});
            else
                field.spreads.push_back(std::move(**spread));
            continue;
        }
        auto path = read_path(text, side);
        if (!path) {
            problems.push_back({here, path.error()});
        } else if (path->repeated || path->where == acl::place::key) {
            problems.push_back({here, "'" + text + "' is no place of a single value"});
        } else if (dialect_of(*path, dialect(side)) != held) {
            problems.push_back({here, "'" + text +
                                          "' is not where the value itself is (the body, or beside it); "
                                          "map it by a field of its own"});
        } else if (check_number_of_part(*path, side, text, here, problems)) {
            field.copies.push_back({std::move(*path), 0});
        }
    }
}

/// What the target says in elements alone is written there (emit_around()).
bool mapping_run::is_written_apart(mapping_level const& here, mapped_field const& field) {
    return field.spreads_alone && field.copies_on == here.target_side;
}

/// Of what the source says of the value in several places: the first that is there. An error where another
/// one says something else.
std::optional<error> mapping_run::find_copies(mapping_level& here, mapped_field const& field) {
    auto const main = field.nodes[here.source_side];
    std::vector<path_tree::index> nodes{main};
    for (auto const& copy : field.copies) nodes.push_back(copy.node);
    std::erase_if(nodes, [&](path_tree::index node) { return here.seen[node] == nullptr; });
    if (nodes.empty()) return std::nullopt;
    auto const first = as_scalar(*here.seen[nodes.front()]);
    for (auto const node : nodes) {
        auto const one = as_scalar(*here.seen[node]);
        if (is_same(one, first)) continue;
        return error{error_code::unknown_value, here.from.path_of(node),
                     words_of(one) + " is not what '" + here.from.path_of(nodes.front()) + "' says, " +
                         words_of(first) + ", and both are one value"};
    }
    here.seen[main] = here.seen[nodes.front()];
    return std::nullopt;
}

std::optional<error> mapping_run::write_copies(mapping_level& here, mapped_field const& field,
                                               value const& made) {
    if (field.copies_on != here.target_side) return std::nullopt;
    for (auto const& copy : field.copies) {
        auto* const same = memory_.make(made.kind);
        *same = made;
        if (auto failure = write_at(here, copy.node, *same)) return failure;
    }
    return std::nullopt;
}

} // namespace ficus::acl

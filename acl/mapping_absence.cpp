#include "acl/mapping.hpp"
#include "acl/quoted.hpp"

#include <algorithm>

// Conditions of nothing: that there is nothing in some place, or an object or a list with nothing in it.

namespace ficus::acl {
namespace {

constexpr std::array<std::string_view, 2> side_names{"legacy", "modern"};

std::string key_of(field_case const& found, std::size_t side) {
    return found.key + ".when." + std::string(side_names[side]);
}

} // namespace

void mapping::add_absent(field_case const& found, compiled_case& made, std::vector<option_error>& problems) {
    for (std::size_t side = 0; side < 2; ++side)
        for (auto const& [text, said] : found.when.side(side)) {
            if (!said.absent) continue;
            auto path = read_path(text, side);
            if (!path) {
                problems.push_back({key_of(found, side), path.error()});
                continue;
            }
            if ((path->where != acl::place::body && path->where != acl::place::call) || path->repeated ||
                path->numbers > 0) {
                problems.push_back({key_of(found, side), quoted(text) +
                                                             " is no single place in a body, which "
                                                             "alone can be asked to be absent"});
                continue;
            }
            made.absent[side].push_back(std::move(*path));
        }
}

/// What is mapped would be written to where the other direction asks for nothing.
void mapping::note_absent(field_case const& found, compiled_case const& of,
                          std::vector<option_error>& problems) {
    for (std::size_t side = 0; side < 2; ++side)
        for (auto const& place : of.absent[side]) {
            absent_[side].push_back(place);
            for (auto const& field : fields_) {
                if (field.constant_on && *field.constant_on != side) continue;
                auto const paths = field.paths_on(side);
                if (std::none_of(paths.begin(), paths.end(),
                                 [&](field_path const* one) { return share_a_place(*one, place); }))
                    continue;
                problems.push_back({key_of(found, side),
                                    "'" + to_string(place, shape(side)) + "' is where " + field.key +
                                        " has something; ask on the other side, too, for nothing in that "
                                        "field's place, or let a 'when' of the field exclude this one"});
            }
        }
}

void mapping::check_empty_constant(mapped_field const& field, std::string const& key,
                                   std::vector<option_error>& problems) const {
    auto const side = *field.constant_on;
    auto const spoken = dialect(side);
    if (field.paths[side].where == acl::place::body && spoken.shape == shape::json && spoken.typed) return;
    problems.push_back({key + '.' + std::string(side_names[side]),
                        "only a body of json or xmlrpc has objects and lists with nothing in them; ask for a "
                        "text here"});
}

} // namespace ficus::acl

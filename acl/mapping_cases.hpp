#pragma once

#include "acl/inner_document.hpp"
#include "acl/option_error.hpp"
#include "acl/translator_options.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ficus::acl {

/// A field outside of all groups.
struct placed_field {
    static constexpr std::size_t always = static_cast<std::size_t>(-1);

    field_options options;   ///< without its `when`
    std::string key;         ///< where it stands: `fields[2].fields[0]`
    std::size_t of = always; ///< the case that it is of
    /// Stands for what the case itself says, before the first of its fields.
    bool is_tag = false;
};

/// What is mapped only where `when` is said. All fields of the same conditions are one case.
struct field_case {
    when_options when; ///< sorted; those of the groups around are among them
    std::string key;
};

/// A list of fields without its groups.
struct field_cases {
    /// Which cases hold together; the first is none.
    using set = std::uint64_t;
    static constexpr std::size_t most_cases = 64;
    static constexpr std::size_t most_sets = 256;

    std::vector<placed_field> fields;
    std::vector<inner_document> documents; ///< outer ones first
    std::vector<field_case> cases;
    std::vector<set> sets;

    /// The fields where those cases hold, and the constants that are their tags.
    std::vector<placed_field> select(set holding) const;
};

/// Takes groups and documents within texts apart, of which paths then lead into those, and finds which cases
/// can hold together; two of them cannot where one side would have to say two things in one place. Problems
/// are of conditions that contradict each other, and of cases that one side tells apart and the other does
/// not.
field_cases find_cases(std::vector<field_options> const& fields, std::string const& key,
                       std::vector<option_error>& problems);

/// A condition as a field: a constant of that side.
field_options condition_field(std::size_t side, std::string const& path, constant_options const& said);

} // namespace ficus::acl

#pragma once

#include "acl/suggest.hpp"
#include "acl/translator.hpp"

#include <optional>
#include <vector>

namespace ficus::acl {

/// Where a translator's fields are that a proposal is added to.
enum class suggest_place : std::uint8_t { shared, request, response };
suggest_place place_of_fields(translator_options const& known, std::optional<part> of);
std::vector<field_options> fields_at(translator_options const& known, suggest_place where);
void set_fields(translator_options& known, suggest_place where, std::vector<field_options> fields);
part part_at(suggest_place where, std::optional<part> of);

/// A field with the options of its inner ones.
field_options whole_options(suggested_field const& field);

/// Runs the proposal on all pairs, both ways, and takes out of it (to `withheld`) what does not hold.
void check_suggestion(suggestion& proposed, translator_options const& known, std::optional<part> of,
                      std::vector<suggest_pair const*> const& pairs, reading_limits const& limits);

} // namespace ficus::acl

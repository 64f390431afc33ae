#include "acl/mapping.hpp"
#include "acl/mapping_paths.hpp"
#include "acl/quoted.hpp"
#include "acl/rest_carrier.hpp"
#include "acl/scalar_text.hpp"

#include <algorithm>

// What one side always says, and what a condition asks for.

namespace ficus::acl {

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
    note_spellings(options, field);
    has_special_ = true;
    auto const& text = *field.constant_on == 0 ? options.legacy : options.modern;
    bool const is_list = text.ends_with("[]") && !at_.side_by_side[*field.constant_on];
    if (!options.fields.empty() || is_list)
        problems.push_back({key + ".constant", "a constant is a scalar, and a list is none"});
    return true;
}

void mapping::note_spellings(field_options const& options, mapped_field& field) const {
    auto const side = *field.constant_on;
    auto const& said = *options.constant;
    field.constant = said.text;
    field.denies = said.denies;
    field.empty_constant = said.empty;
    if (said.empty) return;
    if (said.is_condition && said.asks_presence()) return;
    auto const path = read_path(side == 0 ? options.legacy : options.modern, side);
    bool const typed = path && dialect_of(*path, dialect(side)).typed;
    auto const held_as = [&](scalar_type type) { return typed ? kind_of(type) : kind::string; };
    field.spellings.emplace_back(held_as(said.type), said.text);
    for (auto const& [text, type] : said.others) field.spellings.emplace_back(held_as(type), text);
}

bool mapped_field::is_constant(value const& said) const {
    if (empty_constant) return said.kind == *empty_constant && said.first == nullptr;
    if (spellings.empty()) return said.kind != kind::null && !(said.kind == kind::element && is_nil(said));
    if (said.kind != kind::element)
        return std::any_of(spellings.begin(), spellings.end(), [&](auto const& one) {
            return said.kind == one.first &&
                   (one.first == kind::boolean ? said.truth == (one.second == "true")
                                               : said.text == one.second);
        });
    std::string text;
    for (auto const* child = said.first; child != nullptr; child = child->next) {
        if (child->kind == kind::element) return false;
        if (child->name.empty()) text += child->text;
    }
    constexpr std::string_view layout = " \t\r\n";
    auto const begin = text.find_first_not_of(layout);
    auto const trimmed =
        begin == std::string::npos
            ? std::string_view{}
            : std::string_view(text).substr(begin, text.find_last_not_of(layout) - begin + 1);
    return std::any_of(spellings.begin(), spellings.end(), [&](auto const& one) {
        if (begin == std::string::npos) return one.second.empty() && !is_nil(said);
        return trimmed == one.second || text == one.second;
    });
}

value* mapped_field::make_constant(document& into) const {
    return empty_constant ? into.make(*empty_constant) : scalar->make(*constant_on, constant, into);
}

std::string mapped_field::due() const {
    if (empty_constant) return quoted(constant);
    std::string text;
    for (auto const& one : spellings) text += (text.empty() ? "" : " or ") + quoted(one.second);
    return text;
}

} // namespace ficus::acl

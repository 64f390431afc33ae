#include "acl/suggest_match.hpp"

#include "acl/field_path.hpp"
#include "acl/field_words.hpp"
#include "acl/spread_path.hpp"
#include "acl/suggest_known.hpp"
#include "acl/suggest_names.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

/// A path as it is compared: quoted or not, `A/text()` or `A`.
std::string plain_path(shape of, std::string const& path) {
    auto const parsed = parse_field_path(of, path);
    if (!parsed || parsed->where != place::body) return path;
    return to_string(*parsed, of) + (parsed->repeated ? "[]" : "");
}

} // namespace

suggestion suggest_matcher::match(suggest_rows const& rows, std::vector<field_options> const& known) {
    auto found = match_level(rows, known, 0);
    if (budget_.conversions < 3) cut_ = true;
    return found;
}

suggestion suggest_matcher::match_level(suggest_rows const& rows, std::vector<field_options> const& known,
                                        std::size_t depth) {
    suggestion found;
    level here;
    if (depth > 0) here.rows = "element";
    for (std::size_t side = 0; side < 2; ++side)
        here.sides[side] = read_suggest_level(rows.sides[side], dialects_[side],
                                              depth == 0 && names_params_[side], memory_, cut_);
    here.forget();
    take_known(here, known, found, depth);
    match_lists(here, found, depth);
    match_columns(here, found);
    if (depth == 0) find_constants(here, found, rows.sides[0].size());
    list_unexplained(here, found);
    return found;
}

/// What was not found out inside of a list is said of the whole.
void suggest_matcher::take_inner(std::string const& legacy, std::string const& modern, suggestion&& inside,
                                 suggestion& found) const {
    for (auto const& [from, to] :
         {std::pair{&inside.ambiguous, &found.ambiguous}, std::pair{&inside.withheld, &found.withheld}})
        for (auto& line : *from) to->push_back("in " + legacy + " and " + modern + ": " + std::move(line));
    for (std::size_t side = 0; side < 2; ++side)
        for (auto const& path : inside.unexplained[side])
            found.unexplained[side].push_back(
                join_paths(dialects_[side].shape, side == 0 ? legacy : modern, path));
}

/// What fields beside a list say in its elements is taken there, too.
void suggest_matcher::add_places_of(std::vector<field_options> const& beside,
                                    std::array<std::string, 2> const& list,
                                    std::vector<field_options>& inner) const {
    for (auto const& field : beside)
        for (std::size_t side = 0; side < 2; ++side) {
            auto paths = side == 0 ? field.copies.legacy : field.copies.modern;
            paths.push_back(side == 0 ? field.legacy : field.modern);
            for (auto const& text : paths) {
                auto parts = split_at_list(text);
                auto const of = dialects_[side].shape;
                if (!parts || plain_path(of, parts->first) != plain_path(of, list[side])) continue;
                (side == 0 ? inner.emplace_back().legacy : inner.emplace_back().modern) =
                    std::move(parts->second);
            }
        }
}

/// What is mapped already is out of the question; what lies in a known list may still be missing there.
void suggest_matcher::take_known(level& here, std::vector<field_options> const& known, suggestion& found,
                                 std::size_t depth) {
    for (std::size_t side = 0; side < 2; ++side) {
        auto const taken = taken_places(known, side, dialects_[side].shape);
        auto const is_taken = [&](auto const& one) {
            return taken.holds(plain_path(dialects_[side].shape, one.path));
        };
        std::erase_if(here.sides[side].columns, is_taken);
        std::erase_if(here.sides[side].lists, is_taken);
    }
    for (auto const& field : known) {
        std::array<suggest_list const*, 2> lists{};
        for (std::size_t side = 0; side < 2; ++side) {
            auto const of = dialects_[side].shape;
            auto const path = plain_path(of, side == 0 ? field.legacy : field.modern);
            if (path.empty()) continue;
            if (path.ends_with("[]")) here.sides[side].adopt(path);
            auto& level = here.sides[side];
            std::erase_if(level.columns, [&](auto const& column) {
                auto const theirs = plain_path(of, column.path);
                return theirs == path ||
                       (!level.flat && field.constant == std::nullopt && is_below(theirs, path) &&
                        !theirs.substr(path.size()).starts_with("/@"));
            });
            for (auto const& list : level.lists)
                if (plain_path(of, list.path) == path) lists[side] = &list;
        }
        if (!field.fields.empty() && lists[0] != nullptr && lists[1] != nullptr && depth < deepest) {
            suggest_rows rows;
            for (std::size_t row = 0; row < lists[0]->items.size(); ++row) {
                auto const& one = lists[0]->items[row];
                auto const& other = lists[1]->items[row];
                if (!one || !other || one->size() != other->size()) continue;
                for (std::size_t i = 0; i < one->size(); ++i) {
                    if (!(*one)[i]->is_container() || !(*other)[i]->is_container()) continue;
                    rows.sides[0].push_back((*one)[i]);
                    rows.sides[1].push_back((*other)[i]);
                }
            }
            if (!rows.sides[0].empty()) {
                auto inner = field.fields;
                add_places_of(known, {lists[0]->path, lists[1]->path}, inner);
                auto inside = match_level(rows, inner, depth + 1);
                suggested_field extension;
                extension.options.legacy = field.legacy;
                extension.options.modern = field.modern;
                extension.inner = std::move(inside.fields);
                if (!extension.inner.empty()) found.extensions.push_back(std::move(extension));
                take_inner(field.legacy, field.modern, std::move(inside), found);
            }
        }
        for (std::size_t side = 0; side < 2; ++side) {
            auto const of = dialects_[side].shape;
            auto const path = plain_path(of, side == 0 ? field.legacy : field.modern);
            if (path.empty()) continue;
            std::erase_if(here.sides[side].lists, [&](auto const& list) {
                auto const theirs = plain_path(of, list.path);
                return theirs == path || theirs == path + "[]";
            });
        }
    }
    here.forget();
}

/// What one side always says, and the other never.
void suggest_matcher::find_constants(level& here, suggestion& found, std::size_t rows) {
    constexpr std::size_t enough = 3;
    if (rows < enough) return;
    for (std::size_t side = 0; side < 2; ++side)
        for (std::size_t i = 0; i < here.sides[side].columns.size(); ++i) {
            if (here.columns_taken[side][i]) continue;
            auto const& column = here.sides[side].columns[i];
            suggest_looks const looks(column.cells);
            if (looks.present != rows || looks.nulls > 0 || looks.distinct.size() != 1) continue;
            suggested_field field;
            auto type = scalar_type::string;
            if (looks.all_booleans) type = scalar_type::boolean;
            if (looks.all_integers) type = scalar_type::integer;
            // A fraction cannot be said as a constant.
            if (looks.all_numbers && !looks.all_integers) continue;
            field.options.constant = constant_options{looks.distinct.front(), type};
            (side == 0 ? field.options.legacy : field.options.modern) = column.path;
            field.evidence.push_back("always this, " + in_all(rows, rows, "pair") +
                                     "; another value will be an error on the way back");
            here.columns_taken[side][i] = true;
            found.fields.push_back(std::move(field));
        }
}

void suggest_matcher::list_unexplained(level const& here, suggestion& found) {
    for (std::size_t side = 0; side < 2; ++side) {
        auto const& level = here.sides[side];
        for (std::size_t i = 0; i < level.columns.size(); ++i)
            if (!here.columns_taken[side][i]) found.unexplained[side].push_back(level.columns[i].path);
        for (std::size_t i = 0; i < level.lists.size(); ++i)
            if (!here.lists_taken[side][i] && level.lists[i].certain)
                found.unexplained[side].push_back(level.lists[i].path);
    }
}

} // namespace ficus::acl

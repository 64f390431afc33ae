#pragma once

#include "acl/suggest.hpp"
#include "acl/suggest_rules.hpp"
#include "acl/suggest_tree.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace ficus::acl {

/// The documents, or elements of a list, that mean the same: a row each.
struct suggest_rows {
    std::array<std::vector<value const*>, 2> sides;
};

/// Finds what corresponds on one level, and in the lists below.
class suggest_matcher {
public:
    suggest_matcher(std::array<dialect, 2> dialects, std::array<bool, 2> names_params, document& memory)
        : dialects_(dialects), names_params_(names_params), memory_(memory) {}

    /// `known`: fields that are there already.
    suggestion match(suggest_rows const& rows, std::vector<field_options> const& known);
    bool was_cut() const { return cut_; }

private:
    struct candidate;
    struct level;
    suggestion match_level(suggest_rows const& rows, std::vector<field_options> const& known,
                           std::size_t depth);
    void add_places_of(std::vector<field_options> const& beside, std::array<std::string, 2> const& list,
                       std::vector<field_options>& inner) const;
    void take_known(level& here, std::vector<field_options> const& known, suggestion& found,
                    std::size_t depth);
    void match_lists(level& here, suggestion& found, std::size_t depth);
    std::optional<candidate> try_lists(suggest_list const& legacy, suggest_list const& modern,
                                       std::size_t depth);
    void match_columns(level& here, suggestion& found);
    class column_choice;
    void find_constants(level& here, suggestion& found, std::size_t rows);
    void list_unexplained(level const& here, suggestion& found);
    void take_inner(std::string const& legacy, std::string const& modern, suggestion&& inside,
                    suggestion& found) const;

    /// Lists in lists are looked into so far.
    static constexpr std::size_t deepest = 6;
    /// Scores that differ by less are equal: names that are a little more alike decide nothing.
    static constexpr double margin = 0.6;
    static double worth(double weight, double similarity) { return weight + 6 * similarity; }
    /// `what`: pairs, or elements of a list.
    static std::string in_all(std::size_t n, std::size_t of, std::string_view what);

    std::array<dialect, 2> dialects_;
    std::array<bool, 2> names_params_;
    document& memory_;
    suggest_budget budget_;
    bool cut_ = false;
};

/// Two paths that agree.
struct suggest_matcher::candidate {
    std::size_t legacy = 0, modern = 0;
    double similarity = 0, score = 0;
    suggest_rule rule;                ///< of lists of scalars
    std::optional<suggestion> inside; ///< of lists of containers
};

struct suggest_matcher::level {
    std::string_view rows = "pair"; ///< what a row is
    std::array<suggest_level, 2> sides;
    std::array<std::vector<bool>, 2> columns_taken, lists_taken;

    void forget() {
        for (std::size_t side = 0; side < 2; ++side) {
            columns_taken[side].assign(sides[side].columns.size(), false);
            lists_taken[side].assign(sides[side].lists.size(), false);
        }
    }
};

} // namespace ficus::acl

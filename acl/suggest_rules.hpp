#pragma once

#include "acl/dialect.hpp"
#include "acl/translator_options.hpp"
#include "acl/value.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ficus::acl {

/// One side's values, a row for each pair of documents or elements; null: there is none.
using suggest_cells = std::vector<value const*>;

/// What a column looks like, found out once.
struct suggest_looks {
    explicit suggest_looks(suggest_cells const& cells);

    suggest_cells const* cells;
    std::size_t present = 0, nulls = 0;
    std::vector<std::string> distinct; ///< texts in the order met, at most `most_distinct`
    bool many = false;                 ///< there are more
    bool all_numbers = true, all_integers = true, all_booleans = true, all_strings = true; ///< by kind
    bool writes_integers = true, writes_numbers = true;                                    ///< by text
    std::optional<acl::note> note;  ///< that all values have: XML-RPC's types
    std::vector<std::string> times; ///< patterns that all texts are of, likeliest first

    static constexpr std::size_t most_distinct = 64;
};

/// How one column becomes another, both ways.
struct suggest_rule {
    field_options options;          ///< without its paths
    std::size_t agreed = 0;         ///< rows where both sides have a value: it holds in all of them
    std::size_t different = 0;      ///< values among them
    bool exact = true;              ///< what comes out is what is there, not only what is meant
    bool comes_back = true;         ///< and on the way back, too
    double weight = 0;              ///< how hard it is for this to be chance
    std::vector<std::string> notes; ///< what a reader should know
};

/// What is allowed to a proposal in all.
struct suggest_budget {
    std::size_t conversions = 4'000'000;
    bool take(std::size_t n) {
        if (n > conversions) return false;
        conversions -= n;
        return true;
    }
};

/// The best rule that holds in every row where both have a value; the rows where only one has are the
/// caller's to judge. `similarity`: of the names, which decides what little evidence is believed. Each rule
/// is tried by the very code that translates.
std::optional<suggest_rule> find_suggest_rule(suggest_looks const& legacy, suggest_looks const& modern,
                                              std::array<dialect, 2> dialects, double similarity,
                                              suggest_budget& budget);

/// Numbers by what they are, texts by their letters.
bool same_value(value const& one, value const& other);

} // namespace ficus::acl

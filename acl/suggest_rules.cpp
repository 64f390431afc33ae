#include "acl/suggest_rules.hpp"

#include "acl/field_words.hpp"
#include "acl/scalar_text.hpp"
#include "acl/suggest_guesses.hpp"
#include "acl/suggest_trial.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

/// How much one value says when it is the same on both sides: `true` little, a long text much.
double weight_of(value const& v) {
    switch (v.kind) {
    case kind::null: return 0;
    case kind::boolean: return 0.5;
    case kind::number: return 0.7 * static_cast<double>(std::min<std::size_t>(v.text.size(), 8));
    default: break;
    }
    return 0.1 + 0.7 * static_cast<double>(std::min<std::size_t>(v.text.size(), 8));
}

constexpr double most_weight = 12;

/// Of the different values in the rows where both have one.
void weigh(suggest_looks const& legacy, suggest_looks const& modern, suggest_rule& rule) {
    std::vector<std::string_view> seen;
    for (std::size_t row = 0; row < modern.cells->size(); ++row) {
        auto const* cell = (*modern.cells)[row];
        if (cell == nullptr || (*legacy.cells)[row] == nullptr || cell->kind == kind::null) continue;
        auto const text = cell->kind == kind::boolean ? (cell->truth ? "true" : "false") : cell->text;
        if (seen.size() >= suggest_looks::most_distinct ||
            std::find(seen.begin(), seen.end(), text) != seen.end())
            continue;
        seen.push_back(text);
        rule.weight = std::min(most_weight, rule.weight + weight_of(*cell));
    }
    rule.different = seen.size();
}

std::string counted(std::size_t n, std::string_view one, std::string_view many) {
    return std::to_string(n) + ' ' + std::string(n == 1 ? one : many);
}

suggest_rule made_of(suggest_guess const& guess, suggest_trial const& trial, suggest_looks const& legacy,
                     suggest_looks const& modern) {
    suggest_rule rule;
    rule.options = guess.options;
    rule.agreed = trial.agreed;
    rule.exact = trial.other_digits == 0 && trial.other_spelling == 0;
    rule.comes_back = trial.not_back == 0;
    rule.notes = guess.notes;
    if (trial.other_digits > 0)
        rule.notes.push_back(counted(trial.other_digits, "number is", "numbers are") +
                             " the same, but written with other digits");
    if (trial.other_spelling > 0)
        rule.notes.push_back(counted(trial.other_spelling, "value means", "values mean") +
                             " the same, but will be written otherwise");
    if (trial.not_back > 0)
        rule.notes.push_back(counted(trial.not_back, "value comes", "values come") +
                             " back in another spelling of the same");
    weigh(legacy, modern, rule);
    if (guess.learned > 0) {
        // What a table was learned from proves nothing of it; what came again does.
        rule.weight = 0.2 + 0.6 * static_cast<double>(trial.agreed - std::min(trial.agreed, guess.learned));
        rule.weight = std::min(rule.weight, most_weight);
    }
    return rule;
}

int quality(suggest_rule const& rule) {
    return (rule.exact ? 2 : 0) + (rule.comes_back ? 1 : 0);
}

/// Names this much alike need little evidence.
constexpr double sure_by_name = 0.6;

/// Whether the day comes before the month.
bool is_day_first(std::string_view pattern) {
    return pattern.find("%d") < pattern.find("%m");
}

/// What the pairs do not tell apart.
void note_others(suggest_rule& rule, std::vector<time_options> const& others) {
    if (!rule.options.time) return;
    auto const& said = *rule.options.time;
    std::vector<std::string> zones;
    bool turned = false;
    for (auto const& other : others) {
        if (other.legacy == said.legacy && other.modern == said.modern)
            zones.push_back(other.zone);
        else if (is_day_first(other.legacy) != is_day_first(said.legacy) && !turned) {
            turned = true;
            rule.notes.push_back("AMBIGUOUS: no pair tells the day from the month; legacy = " +
                                 toml_string(other.legacy) + " holds as well");
        }
    }
    if (zones.empty()) return;
    std::string text = "the pairs do not tell its zone from ";
    constexpr std::size_t most = 3;
    for (std::size_t i = 0; i < zones.size() && i < most; ++i) text += (i == 0 ? "" : ", ") + zones[i];
    if (zones.size() > most) text += " and " + std::to_string(zones.size() - most) + " others";
    rule.notes.push_back(std::move(text));
}

/// What XML-RPC has a type of its own for is written in it again.
void keep_type(suggest_looks const& legacy, suggest_looks const& modern, std::array<dialect, 2> dialects,
               suggest_rule& rule, suggest_budget& budget) {
    auto const note = legacy.note.value_or(note::none) != note::none ? legacy.note : modern.note;
    if (note.value_or(note::none) == note::none || legacy.note == modern.note) return;
    auto options = rule.options;
    options.xmlrpc = note;
    if (note == note::real && !options.type) options.type = scalar_type::number;
    if (try_rule(options, *legacy.cells, *modern.cells, dialects, budget)) rule.options = std::move(options);
}

} // namespace

suggest_looks::suggest_looks(suggest_cells const& all) : cells(&all) {
    for (auto const* cell : all) {
        if (cell == nullptr) continue;
        ++present;
        if (cell->kind == kind::null) {
            ++nulls;
            continue;
        }
        all_numbers &= cell->kind == kind::number;
        all_booleans &= cell->kind == kind::boolean;
        all_strings &= cell->kind == kind::string;
        auto const text =
            std::string(cell->kind == kind::boolean ? (cell->truth ? "true" : "false") : cell->text);
        writes_numbers &= is_of_type(scalar_type::number, text);
        writes_integers &= is_of_type(scalar_type::integer, text);
        if (std::find(distinct.begin(), distinct.end(), text) != distinct.end()) continue;
        if (distinct.size() < most_distinct)
            distinct.push_back(text);
        else
            many = true;
    }
    all_integers = all_numbers && writes_integers;
    for (auto const* cell : all) {
        if (cell == nullptr || cell->kind == kind::null) continue;
        if (!note) note = cell->note;
        if (note != cell->note) note = acl::note::none;
    }
    times = all_booleans ? std::vector<std::string>() : find_time_patterns(distinct);
}

std::optional<suggest_rule> find_suggest_rule(suggest_looks const& legacy, suggest_looks const& modern,
                                              std::array<dialect, 2> dialects, double similarity,
                                              suggest_budget& budget) {
    if (legacy.distinct.empty() || modern.distinct.empty()) return std::nullopt;
    std::optional<suggest_rule> best;
    std::vector<time_options> others; // that hold as well as the best one
    auto const consider = [&](suggest_guess const& guess) {
        // What is learned by heart is the last resort.
        if (best && guess.learned > 0) return false;
        auto const trial = try_rule(guess.options, *legacy.cells, *modern.cells, dialects, budget);
        if (!trial) return false;
        auto rule = made_of(guess, *trial, legacy, modern);
        if (guess.needs_weight > rule.weight && similarity < sure_by_name) return false;
        if (guess.needs_different > rule.different) return false;
        // Guesses come plainest first: another one is only better where it is exact.
        if (best && quality(*best) >= quality(rule)) {
            if (rule.options.time && best->options.time && quality(*best) == quality(rule))
                others.push_back(*rule.options.time);
            return false;
        }
        others.clear();
        best = std::move(rule);
        return quality(*best) == 3 && !best->options.time;
    };
    for (auto const& guess : guess_plain_rules(legacy, modern, dialects))
        if (consider(guess)) break;
    if (!best || quality(*best) < 3)
        for (auto const& guess : guess_rules(legacy, modern, dialects))
            if (consider(guess)) break;
    if (best) note_others(*best, others);
    if (best) keep_type(legacy, modern, dialects, *best, budget);
    return best;
}

} // namespace ficus::acl

#include "acl/field_words.hpp"
#include "acl/suggest_match.hpp"
#include "acl/suggest_names.hpp"

#include <algorithm>

namespace ficus::acl {

std::string suggest_matcher::in_all(std::size_t n, std::size_t of, std::string_view what) {
    if (n == of && n == 1) return "in the one " + std::string(what);
    return "in " + (n == of ? "all " : std::to_string(n) + " of ") + std::to_string(of) + ' ' +
           std::string(what) + 's';
}

/// Which scalars of a level go together. There may be as many candidates as there are pairs of paths: of each
/// only its score is kept, and its rule is found again when it is chosen.
class suggest_matcher::column_choice {
public:
    column_choice(suggest_matcher& matcher, level& here, suggestion& found)
        : matcher_(matcher), here_(here), found_(found) {
        for (std::size_t side = 0; side < 2; ++side)
            for (auto const& column : here.sides[side].columns) looks_[side].emplace_back(column.cells);
    }

    void run() {
        find_all();
        for (auto const& best : all_) {
            if (is_taken(best)) continue;
            auto const rivals = rivals_of(best);
            if (rivals.empty())
                choose(best);
            else
                leave_to_reader(best, rivals);
        }
        // In the legacy documents' order, which is what an XML schema asks for.
        std::stable_sort(chosen_.begin(), chosen_.end(),
                         [](auto const& a, auto const& b) { return a.first < b.first; });
        std::vector<suggested_field> fields;
        for (auto& [at, field] : chosen_) fields.push_back(std::move(field));
        found_.fields.insert(found_.fields.begin(), std::make_move_iterator(fields.begin()),
                             std::make_move_iterator(fields.end()));
        for (auto const& one : partial_) withhold(one);
    }

private:
    struct scored {
        std::size_t legacy = 0, modern = 0;
        double similarity = 0, score = 0;
    };

    std::vector<suggest_column> const& columns(std::size_t side) const { return here_.sides[side].columns; }
    std::optional<suggest_rule> rule_of(scored const& one) {
        return find_suggest_rule(looks_[0][one.legacy], looks_[1][one.modern], matcher_.dialects_,
                                 one.similarity, matcher_.budget_);
    }

    void find_all() {
        for (std::size_t l = 0; l < columns(0).size(); ++l)
            for (std::size_t m = 0; m < columns(1).size(); ++m) {
                auto const& one = columns(0)[l];
                auto const& other = columns(1)[m];
                scored made{l, m, name_similarity(one.path, other.path), 0};
                auto const rule = rule_of(made);
                if (!rule) continue;
                made.score = worth(rule->weight, made.similarity) - (rule->exact ? 0 : 1);
                bool even = true;
                for (std::size_t row = 0; row < one.cells.size(); ++row)
                    even = even && (one.cells[row] == nullptr) == (other.cells[row] == nullptr);
                (even ? all_ : partial_).push_back(made);
            }
        for (auto* each : {&all_, &partial_})
            std::stable_sort(each->begin(), each->end(),
                             [](auto const& a, auto const& b) { return a.score > b.score; });
        by_path_[0].resize(columns(0).size());
        by_path_[1].resize(columns(1).size());
        for (auto const& one : all_) {
            by_path_[0][one.legacy].push_back(&one);
            by_path_[1][one.modern].push_back(&one);
        }
    }

    bool is_taken(scored const& one) const {
        return here_.columns_taken[0][one.legacy] || here_.columns_taken[1][one.modern];
    }
    void take(scored const& one) {
        here_.columns_taken[0][one.legacy] = here_.columns_taken[1][one.modern] = true;
    }

    /// Other candidates for one of the two paths that are as good, by the side on which they differ.
    std::array<std::vector<scored const*>, 2> equals_of(scored const& best) const {
        std::array<std::vector<scored const*>, 2> equals;
        for (std::size_t side = 0; side < 2; ++side)
            for (auto const* other : by_path_[side][side == 0 ? best.legacy : best.modern]) {
                if (other->score <= best.score - margin) break;
                if (other == &best || is_taken(*other) || has_better(1 - side, *other)) continue;
                equals[1 - side].push_back(other);
            }
        return equals;
    }

    /// Whose path is more like somebody else is no rival.
    bool has_better(std::size_t side, scored const& one) const {
        auto const& theirs = by_path_[side][side == 0 ? one.legacy : one.modern];
        return std::any_of(theirs.begin(), theirs.end(), [&](scored const* other) {
            return !is_taken(*other) && other->score >= one.score + margin;
        });
    }

    std::string rivals_of(scored const& best) const {
        constexpr std::size_t most = 5;
        auto const equals = equals_of(best);
        std::string text;
        std::size_t named = 0;
        for (std::size_t side = 0; side < 2; ++side)
            for (auto const* other : equals[side]) {
                if (++named > most) continue;
                auto const& path = columns(side)[side == 0 ? other->legacy : other->modern].path;
                text += " or '" + path + '\'';
            }
        if (named > most) text += " or " + std::to_string(named - most) + " others";
        return text;
    }

    void leave_to_reader(scored const& best, std::string const& rivals) {
        auto const rule = rule_of(best);
        found_.ambiguous.push_back(
            '\'' + columns(0)[best.legacy].path + "' and '" + columns(1)[best.modern].path + '\'' + rivals +
            ": agree " + in_all(rule ? rule->agreed : 0, columns(0)[best.legacy].cells.size(), here_.rows) +
            ", and the names do not tell");
        auto const equals = equals_of(best);
        take(best);
        for (std::size_t side = 0; side < 2; ++side)
            for (auto const* other : equals[side])
                here_.columns_taken[side][side == 0 ? other->legacy : other->modern] = true;
    }

    void choose(scored const& best) {
        auto rule = rule_of(best);
        if (!rule) return;
        take(best);
        auto const& one = columns(0)[best.legacy];
        suggested_field field;
        field.exact = rule->exact && rule->comes_back;
        field.options = std::move(rule->options);
        field.options.legacy = one.path;
        field.options.modern = columns(1)[best.modern].path;
        field.evidence.push_back("agrees " + in_all(rule->agreed, one.cells.size(), here_.rows) + ", with " +
                                 std::to_string(rule->different) +
                                 (rule->different == 1 ? " value" : " different values"));
        for (auto& note : rule->notes) field.evidence.push_back(std::move(note));
        chosen_.emplace_back(best.legacy, std::move(field));
    }

    /// What agrees wherever both have a value, but is not there on both sides each time.
    void withhold(scored const& one) {
        constexpr double least = 3;
        if (is_taken(one) || one.score < least) return;
        auto const rule = rule_of(one);
        if (!rule) return;
        take(one);
        auto const& left = columns(0)[one.legacy];
        auto const& right = columns(1)[one.modern];
        std::array<std::size_t, 2> only{};
        for (std::size_t row = 0; row < left.cells.size(); ++row)
            if ((left.cells[row] == nullptr) != (right.cells[row] == nullptr))
                ++only[left.cells[row] == nullptr ? 1 : 0];
        auto const words = line_of(words_of(rule->options, 6));
        found_.withheld.push_back(
            "{ legacy = " + toml_string(left.path) + ", modern = " + toml_string(right.path) +
            (words.empty() ? "" : ", " + words) + " } agrees " +
            in_all(rule->agreed, left.cells.size(), here_.rows) + ", but " +
            (only[0] > 0 ? std::to_string(only[0]) + " have a value in legacy alone" : "") +
            (only[0] > 0 && only[1] > 0 ? " and " : "") +
            (only[1] > 0 ? std::to_string(only[1]) + " in modern alone" : ""));
    }

    suggest_matcher& matcher_;
    level& here_;
    suggestion& found_;
    std::array<std::vector<suggest_looks>, 2> looks_;
    std::vector<scored> all_, partial_;
    std::array<std::vector<std::vector<scored const*>>, 2> by_path_; ///< of `all_`, best first
    std::vector<std::pair<std::size_t, suggested_field>> chosen_;
};

void suggest_matcher::match_columns(level& here, suggestion& found) {
    column_choice(*this, here, found).run();
}

} // namespace ficus::acl

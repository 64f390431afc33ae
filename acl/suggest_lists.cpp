#include "acl/suggest_match.hpp"
#include "acl/suggest_names.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

constexpr std::size_t most_list_trials = 300;

bool is_leaf(value const& element) {
    for (auto const* child = element.first; child != nullptr; child = child->next)
        if (!child->name.empty()) return false;
    return true;
}

/// An element that holds one other element and nothing else: the other one is what repeats.
bool is_wrapper(suggest_list const& list) {
    if (list.certain || list.holds_scalars) return false;
    for (auto const& items : list.items) {
        if (!items) continue;
        for (auto const* item : *items) {
            std::size_t elements = 0;
            if (item->kind != kind::element) return false;
            for (auto const* child = item->first; child != nullptr; child = child->next) {
                if (child->name.starts_with('@')) return false;
                if (child->kind != kind::element) continue;
                ++elements;
                // One with nothing but text is a field.
                if (is_leaf(*child)) return false;
            }
            if (elements != 1) return false;
        }
    }
    return true;
}

} // namespace

std::optional<suggest_matcher::candidate>
suggest_matcher::try_lists(suggest_list const& legacy, suggest_list const& modern, std::size_t depth) {
    candidate made;
    made.similarity = name_similarity(legacy.path, modern.path);
    std::array<suggest_cells, 2> cells;
    suggest_rows rows;
    bool const scalars = legacy.holds_scalars && modern.holds_scalars;
    std::size_t lists = 0, longest = 0;
    for (std::size_t row = 0; row < legacy.items.size(); ++row) {
        auto const& one = legacy.items[row];
        auto const& other = modern.items[row];
        auto const count = one ? one->size() : 0;
        if (count != (other ? other->size() : 0)) return std::nullopt;
        if (count == 0) continue;
        ++lists;
        longest = std::max(longest, count);
        for (std::size_t i = 0; i < count; ++i) {
            if (scalars) {
                cells[0].push_back(suggest_scalar(*(*one)[i], memory_));
                cells[1].push_back(suggest_scalar(*(*other)[i], memory_));
            } else {
                if (!(*one)[i]->is_container() || !(*other)[i]->is_container()) return std::nullopt;
                rows.sides[0].push_back((*one)[i]);
                rows.sides[1].push_back((*other)[i]);
            }
        }
    }
    if (lists == 0) return std::nullopt;
    if (scalars) {
        suggest_looks const one(cells[0]), other(cells[1]);
        auto rule = find_suggest_rule(one, other, dialects_, made.similarity, budget_);
        if (!rule) return std::nullopt;
        made.score = worth(rule->weight, made.similarity);
        made.rule = std::move(*rule);
    } else {
        if (depth >= deepest) return std::nullopt;
        auto inside = match_level(rows, {}, depth + 1);
        // What has no place in a list's element makes no list.
        if (inside.fields.empty()) return std::nullopt;
        auto const found = static_cast<double>(inside.fields.size());
        auto const missed = static_cast<double>(inside.unexplained[1].size());
        made.score = worth(10 * found / (found + missed) + found, made.similarity);
        made.inside = std::move(inside);
    }
    made.score += longest > 1 ? 2 : 0;
    return made;
}

void suggest_matcher::match_lists(level& here, suggestion& found, std::size_t depth) {
    auto& [legacy, modern] = here.sides;
    std::vector<candidate> all;
    std::size_t trials = 0;
    for (std::size_t l = 0; l < legacy.lists.size(); ++l)
        for (std::size_t m = 0; m < modern.lists.size(); ++m) {
            // Two that were never seen twice are scalars, or objects.
            if (!legacy.lists[l].certain && !modern.lists[m].certain) continue;
            // Nor is an element that has but a text an object.
            if (!legacy.lists[l].certain && legacy.lists[l].holds_scalars && !modern.lists[m].holds_scalars)
                continue;
            if (!modern.lists[m].certain && modern.lists[m].holds_scalars && !legacy.lists[l].holds_scalars)
                continue;
            if (is_wrapper(legacy.lists[l]) || is_wrapper(modern.lists[m])) continue;
            if (++trials > most_list_trials) {
                cut_ = true;
                break;
            }
            auto made = try_lists(legacy.lists[l], modern.lists[m], depth);
            if (!made) continue;
            made->legacy = l;
            made->modern = m;
            all.push_back(std::move(*made));
        }
    std::stable_sort(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.score > b.score; });
    std::array<std::vector<std::string>, 2> adopted;
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto& best = all[i];
        auto const& one = legacy.lists[best.legacy];
        auto const& other = modern.lists[best.modern];
        auto const is_gone = [&](std::size_t side, suggest_list const& list, std::size_t index) {
            auto const path = list.path.substr(0, list.path.size() - 2);
            return here.lists_taken[side][index] ||
                   std::any_of(adopted[side].begin(), adopted[side].end(), [&](std::string const& outer) {
                       return !here.sides[side].flat && (is_below(path, outer) || is_below(outer, path));
                   });
        };
        if (is_gone(0, one, best.legacy) || is_gone(1, other, best.modern)) continue;
        std::string rivals;
        for (std::size_t j = i + 1; j < all.size() && all[j].score > best.score - margin; ++j) {
            bool const same_legacy = all[j].legacy == best.legacy, same_modern = all[j].modern == best.modern;
            if (same_legacy == same_modern) continue;
            auto const side = same_legacy ? 1U : 0U;
            auto const index = same_legacy ? all[j].modern : all[j].legacy;
            auto const& rival = here.sides[side].lists[index];
            if (is_gone(side, rival, index) || best.similarity - all[j].similarity >= 0.1) continue;
            // A wrapper of the list itself is no rival to it.
            rivals += ", or '" + legacy.lists[all[j].legacy].path + "' and '" +
                      modern.lists[all[j].modern].path + '\'';
        }
        here.lists_taken[0][best.legacy] = here.lists_taken[1][best.modern] = true;
        adopted[0].push_back(one.path.substr(0, one.path.size() - 2));
        adopted[1].push_back(other.path.substr(0, other.path.size() - 2));
        if (!rivals.empty()) {
            found.ambiguous.push_back("the lists '" + one.path + "' and '" + other.path + "'" + rivals +
                                      " agree equally");
            continue;
        }
        suggested_field field;
        field.exact = best.rule.exact && best.rule.comes_back;
        field.options = best.rule.options;
        field.options.legacy = one.path;
        field.options.modern = other.path;
        if (best.inside) {
            field.inner = std::move(best.inside->fields);
            field.evidence.push_back("a list of as many elements in each pair");
            take_inner(one.path, other.path, std::move(*best.inside), found);
        } else {
            field.evidence.push_back("a list; " + std::to_string(best.rule.agreed) + " elements agree, " +
                                     std::to_string(best.rule.different) + " of them different");
            for (auto& note : best.rule.notes) field.evidence.push_back(std::move(note));
        }
        found.fields.push_back(std::move(field));
    }
    for (std::size_t side = 0; side < 2; ++side)
        for (auto const& outer : adopted[side]) {
            auto& level = here.sides[side];
            if (level.flat)
                std::erase_if(level.columns, [&](auto const& column) { return column.path == outer; });
            else
                std::erase_if(level.columns,
                              [&](auto const& column) { return is_below(column.path, outer); });
        }
    for (std::size_t side = 0; side < 2; ++side)
        here.columns_taken[side].assign(here.sides[side].columns.size(), false);
}

} // namespace ficus::acl

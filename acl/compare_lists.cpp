#include "acl/compare_equal.hpp"
#include "acl/compare_fingerprint.hpp"
#include "acl/compare_walk.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>
#include <utility>

namespace ficus::acl {

namespace {

std::size_t nodes(value const& root) {
    std::size_t sum = 1;
    for (auto const* child = root.first; child != nullptr; child = child->next) sum += nodes(*child);
    return sum;
}

} // namespace

compare_walk::cursor compare_walk::element_cursor(list_pair const& lists, std::size_t index) const {
    if (lists.at.empty()) return {};
    return lists.name.empty() ? rules_.element(lists.at, index)
                              : rules_.child_element(lists.at, lists.name, index);
}

void compare_walk::compare_lists(list_pair const& lists) {
    // In XML the list has no node of its own: rules for it stand where its elements are.
    auto const rules = rules_.at(lists.name.empty() ? lists.at : element_cursor(lists, 0));
    if (rules.key != nullptr)
        compare_keyed(lists, *rules.key);
    else if (rules.unordered)
        compare_unordered(lists);
    else
        compare_ordered(lists);
}

void compare_walk::compare_arrays(value const& legacy, value const& modern, cursor const& at,
                                  place_rules const& rules) {
    auto const* l = legacy.first;
    auto const* m = modern.first;
    std::size_t head = 0;
    auto const below = [&](std::size_t index) { return at.empty() ? cursor() : rules_.element(at, index); };
    bool const is_ordered = rules.key == nullptr && !rules.unordered;
    bool const is_report = purpose_ == purpose::report;
    // Two versions of a list are mostly equal, and for that no list of its elements is needed.
    if (is_ordered && is_report)
        for (; l != nullptr && m != nullptr; l = l->next, m = m->next, ++head)
            if (!is_same(*l, *m, below(head))) break;
    if (l == nullptr && m == nullptr) return;
    if (!is_ordered && is_to_the_letter(legacy, modern, letters_left_)) return;
    if (is_ordered && !is_report) {
        // Guesses may be rough: positions pair.
        for (; l != nullptr && m != nullptr && !is_over(); l = l->next, m = m->next)
            compare_elements(*l, *m, below(head++));
        for (; l != nullptr && !is_over(); l = l->next)
            report_lone(difference_kind::missing, *l, below(head++));
        for (; m != nullptr && !is_over(); m = m->next)
            report_lone(difference_kind::extra, *m, below(head++));
        return;
    }
    list const legacy_elements = children(legacy);
    list const modern_elements = children(modern);
    list_pair const lists{legacy_elements, modern_elements, at, {}};
    is_ordered ? compare_past_head(lists, head) : compare_lists(lists);
}

void compare_walk::compare_unordered(list_pair const& lists) {
    ++unordered_;
    // What is equal in one place pairs there, except that within tolerances another pairing may leave less
    // over.
    auto const kept = rules_.has_tolerance() ? std::vector<bool>{} : kept_places(lists);
    auto const sorted = [&](list const& from) {
        std::vector<printed> entries;
        for (std::size_t i = 0; i < from.size(); ++i)
            if (i >= kept.size() || !kept[i])
                entries.push_back(
                    {make_fingerprint(*from[i], found_.way, rules_, element_cursor(lists, i), work_left_),
                     i});
        std::sort(entries.begin(), entries.end());
        return entries;
    };
    auto const legacy = sorted(lists.legacy);
    auto const modern = sorted(lists.modern);
    auto const run_of = [](std::vector<printed> const& all, std::size_t from, std::uint64_t hash) {
        auto to = from;
        while (to < all.size() && all[to].print.hash == hash) ++to;
        return std::span(all).subspan(from, to - from);
    };
    positions legacy_left, modern_left;
    for (std::size_t l = 0, m = 0; l < legacy.size() || m < modern.size();) {
        auto const hash = std::min(l < legacy.size() ? legacy[l].print.hash : UINT64_MAX,
                                   m < modern.size() ? modern[m].print.hash : UINT64_MAX);
        auto const legacy_run = run_of(legacy, l, hash);
        auto const modern_run = run_of(modern, m, hash);
        pair_run(lists, legacy_run, modern_run, legacy_left, modern_left);
        l += legacy_run.size();
        m += modern_run.size();
    }
    std::sort(legacy_left.begin(), legacy_left.end());
    std::sort(modern_left.begin(), modern_left.end());
    pair_leftovers(lists, legacy_left, modern_left);
    --unordered_;
}

/// Where elements of both lists are equal to the letter.
std::vector<bool> compare_walk::kept_places(list_pair const& lists) {
    std::vector<bool> kept(std::min(lists.legacy.size(), lists.modern.size()));
    for (std::size_t i = 0; i < kept.size(); ++i)
        kept[i] = is_to_the_letter(*lists.legacy[i], *lists.modern[i], letters_left_);
    return kept;
}

/// Of elements whose prints agree, those that are equal find each other; what is left over is added to the
/// lists.
void compare_walk::pair_run(list_pair const& lists, std::span<printed const> legacy,
                            std::span<printed const> modern, positions& legacy_left, positions& modern_left) {
    positions l_rest, m_rest;
    std::size_t l = 0;
    std::size_t m = 0;
    while (l < legacy.size() && m < modern.size()) {
        if (is_same(lists, legacy[l].index, modern[m].index))
            ++l, ++m;
        else if (legacy[l].print.tolerant <= modern[m].print.tolerant)
            l_rest.push_back(legacy[l++].index);
        else
            m_rest.push_back(modern[m++].index);
    }
    for (; l < legacy.size(); ++l) l_rest.push_back(legacy[l].index);
    for (; m < modern.size(); ++m) m_rest.push_back(modern[m].index);
    // Their order may have led past equal ones: prints tell neither several tolerances apart nor where text
    // stands.
    bool const is_worth_it = l_rest.size() * m_rest.size() <= most_guesses;
    for (auto const index : l_rest) {
        auto const twin = is_worth_it ? std::find_if(m_rest.begin(), m_rest.end(),
                                                     [&](auto i) { return is_same(lists, index, i); })
                                      : m_rest.end();
        if (twin == m_rest.end())
            legacy_left.push_back(index);
        else
            m_rest.erase(twin);
    }
    modern_left.insert(modern_left.end(), m_rest.begin(), m_rest.end());
}

void compare_walk::pair_leftovers(list_pair const& lists, positions const& legacy, positions const& modern) {
    // One changed element should read as that, and not as one missing and one extra: what is left pairs with
    // its likest.
    struct guess {
        std::size_t distance, legacy, modern;
        auto operator<=>(guess const&) const = default;
    };
    std::vector<guess> guesses;
    if (purpose_ == purpose::report && legacy.size() * modern.size() <= most_guesses) {
        for (std::size_t l = 0; l < legacy.size(); ++l)
            for (std::size_t m = 0; m < modern.size(); ++m)
                guesses.push_back({distance(lists, legacy[l], modern[m]), l, m});
        std::sort(guesses.begin(), guesses.end());
    } else {
        for (std::size_t i = 0; i < std::min(legacy.size(), modern.size()); ++i) guesses.push_back({0, i, i});
    }
    constexpr auto nobody = static_cast<std::size_t>(-1);
    positions partner(legacy.size(), nobody);
    std::vector<bool> taken(modern.size());
    for (auto const& best : guesses) {
        if (partner[best.legacy] != nobody || taken[best.modern]) continue;
        partner[best.legacy] = best.modern;
        taken[best.modern] = true;
    }
    for (std::size_t l = 0; l < legacy.size(); ++l)
        partner[l] == nobody ? report_lone(lists, difference_kind::missing, legacy[l])
                             : compare_pair(lists, legacy[l], modern[partner[l]]);
    for (std::size_t m = 0; m < modern.size(); ++m)
        if (!taken[m]) report_lone(lists, difference_kind::extra, modern[m]);
}

void compare_walk::compare_keyed(list_pair const& lists, std::string const& key) {
    // By the key's text, so that a key that became a string is a `type` difference of the key, not another
    // element. The n-th of those that share a key pairs with the n-th.
    auto const kept = kept_places(lists);
    auto const is_kept = [&](std::size_t place) { return place < kept.size() && kept[place]; };
    std::map<std::string, positions, std::less<>> by_key;
    std::vector<bool> taken(lists.modern.size());
    positions modern_without;
    for (std::size_t m = 0; m < lists.modern.size(); ++m) {
        if (is_kept(m))
            taken[m] = true;
        else if (auto const text = key_text(*lists.modern[m], key))
            by_key[*text].push_back(m);
        else
            modern_without.push_back(m);
    }
    for (auto& [text, queue] : by_key) std::reverse(queue.begin(), queue.end());
    positions legacy_without;
    for (std::size_t l = 0; l < lists.legacy.size() && !is_over(); ++l) {
        if (is_kept(l)) continue;
        auto const text = key_text(*lists.legacy[l], key);
        if (!text) {
            legacy_without.push_back(l);
            continue;
        }
        auto const found = by_key.find(*text);
        if (found == by_key.end() || found->second.empty()) {
            report_lone(lists, difference_kind::missing, l);
            continue;
        }
        taken[found->second.back()] = true;
        compare_pair(lists, l, found->second.back());
        found->second.pop_back();
    }
    for (auto const m : modern_without) taken[m] = true;
    for (std::size_t m = 0; m < taken.size(); ++m)
        if (!taken[m]) report_lone(lists, difference_kind::extra, m);
    align(lists, legacy_without, modern_without);
}

rule_tree::cursor compare_walk::pair_cursor(list_pair const& lists, std::size_t legacy,
                                            std::size_t modern) const {
    auto at = element_cursor(lists, legacy);
    // Rules for a position hold for either side's: above all, what is redacted stays so wherever it moved.
    if (legacy != modern)
        for (auto const node : element_cursor(lists, modern))
            if (std::find(at.begin(), at.end(), node) == at.end()) at.push_back(node);
    return at;
}

void compare_walk::compare_pair(list_pair const& lists, std::size_t legacy, std::size_t modern) {
    compare_elements(*lists.legacy[legacy], *lists.modern[modern], pair_cursor(lists, legacy, modern));
}

void compare_walk::compare_elements(value const& legacy, value const& modern, cursor const& at) {
    path_.push_back({{}, true});
    compare(legacy, modern, at);
    path_.pop_back();
}

void compare_walk::report_lone(list_pair const& lists, difference_kind kind, std::size_t index) {
    auto const& from = kind == difference_kind::missing ? lists.legacy : lists.modern;
    report_lone(kind, *from[index], element_cursor(lists, index));
}

void compare_walk::report_lone(difference_kind kind, value const& lone, cursor const& at) {
    if (rules_.at(at).ignore) return;
    bool const is_missing = kind == difference_kind::missing;
    path_.push_back({{}, true});
    report(kind, is_missing ? &lone : nullptr, is_missing ? nullptr : &lone, at);
    path_.pop_back();
}

bool compare_walk::is_same(list_pair const& lists, std::size_t legacy, std::size_t modern) {
    return is_same(*lists.legacy[legacy], *lists.modern[modern], pair_cursor(lists, legacy, modern));
}

bool compare_walk::has_no_rules(value const& tree, cursor const& at) const {
    return at.empty() && tree.kind != kind::element;
}

bool compare_walk::is_same(value const& legacy, value const& modern, cursor const& at) {
    if (has_no_rules(legacy, at) && work_left_ > 0)
        return is_equal(legacy, modern, rules_.numbers(), letters_left_ > 0 ? letters_left_ : work_left_);
    if (is_to_the_letter(legacy, modern, letters_left_)) return true;
    if (work_left_ == 0) return false;
    auto const before = std::exchange(purpose_, purpose::probe);
    auto const found_before = std::exchange(probe_found_, 0);
    compare_elements(legacy, modern, at);
    purpose_ = before;
    return std::exchange(probe_found_, found_before) == 0;
}

std::size_t compare_walk::distance(list_pair const& lists, std::size_t legacy, std::size_t modern) {
    if (work_left_ == 0) return 0;
    auto const before = std::exchange(purpose_, purpose::count);
    auto const found_before = std::exchange(probe_found_, 0);
    compare_pair(lists, legacy, modern);
    purpose_ = before;
    auto const differing = std::exchange(probe_found_, found_before);
    return std::min<std::size_t>(100, 100 * differing / nodes(*lists.legacy[legacy]));
}

} // namespace ficus::acl

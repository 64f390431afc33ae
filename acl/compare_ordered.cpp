#include "acl/compare_align.hpp"
#include "acl/compare_equal.hpp"
#include "acl/compare_fingerprint.hpp"
#include "acl/compare_walk.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <optional>

namespace ficus::acl {

namespace {

constexpr std::size_t most_edits = 256; ///< beyond it a list counts as rewritten: paired by position

std::vector<std::size_t> range(std::size_t from, std::size_t to) {
    std::vector<std::size_t> all(to - from);
    std::iota(all.begin(), all.end(), from);
    return all;
}

} // namespace

void compare_walk::compare_ordered(list_pair const& lists) {
    auto const shorter = std::min(lists.legacy.size(), lists.modern.size());
    std::size_t head = 0;
    if (purpose_ == purpose::report) {
        while (head < shorter && is_same(lists, head, head)) ++head;
        return compare_past_head(lists, head);
    }
    for (; head < shorter && !is_over(); ++head) compare_pair(lists, head, head);
    for (auto i = shorter; i < lists.legacy.size(); ++i) report_lone(lists, difference_kind::missing, i);
    for (auto i = shorter; i < lists.modern.size(); ++i) report_lone(lists, difference_kind::extra, i);
}

void compare_walk::compare_past_head(list_pair const& lists, std::size_t head) {
    auto legacy_end = lists.legacy.size();
    auto modern_end = lists.modern.size();
    while (legacy_end > head && modern_end > head && is_same(lists, legacy_end - 1, modern_end - 1))
        --legacy_end, --modern_end;
    if (legacy_end == head + 1 && modern_end == head + 1) return compare_pair(lists, head, head);
    align(lists, range(head, legacy_end), range(head, modern_end));
}

/// Tells which of two lists' elements are equal, as their fingerprints do, and takes those of as few as it
/// can.
class compare_walk::element_twins {
public:
    element_twins(compare_walk& walk, list_pair const& lists, positions const& legacy,
                  positions const& modern)
        : walk_(walk), lists_(lists), legacy_(lists.legacy, legacy), modern_(lists.modern, modern),
          in_place_(legacy.size()), has_rules_(!lists.at.empty() || !lists.name.empty()) {}

    [[gnu::always_inline]] bool are(std::size_t legacy, std::size_t modern) {
        if (!has_rules_ && walk_.work_left_ > 0) {
            // Mostly elements are equal to those that stand in their place, and need no prints.
            if (legacy_.at[legacy] == modern_.at[modern]) return are_in_place(legacy, modern);
            if (is_plainly_other(*legacy_.all[legacy], *modern_.all[modern])) return false;
        }
        return hash(legacy_, legacy) == hash(modern_, modern);
    }

    /// Whether two for which are() holds need no other look.
    bool are_proven(std::size_t legacy, std::size_t modern) const {
        return legacy_.at[legacy] == modern_.at[modern] && in_place_[legacy] == verdict::same;
    }

private:
    enum class verdict : std::uint8_t { unknown, same, other };
    struct side {
        side(list const& from, positions const& where) : at(where), hashes(where.size()) {
            all.reserve(where.size());
            for (auto const i : where) all.push_back(from[i]);
        }
        positions const& at;
        list all;
        std::vector<std::optional<std::uint64_t>> hashes;
    };

    bool are_in_place(std::size_t legacy, std::size_t modern) {
        auto& known = in_place_[legacy];
        if (known == verdict::unknown)
            known = walk_.is_same(lists_, legacy_.at[legacy], modern_.at[modern]) ? verdict::same
                                                                                  : verdict::other;
        return known == verdict::same;
    }

    std::uint64_t hash(side& of, std::size_t i) {
        if (!of.hashes[i])
            of.hashes[i] = make_fingerprint(*of.all[i], walk_.found_.way, walk_.rules_,
                                            walk_.element_cursor(lists_, of.at[i]), walk_.work_left_)
                               .hash;
        return *of.hashes[i];
    }

    compare_walk& walk_;
    list_pair const& lists_;
    side legacy_;
    side modern_;
    std::vector<verdict> in_place_;
    bool has_rules_; ///< or white space and order may have rules of their own, as in XML
};

void compare_walk::align(list_pair const& lists, positions const& legacy, positions const& modern) {
    if (legacy.size() < 2 || modern.size() < 2) return pair_gap(lists, legacy, modern);
    element_twins twins(*this, lists, legacy, modern);
    auto const anchors = common_subsequence(
        legacy.size(), modern.size(), most_edits,
        [&](std::size_t in_legacy, std::size_t in_modern) { return twins.are(in_legacy, in_modern); });
    std::size_t l = 0;
    std::size_t m = 0;
    auto const gap_until = [&](std::size_t legacy_to, std::size_t modern_to) {
        pair_gap(lists, std::span(legacy).subspan(l, legacy_to - l),
                 std::span(modern).subspan(m, modern_to - m));
    };
    for (auto const& [legacy_anchor, modern_anchor] : anchors) {
        gap_until(legacy_anchor, modern_anchor);
        // Equal by their hashes; what a tolerance or a collision hides from those is found here.
        if (!twins.are_proven(legacy_anchor, modern_anchor))
            compare_pair(lists, legacy[legacy_anchor], modern[modern_anchor]);
        l = legacy_anchor + 1;
        m = modern_anchor + 1;
    }
    gap_until(legacy.size(), modern.size());
}

void compare_walk::pair_gap(list_pair const& lists, std::span<std::size_t const> legacy,
                            std::span<std::size_t const> modern) {
    bool const legacy_is_shorter = legacy.size() <= modern.size();
    auto const shorter = legacy_is_shorter ? legacy : modern;
    auto const longer = legacy_is_shorter ? modern : legacy;
    positions partners(shorter.size());
    std::iota(partners.begin(), partners.end(), 0);
    if (shorter.size() < longer.size() && shorter.size() * longer.size() <= most_guesses)
        partners = cheapest_pairing(shorter.size(), longer.size(), [&](std::size_t s, std::size_t l) {
            return legacy_is_shorter ? distance(lists, shorter[s], longer[l])
                                     : distance(lists, longer[l], shorter[s]);
        });
    auto const lone = legacy_is_shorter ? difference_kind::extra : difference_kind::missing;
    std::size_t next = 0;
    for (std::size_t s = 0; s < shorter.size(); ++s) {
        for (; next < partners[s]; ++next) report_lone(lists, lone, longer[next]);
        ++next;
        legacy_is_shorter ? compare_pair(lists, shorter[s], longer[partners[s]])
                          : compare_pair(lists, longer[partners[s]], shorter[s]);
    }
    for (; next < longer.size(); ++next) report_lone(lists, lone, longer[next]);
}

} // namespace ficus::acl

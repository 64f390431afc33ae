#include "acl/proof_reach.hpp"

#include "acl/outcome.hpp"

#include <algorithm>
#include <string>

namespace ficus::acl {
namespace {

using conditions = std::vector<std::pair<std::string, constant_options>>;

bool is_in(typed_text const& one, constant_options const& all) {
    return (one.text == all.text && one.type == all.type) ||
           std::any_of(all.others.begin(), all.others.end(), [&](typed_text const& other) {
               return other.text == one.text && other.type == one.type;
           });
}

bool are_all_in(constant_options const& some, constant_options const& all) {
    return is_in({some.text, some.type}, all) &&
           std::all_of(some.others.begin(), some.others.end(),
                       [&](typed_text const& one) { return is_in(one, all); });
}

/// What says `later` says `earlier`.
bool implies(constant_options const& later, constant_options const& earlier) {
    bool const later_is_text =
        !later.denies && !later.empty && !later.asks_presence() && !later.asks_pattern();
    if (earlier.asks_presence()) return !later.denies;
    if (earlier.asks_pattern()) return later.asks_pattern() && later.text == earlier.text;
    if (earlier.empty || later.empty) return earlier.empty == later.empty;
    if (earlier.denies && later.denies) return are_all_in(earlier, later);
    if (earlier.denies) {
        if (!later_is_text || is_in({later.text, later.type}, earlier)) return false;
        return std::none_of(later.others.begin(), later.others.end(),
                            [&](typed_text const& one) { return is_in(one, earlier); });
    }
    return later_is_text && are_all_in(later, earlier);
}

/// Whether answers that are of `later` on that side are all of `earlier`, too.
bool is_covered(translator const& subject, std::size_t later, std::size_t earlier, std::size_t side) {
    auto const& mine = subject.options().outcomes[later].side(side);
    auto const& theirs = subject.options().outcomes[earlier].side(side);
    auto const& all = subject.outcomes();
    if (mine.statuses.empty() ? !theirs.statuses.empty()
                              : std::any_of(mine.statuses.begin(), mine.statuses.end(), [&](unsigned status) {
                                    return !all[earlier].takes(side, status);
                                }))
        return false;
    // Bodies that are read in another way may be none of the other's.
    if (all[later].has_own_body(side) || all[earlier].has_own_body(side)) return false;
    if (all[later].side(side).root != all[earlier].side(side).root) return false;
    if (all[earlier].asks_body(side) && !all[later].asks_body(side)) return false;
    for (auto const& [path, asked] : theirs.when)
        if (std::none_of(mine.when.begin(), mine.when.end(),
                         [&, path = path, asked = asked](auto const& said) {
                             return said.first == path && implies(said.second, asked);
                         }))
            return false;
    return std::all_of(theirs.without.begin(), theirs.without.end(), [&](std::string const& path) {
        return std::find(mine.without.begin(), mine.without.end(), path) != mine.without.end();
    });
}

} // namespace

std::vector<finding> find_unreachable(translator const& subject) {
    std::vector<finding> found;
    for (std::size_t later = 1; later < subject.outcomes().size(); ++later)
        for (std::size_t side = 0; side < 2; ++side)
            for (std::size_t earlier = 0; earlier < later; ++earlier) {
                if (!is_covered(subject, later, earlier, side)) continue;
                finding one;
                one.of = part::response;
                one.way = side == 0 ? direction::to_modern : direction::to_legacy;
                one.key = "outcomes[" + std::to_string(later) + (side == 0 ? "].legacy" : "].modern");
                one.message =
                    "it is never chosen: outcomes[" + std::to_string(earlier) +
                    "] is met by all that it is met by, and the first that fits counts; let it stand "
                    "first, or say what else tells it";
                found.push_back(std::move(one));
                break;
            }
    return found;
}

} // namespace ficus::acl

#include "acl/compare_members.hpp"

#include "acl/same_text.hpp"

#include <algorithm>
#include <numeric>

namespace ficus::acl {

std::size_t member_finder::find(std::string_view name) {
    constexpr std::size_t most_tried = 16;
    auto const tried = std::min(members_.size(), most_tried);
    for (std::size_t i = 0, at = next_; i < tried; ++i, ++at) {
        if (at >= members_.size()) at = 0;
        if (!same_text(members_[at]->name, name)) continue;
        next_ = at + 1;
        return at;
    }
    return tried == members_.size() ? nowhere : find_sorted(name);
}

std::size_t member_finder::find_sorted(std::string_view name) {
    auto const name_of = [this](std::uint32_t at) { return members_[at]->name; };
    if (by_name_.empty()) {
        by_name_.resize(members_.size());
        std::iota(by_name_.begin(), by_name_.end(), 0U);
        std::sort(by_name_.begin(), by_name_.end(), [&](auto a, auto b) { return name_of(a) < name_of(b); });
    }
    auto const found = std::lower_bound(by_name_.begin(), by_name_.end(), name,
                                        [&](auto at, auto wanted) { return name_of(at) < wanted; });
    if (found == by_name_.end() || name_of(*found) != name) return nowhere;
    next_ = *found + 1;
    return *found;
}

} // namespace ficus::acl

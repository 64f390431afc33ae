#include "acl/nothing_policy.hpp"

#include "acl/quoted.hpp"
#include "acl/scalar_text.hpp"

#include <algorithm>

namespace ficus::acl {

boost::system::result<nothing_policy, std::vector<option_error>>
nothing_policy::compile(nothing_options options, std::array<bool, 2> holds_null) {
    std::vector<option_error> problems;
    nothing_policy made;
    made.inherited_ = options.inherited;
    made.ways_ = {std::move(options.legacy), std::move(options.modern)};
    for (std::size_t side = 0; side < 2; ++side) {
        auto const& ways = made.ways_[side];
        std::string const key = side == 0 ? "legacy" : "modern";
        if (ways.empty())
            problems.push_back({key, "says in no way that there is no value; write \"empty\" or \"absent\""});
        for (auto way = ways.begin(); way != ways.end(); ++way) {
            if (way->as == nothing::null && !holds_null[side])
                problems.push_back({key, "this side's format has no null; write \"empty\" or \"absent\""});
            if (way->as == nothing::value && !is_of_type(way->value.type, way->value.text))
                problems.push_back({key, quoted(way->value.text) + " is not " +
                                             std::string(name_of(way->value.type)) + "; write one"});
            if (std::find(ways.begin(), way, *way) != way)
                problems.push_back({key, "says the same twice; leave one of the two out"});
        }
    }
    if (!problems.empty()) return problems;
    return made;
}

bool nothing_policy::says(std::size_t side, nothing is) const {
    return std::any_of(ways_[side].begin(), ways_[side].end(),
                       [&](nothing_way const& way) { return way.as == is; });
}

bool nothing_policy::says(std::size_t side, std::string_view text, scalar_type type, bool typed) const {
    return std::any_of(ways_[side].begin(), ways_[side].end(), [&](nothing_way const& way) {
        return way.as == nothing::value && way.value.text == text && (!typed || way.value.type == type);
    });
}

bool nothing_policy::fills_in() const {
    for (std::size_t side = 0; side < 2; ++side)
        if (says(side, nothing::absent) && written(1 - side).as != nothing::absent) return true;
    return false;
}

} // namespace ficus::acl

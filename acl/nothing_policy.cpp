#include "acl/nothing_policy.hpp"

namespace ficus::acl {

boost::system::result<nothing_policy, std::vector<option_error>>
nothing_policy::compile(nothing_options options, std::array<bool, 2> holds_null) {
    std::vector<option_error> problems;
    nothing_policy made;
    made.said_ = {options.legacy, options.modern};
    for (std::size_t side = 0; side < 2; ++side)
        if (made.said_[side] == nothing::null && !holds_null[side])
            problems.push_back({side == 0 ? "legacy" : "modern",
                                "this side's format has no null; write \"empty\" or \"absent\""});
    if (!problems.empty()) return problems;
    return made;
}

nothing_policy::verdict nothing_policy::decide(direction way, nothing is) const {
    auto const from = said_[source_index(way)];
    auto const to = said_[target_index(way)];
    if (is == from) return {to, true};
    return {is, is != to};
}

} // namespace ficus::acl

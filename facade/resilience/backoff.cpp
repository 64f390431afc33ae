#include "facade/resilience/backoff.hpp"

#include <algorithm>

namespace ficus::resilience {

duration pause_before(unsigned nth_retry, std::uint64_t random, backoff_options const& options) {
    std::chrono::microseconds const base = options.base;
    std::chrono::microseconds const most = options.most;
    auto ceiling = std::min(base, most);
    for (unsigned n = 1; n < nth_retry && ceiling < most && ceiling.count() > 0; ++n)
        ceiling = std::min(ceiling * 2, most);
    auto const steps = static_cast<std::uint64_t>(ceiling.count()) + 1;
    return std::chrono::microseconds(static_cast<std::int64_t>(random % steps));
}

} // namespace ficus::resilience

#include "facade/shadow/binomial.hpp"

#include <boost/math/special_functions/beta.hpp>

namespace ficus::shadow {

double binomial_tail(std::uint64_t k, std::uint64_t n, double p) {
    if (k == 0) return 1;
    if (k > n || !(p > 0)) return 0;
    if (p >= 1) return 1;
    return boost::math::ibeta(static_cast<double>(k), static_cast<double>(n - k) + 1, p);
}

double binomial_head(std::uint64_t k, std::uint64_t n, double p) {
    if (k >= n || !(p > 0)) return 1;
    if (p >= 1) return 0;
    // Not 1 less the tail: what is small would be lost in the difference.
    return boost::math::ibetac(static_cast<double>(k) + 1, static_cast<double>(n - k), p);
}

} // namespace ficus::shadow

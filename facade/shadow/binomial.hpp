#pragma once

#include <cstdint>

namespace ficus::shadow {

/// P(X >= k) for X ~ Binomial(n, p): exact, by the incomplete beta function (NIST DLMF 8.17.5). 1 for k = 0,
/// 0 past n.
double binomial_tail(std::uint64_t k, std::uint64_t n, double p);

/// P(X <= k).
double binomial_head(std::uint64_t k, std::uint64_t n, double p);

} // namespace ficus::shadow

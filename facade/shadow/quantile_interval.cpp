#include "facade/shadow/quantile_interval.hpp"

#include "facade/shadow/binomial.hpp"

#include <cmath>

namespace ficus::shadow {

namespace {

/// The smallest number of 0 to n for which `holds`, which once true stays so; n + 1 where it never is.
template<class F>
std::uint64_t first_that(std::uint64_t n, F const& holds) {
    std::uint64_t from = 0;
    std::uint64_t to = n + 1;
    while (from < to) {
        auto const middle = from + (to - from) / 2;
        if (holds(middle))
            to = middle;
        else
            from = middle + 1;
    }
    return from;
}

} // namespace

std::optional<quantile_estimate> estimate_quantile(histogram const& of, double q, double confidence) {
    auto const middle = of.quantile(q);
    if (!middle) return std::nullopt;
    auto const n = of.count();
    auto const outside = (1 - confidence) / 2; // at either end
    quantile_estimate found;
    found.value = *middle;
    // The quantile lies at or above the rank r unless fewer than r values are at or below it. The largest r
    // that holds is the first number of values that is no longer improbable.
    auto const lower = first_that(n, [&](std::uint64_t k) { return binomial_head(k, n, q) > outside; });
    if (auto const bucket = of.bucket_of_rank(lower)) found.low = bucket->low;
    // And at or below the rank s unless s values or more are below it.
    auto const upper = first_that(n, [&](std::uint64_t k) { return binomial_tail(k, n, q) <= outside; });
    found.bounded = upper <= n;
    if (auto const bucket = of.bucket_of_rank(found.bounded ? upper : n)) found.high = bucket->high;
    return found;
}

std::uint64_t bounded_from(double q, double confidence) {
    return static_cast<std::uint64_t>(std::ceil(std::log((1 - confidence) / 2) / std::log(q)));
}

std::optional<rate_interval> quantile_ratio(histogram const& legacy, histogram const& modern, double q,
                                            double confidence) {
    auto const each = confidence_of_each(confidence);
    auto const l = estimate_quantile(legacy, q, each);
    auto const m = estimate_quantile(modern, q, each);
    if (!l || !m || !l->bounded || !m->bounded || l->low <= 0) return std::nullopt;
    return rate_interval{m->low / l->high, m->high / l->low};
}

} // namespace ficus::shadow

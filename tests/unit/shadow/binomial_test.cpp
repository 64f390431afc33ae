#include "facade/shadow/binomial.hpp"

#include <catch2/catch.hpp>

using ficus::shadow::binomial_head;
using ficus::shadow::binomial_tail;

TEST_CASE("binomial probabilities agree with published tables") {
    // Cumulative binomial probabilities, to four places as textbooks print them: P(X <= k) by n and p.
    struct entry {
        std::uint64_t k, n;
        double p, at_most;
    };
    for (auto const& [k, n, p, at_most] :
         {entry{2, 10, 0.1, 0.9298}, entry{0, 10, 0.1, 0.3487}, entry{3, 15, 0.3, 0.2969},
          entry{1, 20, 0.05, 0.7358}, entry{14, 20, 0.5, 0.9793}, entry{5, 20, 0.5, 0.0207},
          entry{10, 15, 0.6, 0.7827}}) {
        INFO(k << " of " << n << " at " << p);
        CHECK(binomial_head(k, n, p) == Approx(at_most).margin(0.00005));
        CHECK(binomial_tail(k + 1, n, p) == Approx(1 - at_most).margin(0.00005));
    }
    CHECK(binomial_tail(5, 5, 0.5) == Approx(1.0 / 32));
}

TEST_CASE("what is very improbable is not lost in rounding") {
    CHECK(binomial_tail(100, 100, 0.5) == Approx(std::ldexp(1.0, -100)));
    CHECK(binomial_head(0, 100, 0.5) == Approx(std::ldexp(1.0, -100)));
    CHECK(binomial_head(0, 400, 0.5) < 1e-100);
}

TEST_CASE("at the ends nothing is left to chance") {
    CHECK(binomial_tail(0, 0, 0.5) == 1);
    CHECK(binomial_tail(0, 10, 0) == 1);
    CHECK(binomial_tail(1, 10, 0) == 0);
    CHECK(binomial_tail(11, 10, 0.5) == 0);
    CHECK(binomial_tail(10, 10, 1) == 1);
    CHECK(binomial_head(10, 10, 1) == 1);
    CHECK(binomial_head(9, 10, 1) == 0);
    CHECK(binomial_head(0, 0, 0.5) == 1);
    CHECK(binomial_head(0, 10, 0) == 1);
}

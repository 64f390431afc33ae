#include "facade/shadow/noise.hpp"
#include "facade/shadow/ranking.hpp"
#include "facade/shadow/verdict.hpp"
#include "windows.hpp"

#include <catch2/catch.hpp>

#include <random>

// Thousands of runs each, with a seed that is fixed: what is checked is how often the verdict is wrong.

using namespace windows;

namespace {

using engine = std::mt19937_64;

std::uint64_t draw(engine& random, std::uint64_t of, double share) {
    return std::binomial_distribution<std::uint64_t>(of, share)(random);
}

/// A legacy with a random id and a timestamp in each answer, a list that it reorders in 60 % of them, and a
/// flag that flips in 3 %; and a modern side that differs by itself in one field, by the rate of its fault.
window noisy(engine& random, std::uint64_t compared, std::uint64_t again, double fault) {
    constexpr double reordered = 0.6, flips = 0.03;
    constexpr double flips_twice = 2 * flips * (1 - flips);
    window made;
    auto const faulty = draw(random, compared, fault);
    for (auto const& [count, with_fault] : {std::pair{faulty, true}, {compared - faulty, false}}) {
        auto const shuffled = draw(random, count, reordered);
        for (auto const& [part, with_order] : {std::pair{shuffled, true}, {count - shuffled, false}}) {
            auto const flipped = draw(random, part, flips);
            for (auto const& [rest, with_flip] : {std::pair{flipped, true}, {part - flipped, false}}) {
                std::vector<std::string> differing{"$.id", "$.at"};
                if (with_order) differing.emplace_back("$.items[*]");
                if (with_flip) differing.emplace_back("$.flag");
                if (with_fault) differing.emplace_back("$.total");
                made.compared(rest, differing);
            }
        }
    }
    made.legacy_again(again).legacy_noise("$.id", again).legacy_noise("$.at", again);
    made.legacy_noise("$.items[*]", draw(random, again, reordered));
    made.legacy_noise("$.flag", draw(random, again, flips_twice));
    return made;
}

judgement judged(window const& of) {
    evidence seen;
    seen.compared = seen.chosen = of.figures().all.compared;
    seen.matched = seen.compared - noise_test(of.figures(), 0.95).mismatched();
    return judge(seen, {});
}

} // namespace

TEST_CASE("wrong verdicts stay rarer than the confidence allows") {
    engine random(42);
    auto const share_of = [&](verdict wrong, double true_rate, std::uint64_t compared) {
        int count = 0;
        for (int run = 0; run < 4'000; ++run)
            if (judge({compared, draw(random, compared, true_rate), compared}, {}).says == wrong) ++count;
        return count / 4'000.0;
    };
    for (std::uint64_t const compared : {4'000U, 10'000U, 50'000U}) {
        CHECK(share_of(verdict::ready, 0.9985, compared) < 0.05);
        CHECK(share_of(verdict::ready, 0.9989, compared) < 0.05);
        CHECK(share_of(verdict::not_ready, 0.9991, compared) < 0.05);
        CHECK(share_of(verdict::not_ready, 0.9999, compared) < 0.05);
    }
    CHECK(share_of(verdict::ready, 0.9999, 50'000) > 0.9);
    CHECK(share_of(verdict::not_ready, 0.99, 50'000) > 0.9);
}

TEST_CASE("noise makes no verdict wrong more often than the confidence allows") {
    engine random(43);
    auto const share_of = [&](verdict says, double fault, std::uint64_t compared) {
        int count = 0;
        for (int run = 0; run < 2'000; ++run)
            if (judged(noisy(random, compared, compared / 10, fault)).says == says) ++count;
        return count / 2'000.0;
    };
    for (std::uint64_t const compared : {4'000U, 10'000U, 50'000U}) {
        INFO(compared);
        CHECK(share_of(verdict::ready, 0.0015, compared) < 0.05);
        CHECK(share_of(verdict::ready, 0.0011, compared) < 0.05);
        CHECK(share_of(verdict::not_ready, 0.0009, compared) < 0.05);
        CHECK(share_of(verdict::not_ready, 0, compared) < 0.05);
    }
    CHECK(share_of(verdict::ready, 0, 10'000) > 0.95);
    CHECK(share_of(verdict::ready, 0.0001, 50'000) > 0.9);
    CHECK(share_of(verdict::not_ready, 0.005, 10'000) > 0.95);
}

TEST_CASE("a rare fault ranks first among fields that are always noisy") {
    engine random(44);
    int first = 0;
    for (int run = 0; run < 500; ++run) {
        auto const seen = noisy(random, 10'000, 1'000, 0.005);
        first += rank(seen.figures(), noise_test(seen.figures(), 0.95), 0.95).front().path == "$.total";
    }
    CHECK(first == 500);
}

TEST_CASE("a side that fails no more often than the other is seldom called worse") {
    engine random(45);
    for (double const rate : {0.001, 0.01, 0.1}) {
        int wrong = 0;
        for (int run = 0; run < 4'000; ++run) {
            evidence seen;
            seen.compared = seen.matched = seen.chosen = 5'000;
            seen.legacy = {5'000, draw(random, 5'000, rate)};
            seen.modern = {5'000, draw(random, 5'000, rate)};
            wrong += judge(seen, {}).says == verdict::not_ready;
        }
        INFO(rate << ": " << wrong);
        CHECK(wrong < 200);
    }
}

TEST_CASE("ten looks at growing figures are not ten chances to be wrong, far from the bar") {
    engine random(46);
    int wrong = 0;
    for (int run = 0; run < 2'000; ++run) {
        evidence seen;
        for (int look = 0; look < 10; ++look) {
            seen.compared += 1'000;
            seen.matched += draw(random, 1'000, 0.998);
            seen.chosen = seen.compared;
            if (judge(seen, {}).says != verdict::ready) continue;
            ++wrong;
            break;
        }
    }
    CHECK(wrong < 100);
}

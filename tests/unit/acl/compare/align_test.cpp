#include "acl/compare_align.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace ficus::acl;
using sequence = std::vector<std::uint64_t>;
using pairs = std::vector<std::pair<std::size_t, std::size_t>>;

namespace {

std::size_t longest(sequence const& a, sequence const& b) {
    std::vector<std::vector<std::size_t>> best(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 1; i <= a.size(); ++i)
        for (std::size_t j = 1; j <= b.size(); ++j)
            best[i][j] =
                a[i - 1] == b[j - 1] ? best[i - 1][j - 1] + 1 : std::max(best[i - 1][j], best[i][j - 1]);
    return best[a.size()][b.size()];
}

pairs common_subsequence(sequence const& a, sequence const& b, std::size_t most_edits) {
    return ficus::acl::common_subsequence(a.size(), b.size(), most_edits,
                                          [&](std::size_t i, std::size_t j) { return a[i] == b[j]; });
}

} // namespace

TEST_CASE("what two sequences have in common is found") {
    CHECK(common_subsequence(sequence{1, 2, 3}, sequence{1, 9, 2, 3}, 10) == pairs{{0, 0}, {1, 2}, {2, 3}});
    CHECK(common_subsequence(sequence{1, 2, 3}, sequence{3}, 10) == pairs{{2, 0}});
    CHECK(common_subsequence(sequence{}, sequence{1}, 10).empty());
    CHECK(common_subsequence(sequence{1, 2}, sequence{3, 4}, 10).empty());
}

TEST_CASE("beyond the bound nothing is claimed") {
    CHECK(common_subsequence(sequence{1, 2, 3, 4}, sequence{9, 8, 7, 4}, 6).size() == 1);
    CHECK(common_subsequence(sequence{1, 2, 3, 4}, sequence{9, 8, 7, 4}, 5).empty());
}

TEST_CASE("the common subsequence of random sequences is a longest one") {
    std::mt19937 random(20260101);
    for (int round = 0; round < 500; ++round) {
        sequence a(random() % 12), b(random() % 12);
        for (auto& item : a) item = random() % 4;
        for (auto& item : b) item = random() % 4;
        auto const found = common_subsequence(a, b, 100);
        REQUIRE(found.size() == longest(a, b));
        for (std::size_t i = 0; i < found.size(); ++i) {
            REQUIRE(a[found[i].first] == b[found[i].second]);
            if (i > 0)
                REQUIRE((found[i - 1].first < found[i].first && found[i - 1].second < found[i].second));
        }
    }
}

TEST_CASE("the cheapest pairing keeps the order") {
    // Costs of pairing 2 rows with 3 columns.
    std::vector<std::vector<std::size_t>> const costs = {{9, 1, 9}, {0, 9, 2}};
    auto const partners = cheapest_pairing(2, 3, [&](std::size_t s, std::size_t l) { return costs[s][l]; });
    CHECK(partners == std::vector<std::size_t>{1, 2});
    CHECK(cheapest_pairing(0, 3, [](std::size_t, std::size_t) { return 1U; }).empty());
}

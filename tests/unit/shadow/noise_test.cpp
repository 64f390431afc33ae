#include "facade/shadow/noise.hpp"
#include "windows.hpp"

#include <catch2/catch.hpp>

using namespace windows;

namespace {

bool is_noise(window& of, std::string const& path, std::string const& operation = "GET /") {
    return noise_test(of.figures(), 0.95).is_noise(of.operation(operation), of.id(path));
}

std::uint64_t mismatched(window const& of) {
    return noise_test(of.figures(), 0.95).mismatched();
}

} // namespace

TEST_CASE("the interval beyond noise agrees with published figures") {
    // Newcombe (1998), table II, method 10.
    auto const check = [](share_of a, share_of b, double low, double high) {
        auto const found = beyond_noise(a, b, 0.95);
        CHECK(found.low == Approx(low).margin(0.00005));
        CHECK(found.high == Approx(high).margin(0.00005));
    };
    check({56, 70}, {48, 80}, 0.0524, 0.3339);
    check({9, 10}, {3, 10}, 0.1705, 0.8090);
    check({5, 56}, {0, 29}, -0.0381, 0.1926);
    check({0, 10}, {0, 20}, -0.1611, 0.2775);
    check({10, 10}, {0, 20}, 0.6791, 1.0);
}

TEST_CASE("more differences than noise explains are improbable, as many are not") {
    // 10 and 10 of equally many: P(X >= 10) of Binomial(20, 1/2).
    CHECK(tail_beyond_noise({10, 100}, {10, 100}) == Approx(0.5881).margin(0.00005));
    CHECK(tail_beyond_noise({15, 100}, {5, 100}) == Approx(0.0207).margin(0.00005));
    // Ten times as many comparisons as baselines: 100 and 10 are the same.
    CHECK(tail_beyond_noise({100, 1'000}, {10, 100}) > 0.4);
    CHECK(tail_beyond_noise({0, 1'000}, {10, 100}) == 1);
    CHECK(tail_beyond_noise({5, 100}, {0, 0}) == 1);
}

TEST_CASE("a field that differs no more than legacy from itself is noise") {
    window seen;
    seen.compared(4'000, {"$.at"}).legacy_again(400).legacy_noise("$.at", 400);
    CHECK(is_noise(seen, "$.at"));
    CHECK(mismatched(seen) == 0);
}

TEST_CASE("a field that differs more than legacy from itself counts") {
    window seen;
    seen.compared(3'700).compared(300, {"$.total"}).legacy_again(400).legacy_noise("$.total", 10);
    CHECK_FALSE(is_noise(seen, "$.total"));
    CHECK(mismatched(seen) == 300);
}

TEST_CASE("what was never seen to be noise counts, however few the baselines") {
    window seen;
    seen.compared(4'000, {"$.at"}).legacy_again(2).legacy_noise("$.at", 2);
    CHECK_FALSE(is_noise(seen, "$.at"));
    CHECK(mismatched(seen) == 4'000);
    window none;
    none.compared(10, {"$.at"});
    CHECK_FALSE(is_noise(none, "$.at"));
}

TEST_CASE("a comparison in which anything but noise differs is a mismatch, once") {
    window seen;
    seen.compared(2'000, {"$.at"}).compared(30, {"$.at", "$.total", "$.tax"}).compared(2'000);
    seen.legacy_again(400).legacy_noise("$.at", 220);
    auto const noise = noise_test(seen.figures(), 0.95);
    CHECK(noise.mismatched(0) == 30);
    CHECK(noise.excuses(0, {seen.id("$.at")}));
    CHECK_FALSE(noise.excuses(0, {seen.id("$.at"), seen.id("$.tax")}));
    CHECK_FALSE(noise.excuses(0, {}));
}

TEST_CASE("noise is of an operation: where its own baselines show none, the field counts") {
    window seen;
    seen.compared(4'000, {"$.at"}, "GET /a").legacy_again(400, "GET /a").legacy_noise("$.at", 400, "GET /a");
    seen.compared(3'980, {}, "GET /b").compared(20, {"$.at"}, "GET /b").legacy_again(400, "GET /b");
    CHECK(is_noise(seen, "$.at", "GET /a"));
    CHECK_FALSE(is_noise(seen, "$.at", "GET /b"));
    CHECK(mismatched(seen) == 20);
}

TEST_CASE("the feature's baselines stand for an operation that has hardly any") {
    window seen;
    seen.compared(4'000, {"$.at"}, "GET /a").legacy_again(400, "GET /a").legacy_noise("$.at", 400, "GET /a");
    seen.compared(8, {"$.at"}, "GET /rare").legacy_again(1, "GET /rare").legacy_noise("$.at", 1, "GET /rare");
    seen.compared(8, {"$.at"}, "GET /never");
    CHECK(is_noise(seen, "$.at", "GET /rare"));
    CHECK(is_noise(seen, "$.at", "GET /never"));
    CHECK(mismatched(seen) == 0);
}

TEST_CASE("a fault of modern's that comes and goes does not excuse itself") {
    window seen;
    seen.compared(3'960).compared(40, {"$.total"}).legacy_again(400);
    seen.modern_again(400).modern_noise("$.total", 8);
    CHECK_FALSE(is_noise(seen, "$.total"));
    CHECK(mismatched(seen) == 40);
}

TEST_CASE("where legacy was never asked twice modern's own noise stands for it") {
    window seen;
    seen.compared(4'000, {"$.at"}).modern_again(400).modern_noise("$.at", 400);
    CHECK(is_noise(seen, "$.at"));
}

TEST_CASE("the more fields are noisy, the more it takes to call one a fault") {
    window one, many;
    one.legacy_again(400).legacy_noise("$.a", 3);
    many.legacy_again(400);
    for (auto const* path : {"$.a", "$.b", "$.c", "$.d", "$.e"}) many.legacy_noise(path, 3);
    CHECK(noise_test(one.figures(), 0.95).alpha() == Approx(0.01));
    CHECK(noise_test(many.figures(), 0.95).alpha() == Approx(0.002));
    CHECK(noise_test(one.figures(), 0.999).alpha() == Approx(0.001));
    CHECK(noise_test({}, 0.95).alpha() == Approx(0.01));
}

TEST_CASE("what stands for too many sets is never too kind") {
    window seen;
    seen.compared(100, {"(others)"}).compared(50, {"(noise)"}).compared(4'000, {"$.at"});
    seen.legacy_again(400).legacy_noise("$.at", 390);
    CHECK(mismatched(seen) == 100);
    // A field whose differences all stand in sets is not behind `(noise)`; one that differed once more may
    // be.
    seen.compared(30, {"$.total"});
    CHECK(mismatched(seen) == 100 + 30);
    auto& own = seen.figures().operations[0].figures;
    field_of(own, seen.id("$.total"), "$.total", ficus::acl::difference_kind::value).count += 1;
    CHECK(mismatched(seen) == 100 + 30 + 50);
}

TEST_CASE("what is too much to be named is not behind the noise of others") {
    window seen;
    seen.compared(50, {"(noise)"}).compared(30, {"(others)"}).compared(4'000, {"$.at"});
    seen.legacy_again(400).legacy_noise("$.at", 390).legacy_noise("(others)", 390);
    CHECK(mismatched(seen) == 30);
    auto& own = seen.figures().operations[0].figures;
    field_of(own, seen.id("(others)"), "(others)", ficus::acl::difference_kind::value).count += 50;
    CHECK(mismatched(seen) == 30 + 50);
}

TEST_CASE("what is in no set, or in one of unknown fields, counts") {
    window seen;
    seen.compared(4'000, {"$.at"}).legacy_again(400).legacy_noise("$.at", 400);
    seen.figures().all.compared += 7;
    CHECK(mismatched(seen) == 7);
    seen.figures().operations[0].figures.compared += 7;
    CHECK(mismatched(seen) == 7);
    seen.figures().operations[0].figures.sets.push_back({{99}, 7});
    CHECK(mismatched(seen) == 7);
    CHECK(noise_test(seen.figures(), 0.95).mismatched(0) == 7);
}

#include "facade/shadow/ranking.hpp"
#include "windows.hpp"

#include <catch2/catch.hpp>

using namespace windows;

namespace {

std::vector<ranked_field> ranked(window const& of) {
    return rank(of.figures(), noise_test(of.figures(), 0.95), 0.95);
}

std::vector<std::string> paths(window const& of) {
    std::vector<std::string> all;
    for (auto const& field : ranked(of)) all.push_back(field.path);
    return all;
}

using names = std::vector<std::string>;

} // namespace

TEST_CASE("a rare fault ranks before what is always noise") {
    window seen;
    seen.compared(3'980, {"$.at"})
        .compared(20, {"$.at", "$.total"})
        .legacy_again(400)
        .legacy_noise("$.at", 400);
    auto const all = ranked(seen);
    REQUIRE(paths(seen) == names{"$.total", "$.at"});
    CHECK(all[0].standing == standing::counts);
    CHECK(all[0].counts_in == names{"GET /"});
    CHECK(all[0].alone == 20);
    CHECK(all[0].left == Approx(0.005));
    CHECK(all[0].noise_share == 0.0);
    CHECK(all[0].p < 0.2);
    CHECK(all[1].standing == standing::noise);
    CHECK(all[1].counts_in.empty());
    CHECK(all[1].alone == 0);
    CHECK(all[1].share == 1);
    CHECK(all[1].noise_share == 1.0);
    CHECK(all[1].noise == 400);
    REQUIRE(all[1].beyond.has_value());
    CHECK(all[1].beyond->low <= 0);
    CHECK(all[1].beyond->high < 0.01);
}

TEST_CASE("a noisy field with too few baselines to be excused ranks by what its noise leaves") {
    window seen;
    seen.compared(3'980, {"$.at"}).compared(20, {"$.at", "$.total"}).legacy_again(2).legacy_noise("$.at", 2);
    CHECK(paths(seen) == names{"$.total", "$.at"});
}

TEST_CASE("without noise the more frequent field comes first, and of two as frequent the one that spoils "
          "more alone") {
    window seen;
    seen.compared(10, {"$.a", "$.b"}).compared(5, {"$.b"}).compared(100);
    CHECK(paths(seen) == names{"$.b", "$.a"});
    CHECK(ranked(seen)[0].alone == 5);
    CHECK_FALSE(ranked(seen)[0].noise_share.has_value());
    CHECK_FALSE(ranked(seen)[0].beyond.has_value());
    CHECK(ranked(seen)[0].p == 1);
    window even;
    even.compared(5, {"$.a", "$.c"}).compared(5, {"$.b"}).compared(100);
    CHECK(paths(even).front() == "$.b");
}

TEST_CASE("a field that is noise in one operation and a fault in another says where it counts") {
    window seen;
    seen.compared(4'000, {"$.at"}, "GET /a").legacy_again(400, "GET /a").legacy_noise("$.at", 400, "GET /a");
    seen.compared(3'960, {}, "GET /b").compared(40, {"$.at"}, "GET /b").legacy_again(400, "GET /b");
    auto const all = ranked(seen);
    REQUIRE(all.size() == 1);
    CHECK(all[0].standing == standing::counts);
    CHECK(all[0].counts_in == names{"GET /b"});
    CHECK(all[0].left == Approx(40.0 / 8'000));
    CHECK(all[0].count == 4'040);
}

TEST_CASE("a field is called by the shape that nearly all of its differences have") {
    window seen;
    seen.compared(100, {"$.id"}).compared(100, {"$.ref"});
    seen.figures().all.fields[0].shapes = {{"uuid", 96}};
    seen.figures().all.fields[1].shapes = {{"uuid", 50}, {"token", 44}};
    for (auto const& field : ranked(seen)) CHECK(field.shape == (field.path == "$.id" ? "uuid" : ""));
}

TEST_CASE("what only the baselines saw is no difference") {
    window seen;
    seen.compared(100).legacy_again(10).legacy_noise("$.at", 5);
    CHECK(paths(seen).empty());
}

#include "comparing.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <random>

using namespace comparing;
using ficus::acl::compare_options;

namespace {

std::string list_of(std::vector<std::string> const& items) {
    std::string text = "{\"list\":[";
    for (std::size_t i = 0; i < items.size(); ++i) text += (i ? "," : "") + items[i];
    return text + "]}";
}

std::vector<std::string> numbered(int count) {
    std::vector<std::string> items;
    for (int i = 0; i < count; ++i)
        items.push_back(R"({"id":)" + std::to_string(i) + R"(,"name":"item )" + std::to_string(i) +
                        R"(","n":1})");
    return items;
}

compare_options unordered() {
    compare_options options;
    options.unordered = {"$.list"};
    return options;
}

compare_options keyed() {
    compare_options options;
    options.keyed = {{"$.list", "id"}};
    return options;
}

} // namespace

TEST_CASE("one changed element of a list is one difference") {
    for (int const at : {0, 7, 49}) {
        auto const before = numbered(50);
        auto gone = before, more = before, other = before;
        gone.erase(gone.begin() + at);
        more.insert(more.begin() + at, R"({"id":99,"name":"new","n":0})");
        other[static_cast<std::size_t>(at)].replace(other[static_cast<std::size_t>(at)].find("\"n\":1"), 5,
                                                    "\"n\":2");
        CHECK(differences(list_of(before), list_of(gone)) == found{"missing $.list[*]"});
        CHECK(differences(list_of(before), list_of(more)) == found{"extra $.list[*]"});
        CHECK(differences(list_of(before), list_of(other)) == found{"value $.list[*].n"});
    }
}

TEST_CASE("several changes of one list are told apart") {
    auto const before = numbered(40);
    auto after = before;
    after.erase(after.begin() + 30);
    after[20].replace(after[20].find("\"n\":1"), 5, "\"n\":2");
    after.insert(after.begin() + 5, R"({"id":99,"name":"new","n":0})");
    CHECK(differences(list_of(before), list_of(after)) ==
          found{"extra $.list[*]", "value $.list[*].n", "missing $.list[*]"});
}

TEST_CASE("an insertion beside a change pairs the change with its likest") {
    CHECK(differences(R"({"list":[{"a":1,"b":2,"c":3}]})", R"({"list":[{"x":9},{"a":1,"b":2,"c":4}]})") ==
          found{"extra $.list[*]", "value $.list[*].c"});
    CHECK(differences(R"({"list":[{"x":9},{"a":1,"b":2,"c":4}]})", R"({"list":[{"a":1,"b":2,"c":3}]})") ==
          found{"missing $.list[*]", "value $.list[*].c"});
}

TEST_CASE("lists within lists are aligned too") {
    CHECK(differences("[[1,2,3],[4,5,6],[7,8,9]]", "[[1,2,3],[4,6],[7,8,9]]") == found{"missing $[*][*]"});
}

TEST_CASE("the order of a list counts unless it is unordered") {
    CHECK_FALSE(differences(R"({"list":["a","b"]})", R"({"list":["b","a"]})").empty());
    CHECK(differences(R"({"list":["a","b","b"]})", R"({"list":["b","a","b"]})", unordered()).empty());
    CHECK(differences(R"({"list":[{"x":1,"y":[1]},{"x":2}]})", R"({"list":[{"x":2.0},{"y":[1.0],"x":1}]})",
                      unordered())
              .empty());
}

TEST_CASE("an unordered list is a multiset") {
    CHECK(differences(R"({"list":["a","b","b"]})", R"({"list":["b","a"]})", unordered()) ==
          found{"missing $.list[*]"});
    CHECK(differences(R"({"list":["a"]})", R"({"list":["a","a"]})", unordered()) == found{"extra $.list[*]"});
    CHECK(differences(R"({"list":["a","c"]})", R"({"list":["b","a"]})", unordered()) ==
          found{"value $.list[*]"});
    CHECK(differences(R"({"list":[{"k":1,"v":1},{"k":2,"v":2}]})",
                      R"({"list":[{"k":2,"v":3},{"k":1,"v":1}]})",
                      unordered()) == found{"value $.list[*].v"});
}

TEST_CASE("an unordered list pairs within tolerances and beside ignored members") {
    auto options = unordered();
    options.tolerance = {{"$.list[*].price", "0.01"}};
    options.ignore = {"$.list[*].etag"};
    CHECK(differences(R"({"list":[{"price":1.00,"etag":1},{"price":2.00,"etag":2},{"price":3.00}]})",
                      R"({"list":[{"price":3.01},{"price":0.99,"etag":9},{"price":2.01}]})", options)
              .empty());
    CHECK(differences(R"({"list":[{"price":1.00},{"price":2.00}]})",
                      R"({"list":[{"price":2.02},{"price":1.01}]})",
                      options) == found{"value $.list[*].price"});
}

TEST_CASE("a thousand shuffled prices within their tolerance are equal") {
    std::mt19937 random(7);
    std::vector<std::string> legacy, modern;
    for (int i = 0; i < 1000; ++i) {
        auto const cents = static_cast<int>(random() % 100'000);
        legacy.push_back(std::to_string(cents) + ".00");
        modern.push_back(std::to_string(cents) + ".01");
    }
    std::shuffle(modern.begin(), modern.end(), random);
    auto options = unordered();
    options.tolerance = {{"$.list[*]", "0.01"}};
    CHECK(differences(list_of(legacy), list_of(modern), options).empty());
}

TEST_CASE("a keyed list pairs by its key") {
    CHECK(differences(R"({"list":[{"id":1,"v":1},{"id":2,"v":2}]})",
                      R"({"list":[{"id":2,"v":9},{"id":1.0,"v":1}]})",
                      keyed()) == found{"value $.list[*].v"});
    CHECK(differences(R"({"list":[{"id":1},{"id":2}]})", R"({"list":[{"id":3},{"id":1}]})", keyed()) ==
          found{"missing $.list[*]", "extra $.list[*]"});
    CHECK(differences(R"({"list":[{"id":7,"v":1}]})", R"({"list":[{"id":"7","v":1}]})", keyed()) ==
          found{"type $.list[*].id"});
}

TEST_CASE("a keyed list copes with repeated, absent and unusable keys") {
    CHECK(differences(R"({"list":[{"id":1,"v":1},{"id":1,"v":2}]})",
                      R"({"list":[{"id":1,"v":1},{"id":1,"v":3}]})", keyed()) == found{"value $.list[*].v"});
    CHECK(differences(R"({"list":[{"v":1},{"id":[]},5]})", R"({"list":[{"v":1},{"id":[]},6]})", keyed()) ==
          found{"value $.list[*]"});
    CHECK(differences(R"({"list":{"id":1}})", R"({"list":[{"id":1}]})", keyed()) == found{"type $.list"});
}

TEST_CASE("long shuffled lists do not take quadratic time") {
    std::mt19937 random(3);
    auto const items = numbered(20'000);
    auto shuffled = items;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    auto const began = std::chrono::steady_clock::now();
    CHECK(differences(list_of(items), list_of(shuffled), unordered()).empty());
    CHECK(differences(list_of(items), list_of(shuffled), keyed()).empty());
    CHECK(compare(list_of(items), list_of(shuffled)).count > 0);
    // Quadratic, this is 400 million comparisons of elements a list.
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(20));
}

TEST_CASE("hostile nesting ends, and its difference is found") {
    std::string legacy = "1", modern = "2";
    for (int depth = 0; depth < 100; ++depth) {
        std::string const filler(depth % 2 ? "[7,7,7]," : "[8],");
        legacy = "[" + filler + legacy + ",5]";
        modern = "[" + filler + modern + ",5]";
    }
    auto const result = compare(legacy, modern);
    CHECK(result.count == 1);
}

TEST_CASE("an ignored element of a list does not part lists that are equal without it") {
    compare_options options;
    options.unordered = {"$.list"};
    options.ignore = {"$.list[*].tags[1]"};
    CHECK(differences(list_of({R"({"tags":["a","x"]})", R"({"tags":["b"]})"}),
                      list_of({R"({"tags":["b","y"]})", R"({"tags":["a"]})"}), options)
              .empty());
}

TEST_CASE("elements whose prints agree find their equals in any order") {
    // One tolerance more than the print's sum can tell apart.
    compare_options options;
    options.unordered = {"$.list"};
    options.tolerance = {{"$.list[*].a", "0.5"}, {"$.list[*].b", "0.5"}};
    CHECK(differences(list_of({R"({"a":1,"b":9.3})", R"({"a":9,"b":1})", R"({"a":5,"b":5.2})"}),
                      list_of({R"({"a":5,"b":5})", R"({"a":9,"b":1.4})", R"({"a":1,"b":9})"}), options)
              .empty());
}

TEST_CASE("unordered lists past the work allowed are neither equal nor different") {
    // Lists within lists are looked at once a level: eighty levels of these are more than is allowed.
    compare_options options;
    options.unordered = {"$.list", "$..[*]"};
    auto const nested = [](std::vector<std::string> const& items) {
        return list_of({std::string(80, '[') + list_of(items) + std::string(80, ']')});
    };
    auto const items = numbered(20'000);
    auto shuffled = items;
    std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(1));
    CHECK(differences(list_of(items), list_of(shuffled), options).empty());
    auto const found = compare(nested(items), nested(shuffled), options);
    CHECK(found.too_complex);
    CHECK(found.count == 0);
    CHECK_FALSE(found.equal());
    CHECK(compare(nested(items), nested(items), options).equal());

    INFO("what is certain is said");
    auto const beside =
        compare("{\"a\":1," + nested(items).substr(1), "{\"a\":2," + nested(shuffled).substr(1), options);
    CHECK_FALSE(beside.too_complex);
    CHECK(lines(beside) == std::vector<std::string>{"value $.a"});
}

TEST_CASE("what stays in its place does not keep others from their pairs") {
    compare_options options;
    options.unordered = {"$.list"};
    CHECK(differences(list_of({"1", "2", "3"}), list_of({"3", "2", "1"}), options).empty());
    CHECK(differences(list_of({"1", "2", "2"}), list_of({"2", "2", "1"}), options).empty());
    CHECK(differences(list_of({"1", "2", "2"}), list_of({"1", "2", "1"}), options) ==
          found{"value $.list[*]"});
    CHECK(differences(list_of({"1", "2"}), list_of({"1", "2", "2"}), options) == found{"extra $.list[*]"});
    // 1.4 finds 1.0 only where that is not taken by its like.
    options.tolerance = {{"$.list[*]", "0.5"}};
    CHECK(differences(list_of({"1.0", "1.4"}), list_of({"1.0", "0.6"}), options).empty());

    auto const item = [](char const* id, char const* n) {
        return std::string(R"({"id":")") + id + R"(","n":)" + n + '}';
    };
    CHECK(differences(list_of({item("a", "1"), item("b", "2")}), list_of({item("a", "1"), item("c", "2")}),
                      keyed()) == found{"missing $.list[*]", "extra $.list[*]"});
    CHECK(differences(list_of({item("a", "1"), item("a", "2")}), list_of({item("b", "1"), item("a", "2")}),
                      keyed()) == found{"missing $.list[*]", "extra $.list[*]"});
    CHECK(differences(list_of({item("b", "3"), item("a", "1"), item("c", "2")}),
                      list_of({item("c", "2"), item("a", "1"), item("b", "4")}),
                      keyed()) == found{"value $.list[*].n"});
}

TEST_CASE("what moved in a long list is found by its values, however they are written") {
    // More elements than are weighed against each other one by one.
    std::vector<std::string> legacy, moved, spelt;
    moved.emplace_back(R"({"new":0})");
    spelt.emplace_back(R"({"new":0})");
    for (int i = 0; i < 40; ++i) {
        auto const n = std::to_string(i);
        legacy.push_back(R"({"price":)" + n + R"(.5,"name":"item )" + n + R"("})");
        moved.push_back(R"({"name":"item )" + n + R"(","price":)" + n + R"(.5})");
        spelt.push_back(R"({"price":)" + n + R"(.50,"name":"item )" + n + R"("})");
    }
    for (auto* each : {&legacy, &moved, &spelt})
        each->push_back(each == &legacy ? R"({"last":1})" : R"({"last":2})");
    CHECK(differences(list_of(legacy), list_of(moved)) == found{"extra $.list[*]", "value $.list[*].last"});
    CHECK(differences(list_of(legacy), list_of(spelt)) == found{"extra $.list[*]", "value $.list[*].last"});
}

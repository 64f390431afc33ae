#include "facade/http/field_list.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace ficus::http;

namespace {

/// As many fields as asked for, `Via` and `Host` among them; their texts outlive the list.
field_list with(std::size_t count) {
    static std::vector<std::string> const names = [] {
        std::vector<std::string> made;
        for (std::size_t n = 0; n < most_fields; ++n) made.push_back("x" + std::to_string(n));
        return made;
    }();
    field_list list;
    for (std::size_t n = 0; n < count; ++n)
        list.push_back({names[n], "v", n % 10 == 3 ? known::via : n == 5 ? known::host : known::other});
    return list;
}

void check_is(field_list const& list, std::size_t count) {
    REQUIRE(list.size() == count);
    CHECK(list.empty() == (count == 0));
    for (std::size_t n = 0; n < count; ++n) CHECK(list[n].name == "x" + std::to_string(n));
    CHECK(static_cast<std::size_t>(list.end() - list.begin()) == count);
    CHECK(list.find(known::via) == (count > 3 ? &list[3] : nullptr));
    CHECK(list.find(known::host) == (count > 5 ? &list[5] : nullptr));
    CHECK(list.find(known::date) == nullptr);
    CHECK(list.has(known::host) == (count > 5));
    CHECK_FALSE(list.repeats(known::host));
    CHECK(list.repeats(known::via) == (count > 13));
}

} // namespace

TEST_CASE("a list of fields holds them in order and knows where each known one comes first") {
    for (std::size_t const count : {0, 1, 4, 6, 14, 31, 32, 33, 64, 65, 256}) {
        CAPTURE(count);
        check_is(with(count), count);
    }
}

TEST_CASE("lists of fields are copied and moved, whatever the other one held") {
    for (std::size_t const count : {0, 7, 32, 33, 200})
        for (std::size_t const before : {0, 5, 40, 256}) {
            CAPTURE(count, before);
            auto const from = with(count);
            auto to = with(before);
            to = from;
            check_is(to, count);
            check_is(from, count);
            field_list const copy(from);
            check_is(copy, count);
            auto again = with(before);
            again = std::move(to);
            check_is(again, count);
            CHECK(to.empty());
            CHECK(to.find(known::via) == nullptr);
            field_list const moved(std::move(again));
            check_is(moved, count);
        }
}

TEST_CASE("a list of fields that was cleared begins anew") {
    auto list = with(100);
    list.clear();
    check_is(list, 0);
    list.push_back({"Host", "a", known::host});
    CHECK(list.find(known::host) == &list[0]);
    CHECK_FALSE(list.repeats(known::host));
}

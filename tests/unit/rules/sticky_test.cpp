#include "rules/sticky.hpp"
#include "unit/rules/request.hpp"
#include "unit/rules/results.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace ficus;
using rules::sticky_list;
using test::ok;
using test::seen;

namespace {

std::optional<std::uint64_t> hash_of(sticky_list const& list, test::request head, std::uint64_t seed = 1) {
    return list.hash(seen(std::move(head)).facts(), seed);
}

} // namespace

TEST_CASE("requests of one key have one hash, and those of others have others") {
    auto const list = ok(sticky_list::compile({"header:X-User", "cookie:sid", "query:u", "ip"}));
    std::set<std::uint64_t> all;
    test::request head;
    auto const first = hash_of(list, head);
    REQUIRE(first.has_value());
    all.insert(*first);
    head.client = "192.0.2.8";
    all.insert(hash_of(list, head).value());
    head.target = "/?u=a%62";
    auto const by_query = hash_of(list, head).value();
    all.insert(by_query);
    head.target = "/other?x=1&u=ab";
    CHECK(hash_of(list, head) == by_query);
    head.headers = {{"Cookie", "sid=ab"}};
    all.insert(hash_of(list, head).value());
    head.headers.push_back({"x-user", "ab"});
    auto const by_header = hash_of(list, head).value();
    all.insert(by_header);
    CHECK(all.size() == 5);
    head.client = "192.0.2.9";
    head.target = "/";
    CHECK(hash_of(list, head) == by_header);
    CHECK(hash_of(list, head, 2) != by_header);
}

TEST_CASE("a request without any of the keys has no hash") {
    auto const list = ok(sticky_list::compile({"header:X-User"}));
    CHECK_FALSE(hash_of(list, {}).has_value());
    test::request empty;
    empty.headers = {{"X-User", ""}};
    CHECK_FALSE(hash_of(list, empty).has_value());
}

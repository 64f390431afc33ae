#include "unit/rules/routes.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

namespace {

/// `KEY: message` for each.
std::vector<std::string> unreachable(std::vector<feature> const& features) {
    std::vector<std::string> all;
    for (auto const& e : routes(features).compiled().unreachable()) all.push_back(e.key + ": " + e.message);
    return all;
}

} // namespace

TEST_CASE("what can never be reached is named with what is taken before it") {
    CHECK(unreachable({{"a", {path("/x")}}, {"b", {path("/x")}}}) ==
          std::vector<std::string>{
              "b: the feature can never be reached: all that it asks for is taken before it",
              "b.match[0]: `path /x` can never be reached: `path /x` of feature `a` comes first and takes "
              "all of it"});
    auto const is_dead = [](matcher_options first, matcher_options second) {
        return unreachable({{"a", {std::move(first)}}, {"b", {std::move(second), path("/reachable")}}})
                   .size() == 1;
    };
    CHECK(is_dead(path("/{a}/x"), path("/{b}/x")));
    CHECK(is_dead(path("/{a}/{b}"), path("/x/{b}")));
    CHECK(is_dead(path("/x/{a...}"), path("/x/{b}")));
    CHECK(is_dead(path("/x/{a...}"), prefix("/x/")));
    CHECK(is_dead(path("/x/{a...}"), prefix("/x/y")));
    CHECK(is_dead(path("/{a}/{b...}"), prefix("/x/y")));
    CHECK(is_dead(prefix("/"), regex("^/x")));
    CHECK(is_dead(path("/{all...}"), regex("^/x")));
    CHECK(is_dead(regex("^/x/y"), regex("^/x/y")));
    CHECK(is_dead(prefix("/"), with_methods({}, {"GET"})));
    CHECK(is_dead(with_methods(path("/x"), {"GET", "PUT"}), with_methods(path("/x"), {"PUT"})));
    CHECK(is_dead(with_host(path("/x"), "*.a.com"), with_host(path("/x"), "b.a.com")));
    CHECK(is_dead(with_host(path("/x"), "*.a.com"), with_host(path("/x"), "*.b.a.com")));
    CHECK(is_dead(with_header(path("/x"), "A"), with_header(path("/x"), "a", name_match::how::equals, "1")));
    CHECK(is_dead(path("/a%2Fb/{x}"), path("/a%2Fb/{y}")));
}

TEST_CASE("what may be reached is not named") {
    auto const is_alive = [](matcher_options first, matcher_options second) {
        return unreachable({{"a", {std::move(first)}}, {"b", {std::move(second)}}}).empty();
    };
    CHECK(is_alive(path("/x/{b}"), path("/{a}/{b}")));
    CHECK(is_alive(path("/x/{a...}"), prefix("/x")));
    CHECK(is_alive(path("/{a}"), prefix("/x")));
    CHECK(is_alive(path("/{a}/"), path("/x")));
    CHECK(is_alive(path("/{a}"), path("/")));
    CHECK(is_alive(prefix("/x"), prefix("/x/y")));
    CHECK(is_alive(prefix("/x"), regex("^/x")));
    CHECK(is_alive(regex("^/x"), regex("^/x/y")));
    CHECK(is_alive(with_methods(path("/x"), {"GET"}), path("/x")));
    CHECK(is_alive(with_methods(path("/x"), {"GET"}), with_methods(path("/x"), {"GET", "PUT"})));
    CHECK(is_alive(with_host(path("/x"), "a.com"), with_host(path("/x"), "*.a.com")));
    CHECK(is_alive(with_host(path("/x"), "*.a.com"), with_host(path("/x"), "a.com")));
    CHECK(is_alive(with_host(path("/x"), "*.a.com"), with_host(path("/x"), "ba.com")));
    CHECK(is_alive(with_header(path("/x"), "A", name_match::how::equals, "1"), with_header(path("/x"), "A")));
    CHECK(is_alive(path("/a%2Fb"), path("/a/b")));
    // The one with more conditions comes first, though it is later in the file.
    CHECK(is_alive(path("/x"), with_methods(path("/x"), {"GET"})));
}

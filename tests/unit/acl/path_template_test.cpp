#include "acl/path_template.hpp"

#include <catch2/catch.hpp>

using namespace ficus::acl;

namespace {

path_mapping templates(std::string const& legacy, std::string const& modern) {
    auto made = path_mapping::compile(legacy, modern);
    REQUIRE(made.has_value());
    return *made;
}

std::string problem(std::string const& legacy, std::string const& modern) {
    auto const made = path_mapping::compile(legacy, modern);
    return made ? "none" : made.error().front().key + ": " + made.error().front().message;
}

} // namespace

TEST_CASE("paths go from one template to the other and back") {
    auto const orders = templates("/api/orders/{id}/lines/{line}", "/v2/lines/{line}/of/{id}");
    CHECK(orders.map(0, "/api/orders/7/lines/3") == "/v2/lines/3/of/7");
    CHECK(orders.map(1, "/v2/lines/3/of/7") == "/api/orders/7/lines/3");
    auto const rest = templates("/files/{path...}", "/v2/blobs/{path...}");
    CHECK(rest.map(0, "/files/a/b%2Fc/") == "/v2/blobs/a/b%2Fc/");
    CHECK(rest.map(0, "/files/") == "/v2/blobs/");
    CHECK(templates("/", "/v2/").map(0, "/") == "/v2/");
}

TEST_CASE("captures stay as they were sent, literals match however they are encoded") {
    auto const t = templates("/straße/{id}", "/v2/{id}");
    CHECK(t.map(0, "/stra%C3%9Fe/a%20b%2fc;x=1") == "/v2/a%20b%2fc;x=1");
    CHECK(t.map(0, "/str%61%c3%9fe/%41") == "/v2/%41");
    CHECK(t.map(1, "/v2/x") == "/stra%C3%9Fe/x");
}

TEST_CASE("a path that does not fit its template is left alone") {
    auto const t = templates("/api/orders/{id}", "/v2/orders/{id}");
    auto const path =
        GENERATE(as<std::string>(), "/", "", "/api/orders", "/api/orders/", "/api/orders/7/",
                 "/api/orders/7/x", "/api//7", "/api/Orders/7", "/api/orders/..", "/api/orders/%2e%2E",
                 "api/orders/7", "*", "/api/orders//7", "/api/orders/7/.", "/api/orders/..%2f7",
                 "/api/orders/a%5C..", "/api/orders/..;x", "/api/orders/.%00");
    CAPTURE(path);
    CHECK_FALSE(t.map(0, path));
}

TEST_CASE("dot segments are gone before a template is looked at") {
    auto const t = templates("/t/{id}", "/v2/{id}");
    for (auto const* path : {"/t/7", "/t/./7", "/t/x/../7", "/a/%2e%2E/t/%2e/7", "/../t/7", "/./t/7"}) {
        CAPTURE(path);
        CHECK(t.map(0, path) == "/v2/7");
    }
    auto const rest = templates("/t/{rest...}", "/v2/{rest...}");
    CHECK(rest.map(0, "/t/a/../../t/b") == "/v2/b");
    CHECK(rest.map(0, "/t/a/./b/..") == "/v2/a/");
    CHECK(rest.map(0, "/t/a//b;x=.../.%2Fc...") == std::nullopt);
    CHECK(rest.map(0, "/t/a//b;x=.../c...") == "/v2/a//b;x=.../c...");
    for (auto const* path : {"/t/../other", "/t/%2e%2e/other", "/t/a/../../other", "/t/..%2fother",
                             "/t/a/..%5Cb", "/t/a/..;x/b", "/t/a/..\\b", "/t/..%00"}) {
        CAPTURE(path);
        CHECK_FALSE(rest.map(0, path));
    }
}

TEST_CASE("templates that are no pair are refused with the mend") {
    CHECK(problem("orders/{id}", "/orders/{id}") == "legacy: the template 'orders/{id}' must begin with '/'");
    CHECK(problem("/orders/{id}", "/orders") ==
          "modern: the names of both templates must be the same ones, or what they hold is lost; legacy has "
          "{id}, modern has none; what is elsewhere on the other side takes a field: 'path:id'");
    CHECK(problem("/a/{x}/{x}", "/b/{x}") ==
          "legacy: the name 'x' stands in the template twice; give each its own");
    CHECK(problem("/a/{x...}/b", "/b/{x...}") ==
          "legacy: '{x...}' takes the rest of the path and must be its last segment");
    CHECK(problem("/a/{x...}", "/b/{x}") == "modern: what is the rest of the path in one template must be "
                                            "the rest in the other: write '{name...}' in both");
    CHECK(problem("/a-{x}", "/b/{x}") == "legacy: a name in braces must be a whole segment, as in "
                                         "'/orders/{id}'; 'a-{x}' is more: name the segment "
                                         "alone, and let a field with 'path:' on that side say the rest, as "
                                         "suffix = { modern = \".json\" } does");
    CHECK(problem("/a/{}", "/b/{}") ==
          "legacy: '{}' is no name in braces; write '{id}', or '{rest...}' at the end");
    CHECK(problem("/a?id={x}", "/b/{x}").find("legacy: the template '/a?id={x}' holds a '?'") == 0);
    CHECK(problem("/100%/{x}", "/b/{x}") == "legacy: the '%' in '100%' is not followed by two hexadecimal "
                                            "digits; write %25 for the character");
    CHECK(problem("/a/{x}", "/b%2/{x}").find("modern: the '%' in 'b%2' is not") == 0);
    CHECK(problem("/100%25/{x}", "/b/{x}") == "none");
    CHECK(problem("/a/../{x}", "/b/{x}").find("legacy: the template has a dot segment") == 0);
}

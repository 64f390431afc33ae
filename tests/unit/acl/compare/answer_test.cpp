#include "comparing.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace comparing;
using namespace ficus::acl;

namespace {

using fields = std::vector<header_view>;

found answers(compare_options const& options, answer const& legacy, answer const& modern) {
    return lines(compiled(options).compare(legacy, modern));
}

answer json(std::string_view body) {
    return {200, {}, "application/json", body};
}
answer text(std::string_view body) {
    return {200, {}, "text/plain", body};
}

} // namespace

TEST_CASE("statuses are compared, and bodies only within one class of status") {
    CHECK(answers({}, {200, {}, "text/plain", "a"}, {200, {}, "text/plain", "a"}).empty());
    CHECK(answers({}, {200, {}, "text/plain", "a"}, {201, {}, "text/plain", "b"}) ==
          found{"value status", "value $[*]"});
    CHECK(answers({}, {200, {}, "application/json", "{}"}, {503, {}, "text/html", "<h1>no</h1>"}) ==
          found{"value status"});
    auto const differs = compiled({}).compare({200, {}, "", ""}, {404, {}, "", ""}).differences.at(0);
    CHECK(differs.legacy == "200");
    CHECK(differs.modern == "404");
}

TEST_CASE("only the named headers are compared") {
    compare_options options;
    options.headers = {"content-type", "location", "x-empty"};
    fields const legacy = {
        {"Content-Type", "text/html;charset=UTF-8"}, {"Location", "/a"}, {"Date", "x"}, {"X-Empty", ""}};
    fields const same = {
        {"content-type", "text/html; charset=utf-8"}, {"location", "/a"}, {"Date", "y"}, {"X-Empty", ""}};
    fields const other = {{"content-type", "text/plain"}, {"location", "/b"}, {"location", "/c"}};
    CHECK(answers(options, {200, legacy, "", ""}, {200, same, "", ""}).empty());
    CHECK(answers(options, {200, legacy, "", ""}, {200, other, "", ""}) ==
          found{"value header:content-type", "value header:location", "missing header:x-empty"});
    CHECK(answers(options, {200, {}, "", ""}, {200, other, "", ""}) ==
          found{"extra header:content-type", "extra header:location"});
}

TEST_CASE("a header with credentials is compared and not shown") {
    compare_options options;
    options.headers = {"set-cookie"};
    fields const legacy = {{"Set-Cookie", "sid=one"}};
    fields const modern = {{"Set-Cookie", "sid=two"}};
    auto const differs =
        compiled(options).compare({200, legacy, "", ""}, {200, modern, "", ""}).differences.at(0);
    CHECK(differs.path == "header:set-cookie");
    CHECK(differs.legacy == "[redacted]");
    CHECK(differs.modern == "[redacted]");
}

TEST_CASE("bodies that cannot be read as what they are are compared by their bytes") {
    CHECK(answers({}, {200, {}, "image/png", "abc"}, {200, {}, "image/png", "abd"}) == found{"value body"});
    CHECK(answers({}, json("{\"a\""), json("{\"b\"")) == found{"value body"});
    CHECK(answers({}, json(R"({"a":1)"), json(R"({"a":1)")).empty());
    CHECK(answers({}, json("{"), json("{}")) == found{"type body"});
    CHECK(answers({}, json("{}"), text("{")) == found{"type body"});
    CHECK(answers({}, json(R"({"a":1,"a":1})"), json(R"({"a":1})")) == found{"type body"});
}

TEST_CASE("JSON and XML are recognised by type, and by their first byte where none is declared") {
    for (auto const* type : {"application/json", "application/hal+json; charset=utf-8", "text/html", ""}) {
        INFO(type);
        CHECK(answers({}, {200, {}, type, R"({"a":1})"}, {200, {}, type, R"({"a": 1.0})"}).empty());
    }
    CHECK(answers({}, {200, {}, "application/atom+xml", "<a/>"}, {200, {}, "text/xml", "<a></a>"}).empty());
}

TEST_CASE("a body's difference is shown from where it begins") {
    std::string const same(1000, 'x');
    auto const differs =
        compiled({})
            .compare({200, {}, "text/plain", same + "old"}, {200, {}, "text/plain", same + "new"})
            .differences.at(0);
    CHECK_THAT(differs.legacy, Catch::EndsWith("xxxold"));
    CHECK(differs.legacy.size() < 60);
    auto const binary =
        compiled({}).compare({200, {}, "image/png", std::string_view("\0\1", 2)}, {200, {}, "image/png", ""});
    CHECK_THAT(binary.differences.at(0).legacy, Catch::Matches(R"(\(2 bytes, XXH3 [0-9a-f]{16}\))"));
    CHECK(binary.differences.at(0).modern == "(empty)");
}

TEST_CASE("bytes of one size are told apart by their hash") {
    auto const differs = compiled({})
                             .compare({200, {}, "image/png", std::string_view("\0\1", 2)},
                                      {200, {}, "image/png", std::string_view("\0\2", 2)})
                             .differences.at(0);
    CHECK(differs.path == "body");
    CHECK(differs.legacy != differs.modern);
}

TEST_CASE("statuses of one class are equal where their class is compared") {
    compare_options options;
    options.status = status_policy::by_class;
    CHECK(answers(options, {200, {}, "", ""}, {204, {}, "", ""}).empty());
    CHECK(answers(options, {200, {}, "", ""}, {301, {}, "", ""}) == found{"value status"});
    CHECK(answers({}, {200, {}, "", ""}, {204, {}, "", ""}) == found{"value status"});
    CHECK(answers(options, json("{}"), {201, {}, "application/json", "[]"}) == found{"type $"});
}

#include "acl/field_path.hpp"

#include <catch2/catch.hpp>

using namespace ficus::acl;

namespace {

/// Steps as `a|b`, `[]` behind a list; or the problem.
std::string read(format dialect, std::string_view text) {
    auto const path = parse_field_path(dialect, text);
    if (!path) return path.error();
    std::string steps;
    for (auto const& step : path->steps) steps += (steps.empty() ? "" : "|") + step;
    return steps + (path->repeated ? "[]" : "");
}

} // namespace

TEST_CASE("field paths are read in the dialect of their side") {
    CHECK(read(format::xml, "A/B") == "A|B");
    CHECK(read(format::xml, "A/ns:B/@c") == "A|ns:B|@c");
    CHECK(read(format::xml, "A/text()") == "A");
    CHECK(read(format::xml, "text()") == "");
    CHECK(read(format::xml, "Lines/Line[]") == "Lines|Line[]");
    CHECK(read(format::json, "a.b") == "a|b");
    CHECK(read(format::json, "lines[]") == "lines[]");
    CHECK(read(format::json, "[]") == "[]");
    CHECK(read(format::json, "a.'b.c[]''d'.''[]") == "a|b.c[]'d|[]");
    CHECK(read(format::json, "@a/b c") == "@a/b c");
    CHECK(read(format::form, "a.b") == "a.b");
    CHECK(read(format::form, "a[b][]") == "a[b][]");
    CHECK(read(format::form, "'tags[]'") == "tags[]");
    CHECK(read(format::form, "'tags[]'[]") == "tags[][]");
}

TEST_CASE("a path that cannot be meant is refused with its mend") {
    CHECK(read(format::xml, "/Order/No") ==
          "the path '/Order/No' begins with '/'; paths begin below the root element");
    CHECK(read(format::xml, "") == "the path '' names nothing; an element's own text is text()");
    CHECK(read(format::xml, "A//B") == "the path 'A//B' has the step '', which is no XML name");
    CHECK(read(format::xml, "@a/B").find("goes on after an attribute") != std::string::npos);
    CHECK(read(format::xml, "@a[]").find("does not repeat") != std::string::npos);
    CHECK(read(format::xml, "text()/B").find("goes on after text()") != std::string::npos);
    CHECK(
        read(format::xml, "A[]/B") ==
        "the path 'A[]/B' has [] before its end; end this path there and put what is below it into 'fields'");
    CHECK(
        read(format::json, "a[].b") ==
        "the path 'a[].b' has [] before its end; end this path there and put what is below it into 'fields'");
    CHECK(read(format::json, "$.a") == "the path '$.a' begins with '$.'; leave that out");
    CHECK(read(format::json, "a..b") == "the path 'a..b' has an empty name; an empty name is written ''");
    CHECK(read(format::json, "") == "the path '' has an empty name; an empty name is written ''");
    CHECK(read(format::json, "a[0]") == "the path 'a[0]' has '[' in a name; quote the name: 'a.b'");
    CHECK(read(format::json, "'a") == "the path ''a' has a quote that does not end");
    CHECK(read(format::form, "[]") == "the path '[]' names nothing; an empty name is written ''");
    CHECK(read(format::form, "'a'b") == "the path ''a'b' goes on after a quoted name; only [] may follow");
}

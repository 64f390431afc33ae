#include "acl/proof.hpp"
#include "scripts.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

// What a proof finds is told by its cause: the option that it comes from, one document, and all paths that
// show it.

namespace {

/// Every finding as `way key: document (paths)`, one a line.
std::string causes(translator_options const& options) {
    std::string all;
    for (auto const& f : prove(make(options))) {
        all +=
            (f.way == direction::to_modern ? "to-modern " : "to-legacy ") + f.key + ": " + f.document + " (";
        for (auto const& path : f.paths) all += (all.ends_with('(') ? "" : ", ") + path;
        all += ")\n";
    }
    return all;
}

} // namespace

TEST_CASE("what a list's 'nothing' does to every document is one finding") {
    auto lines = list("Lines[]", "lines[]", {field("Sku", "sku"), field("Qty", "quantity")});
    lines.nothing = nothing_options{{nothing::absent}, {nothing::empty}};
    CHECK(causes(mapped(format::json, format::json, {field("A", "a"), field("B", "b"), lines})) ==
          "to-legacy fields[2].nothing: {} (a, b, lines)\n"
          "to-modern fields[2].nothing: {\"Lines\":[]} (Lines)\n");
}

TEST_CASE("what the translator's 'nothing' does to every field is one finding a direction") {
    auto options = mapped(format::json, format::json, {field("A", "a"), field("B", "b"), field("C", "c")});
    options.nothing = nothing_options{{nothing::empty}, {nothing::null}};
    CHECK(causes(options) == "to-legacy nothing: {\"a\":\"\"} (a, b, c)\n"
                             "to-modern nothing: {\"A\":null} (A, B, C)\n");
}

TEST_CASE("what a default fills into every document is one finding, and hides no other") {
    auto filled = field("B", "b");
    filled.missing.modern = "x";
    auto const upper = [] {
        auto f = field("C", "c");
        f.values = {{"1", "one"}};
        f.otherwise.legacy = "1";
        return f;
    }();
    CHECK(causes(mapped(format::json, format::json, {field("A", "a"), filled, upper})) ==
          "to-modern fields[1].default: {} (A, B, C)\n"
          "to-legacy fields[1].default: {} (a, b, c)\n"
          "to-legacy fields[2]: {\"c\":\"other\"} (c)\n");
}

TEST_CASE("fields that must be there are in every example, in elements of lists too") {
    auto const needed = [](std::string legacy, std::string modern) {
        auto f = field(std::move(legacy), std::move(modern));
        f.required = true;
        return f;
    };
    CHECK(causes(mapped(format::json, format::json,
                        {needed("A", "a"), needed("B", "b"), field("C", "c"),
                         list("L[]", "l[]", {needed("D", "d"), needed("E", "e"), field("F", "f")})})) == "");
}

TEST_CASE("what is lost beside the body is blamed on the field that is there") {
    auto page = field("query:p", "query:page");
    page.missing.modern = "1";
    auto options = mapped(format::form, format::json, {page, field("a", "a")});
    options.request.path = {"/a", "/b"};
    auto const all = causes(options);
    CAPTURE(all);
    CHECK(all.find("fields[0].default: POST /a (a, query:p)\n") != std::string::npos);
    CHECK(all.find("fields[1]") == std::string::npos);
}

TEST_CASE("what is lost in a document within a text is blamed on the field in it, in its lists too") {
    auto filled = field("b", "b");
    filled.missing.modern = "x";
    field_options inner;
    inner.legacy = "d";
    inner.document.emplace().legacy.emplace();
    inner.fields = {field("a", "a"), filled};
    auto const flat = causes(mapped(format::form, format::json, {field("z", "z"), inner}));
    CAPTURE(flat);
    CHECK(flat.find("to-modern fields[1].fields[1].default: z= (d: a, d: b, z)\n") != std::string::npos);
    inner.fields = {field("a", "a"), list("l[]", "l[]", {field("c", "c"), filled})};
    auto const all = causes(mapped(format::form, format::json, {inner}));
    CAPTURE(all);
    CHECK(all.find("to-modern fields[0].fields[1].fields[1].default: ") != std::string::npos);
    CHECK(all.find("fields[0].fields[1].fields[0]") == std::string::npos);
}

TEST_CASE("behind a field with a script, keys are those of the whole translator") {
    CHECK(causes(mapped(format::form, format::json,
                        {scripted(field("x", "x"), "return value"), field("a", "a"),
                         list("t[]", "tags[]")})) == "to-legacy fields[2]: {\"tags\":[]} (tags)\n");
}

TEST_CASE("what no 'when' is for is one finding with all values") {
    auto only = field("X", "x");
    only.when = {{{"T", {"A"}}}, {{"t", {"a"}}}};
    auto const found = prove(make(
        mapped(format::json, format::json, {table("T", "t", {{"A", "a"}, {"B", "b"}, {"C", "c"}}), only})));
    REQUIRE(found.size() == 2);
    CHECK(found[0].key == "fields[0]");
    CHECK(found[0].message.starts_with("no 'when' is for 'B', 'C'; "));
    CHECK(found[1].message.starts_with("no 'when' is for 'b', 'c'; "));
}

#include "comparing.hpp"

#include <catch2/catch.hpp>

using namespace comparing;
using ficus::acl::body_way;
using ficus::acl::compare_options;

namespace {

constexpr std::string_view type = "text/html; charset=utf-8";

found html(std::string_view legacy, std::string_view modern, compare_options const& options = {}) {
    auto const made = compare(legacy, modern, options, type);
    CHECK(made.way == body_way::html);
    return lines(made);
}

} // namespace

TEST_CASE("pages are compared by what a browser makes of them") {
    CHECK(html("<!DOCTYPE html><ul><li class='a b'>x<li>y</ul>",
               "<html><head></head><body>\n<UL>\n  <li class=\"b a\">x</li>\n  <li>y</li>\n</UL><!-- v2 "
               "-->\n</body></html>")
              .empty());
    CHECK(html("<p>a</p>", "<p>b</p>") == found{"value $.body.p"});
    CHECK(html("<p class=a>a", "<p class=b>a") == found{"value $.body.p.@class"});
    CHECK(html("<p id=a>a", "<p>a") == found{"missing $.body.p.@id"});
    CHECK(html("<title>a</title>", "<title>b</title>") == found{"value $.head.title"});
    CHECK(html("<html lang=en>", "<html lang=de>") == found{"value $.@lang"});
    CHECK(
        html("<table><tr><td>1<td>2<tr><td>3<td>4</table>", "<table><tr><td>1<td>2<tr><td>3<td>5</table>") ==
        found{"value $.body.table.tbody.tr[*].td[*]"});
    CHECK(html("<ul><li>a<li>b<li>c</ul>", "<ul><li>a<li>c</ul>") == found{"missing $.body.ul.li[*]"});
}

TEST_CASE("the order of a page's elements counts") {
    CHECK(html("<h1>a</h1><p>b</p>", "<p>b</p><h1>a</h1>") == found{"value $.body"});
    auto const made = compare("<h1>a</h1><p>b</p>", "<p>b</p><h1>a</h1>", {}, type);
    CHECK(made.differences[0].legacy == "<h1><p>");
    CHECK(made.differences[0].modern == "<p><h1>");
    CHECK(html("<p>one <b>two</b> three</p>", "<p>one three <b>two</b></p>") == found{"value $.body.p"});
    CHECK(html("<p><b>a</b> <i>b</i></p>", "<p><b>a</b><i>b</i></p>") == found{"value $.body.p"});
}

TEST_CASE("one element more or less within a text is one difference") {
    CHECK(html("<p>one <b>two</b> three</p>", "<p>one three</p>") == found{"missing $.body.p.b"});
    CHECK(html("<p>one<br>two</p>", "<p>one two</p>") == found{"missing $.body.p.br"});
    CHECK(html("<p>one</p>", "<p>one <i>x</i></p>") == found{"extra $.body.p.i"});
    CHECK(html("<p>one <b>two</b></p>", "<p>another</p>") == found{"value $.body.p", "missing $.body.p.b"});
}

TEST_CASE("rules hold for pages by their paths") {
    compare_options options;
    options.ignore = {"$.body.p.span", "$..@data-id"};
    options.unordered = {"$.body.ul.li"};
    options.tolerance = {{"$.body.b", "1"}};
    options.normalize = {{"$.body.i", {"case"}}};
    CHECK(html("<p>at <span>1</span> noon</p>", "<p>at noon</p>", options).empty());
    CHECK(html("<p>at <span>1</span> noon</p>", "<p>at noon <span>2</span><span>3</span></p>", options)
              .empty());
    CHECK(html("<p data-id=1>a<ul><li>a<li>b <u>c</u></ul><b>10</b><i>X",
               "<p>a<ul><li>b <u>c</u><li>a</ul><b>11</b><i>x", options)
              .empty());
    CHECK(html("<b>10</b>", "<b>12</b>", options) == found{"value $.body.b"});
}

TEST_CASE("what selectors name is not compared") {
    compare_options options;
    options.html_ignore = {".csrf", "meta[name=token]", "#now b"};
    CHECK(html("<meta name=token content=1><input class=csrf value=1><p id=now>at <b>12</b>",
               "<meta name=token content=2><p id=now>at <b>13</b><b>14</b>", options)
              .empty());
    CHECK(html("<p class=csrf>a</p><p>b", "<p>c", options) == found{"value $.body.p"});
}

TEST_CASE("a selector that is not understood does not compile") {
    compare_options options;
    options.html_ignore = {"p", "p:first-child"};
    options.ignore = {"nonsense"};
    auto const made = ficus::acl::comparer::compile(options);
    REQUIRE(made.has_error());
    REQUIRE(made.error().size() == 2);
    CHECK(made.error()[1].key == "html_ignore[1]");
}

TEST_CASE("a page that is not read is compared line by line") {
    std::string deep;
    for (int i = 0; i < 600; ++i) deep += "<div>\n";
    auto const made = compare(deep + "a\nb\n", deep + "a\nc\n", {}, type);
    CHECK(made.way == body_way::text);
    CHECK(lines(made) == found{"value $[*]"});
}

TEST_CASE("pages are known by their type, or by their beginning where none is said") {
    CHECK(compare("<p>a", "<p>b", {}, "TEXT/HTML").way == body_way::html);
    CHECK(compare("\n<!DOCTYPE html><p>a", "<!doctype HTML><p>b", {}, "").way == body_way::html);
    CHECK(compare("<html><p>a", "<HTML><p>b", {}, "").way == body_way::html);
    CHECK(compare("<html><p>a", "<html><p>b", {}, "text/plain").way == body_way::text);
    CHECK(compare("{\"a\":1}", "{\"a\":2}", {}, "text/html").way == body_way::json);
}

TEST_CASE("pages in different charsets are compared by their characters") {
    auto const made = compiled({}).compare({200, {}, "text/html; charset=iso-8859-1", "<p>\xE4</p>"},
                                           {200, {}, "text/html; charset=utf-8", "<p>\u00E4"});
    CHECK(made.equal());
    CHECK(made.way == body_way::html);
}

TEST_CASE("elements are shown whatever they are called") {
    auto const made = compare("<p>a</p>", "<p>a</p><my-x @click='a<b' :y>&lt;x<br></my-x>", {}, type);
    REQUIRE(lines(made) == found{"extra $.body.my-x"});
    CHECK(made.differences[0].modern == "<my-x :y=\"\" @click=\"a<b\">&lt;x<br></my-x>");
}

TEST_CASE("what is redacted of a page is neither shown nor stored") {
    compare_options options;
    options.redact = {"$..input.@value"};
    auto const comparer = compiled(options);
    auto const made =
        comparer.compare({200, {}, type, "<input value=secret1>"}, {200, {}, type, "<input value=secret2>"});
    REQUIRE(lines(made) == found{"value $.body.input.@value"});
    CHECK(made.differences[0].legacy == "[redacted]");
    auto const stored = comparer.redact(type, "<p @x=1>a<input value=secret1><script>a<b</script>", 1000);
    CHECK(stored == "<html><head></head><body><p @x=\"1\">a<input "
                    "value=\"[redacted]\"><script>a<b</script></p></body></html>");
}

TEST_CASE("elements in any order find each other by what is left of their text") {
    std::string legacy = "<ul>", modern = "<ul>";
    // More than are weighed against each other one by one.
    for (int i = 0; i < 60; ++i) {
        legacy += "<li>at <i>" + std::to_string(i) + "</i> NOON of " + std::to_string(i) + " <i>x</i></li>";
        modern += "<li>at noon of " + std::to_string(59 - i) + "</li>";
    }
    compare_options options;
    options.unordered = {"$.body.ul.li"};
    options.ignore = {"$..i"};
    options.normalize = {{"$.body.ul.li[*]", {"case"}}};
    CHECK(html(legacy + "</ul>", modern + "</ul>", options).empty());
}

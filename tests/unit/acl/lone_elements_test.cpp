#include "findings.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

// What writers of JSON who know no types make of lists and objects: one element alone, `[]` for an object.

namespace {

field_options lone(field_options f, std::array<bool, 2> single) {
    f.single = single;
    return f;
}

} // namespace

TEST_CASE("one element stands alone, several in a list, and both are read") {
    auto const t = make(mapped(format::json, format::json,
                               {lone(list("a[]", "x[]"), {true, false}),
                                lone(list("o.i[]", "y[]", {field("k", "key")}), {true, false})}));
    CHECK(to_modern(t, R"({"a":"1","o":{"i":{"k":"2"}}})") == R"({"x":["1"],"y":[{"key":"2"}]})");
    CHECK(to_legacy(t, R"({"x":["1"],"y":[{"key":"2"}]})") == R"({"a":"1","o":{"i":{"k":"2"}}})");
    CHECK(to_modern(t, R"({"a":["1"],"o":{"i":[{"k":"2"},{"k":"3"}]}})") ==
          R"({"x":["1"],"y":[{"key":"2"},{"key":"3"}]})");
    CHECK(to_legacy(t, R"({"x":["1","2"],"y":[]})") == R"({"a":["1","2"],"o":{"i":[]}})");
    CHECK(to_modern(t, R"({"o":{"i":"2"}})") == "o.i[0]: a string where an object is due");
    CHECK(to_legacy(t, R"({"x":"1"})") == "x: a string where a list is due");
    CHECK(findings(t) == "");
}

TEST_CASE("what could not be told from the list stays in it") {
    auto const t = make(mapped(format::json, format::json, {lone(list("a[]", "x[]"), {true, true})}));
    CHECK(to_legacy(t, R"({"x":[[1]]})") == R"({"a":[[1]]})");
    CHECK(to_modern(t, R"({"a":[[1]]})") == R"({"x":[[1]]})");
    CHECK(to_legacy(t, R"({"x":[null]})") == R"({"a":[null]})");
    CHECK(to_legacy(t, R"({"x":null})") == R"({"a":null})");
    CHECK(to_legacy(t, R"({"x":[[]]})") == R"({"a":[[]]})");
    CHECK(to_legacy(t, R"({"x":7})") == R"({"a":7})");
    CHECK(findings(t) == "");
}

TEST_CASE("a document that is a list, a list in one text, and one of XML") {
    auto const whole =
        make(mapped(format::xml, format::json, {lone(list("E[]", "[]", {field("@k", "k")}), {false, true})}));
    CHECK(to_modern(whole, R"(<R><E k="1"/></R>)") == R"({"k":"1"})");
    CHECK(to_legacy(whole, R"({"k":"1"})") == R"(<R><E k="1"/></R>)");
    CHECK(to_legacy(whole, R"([{"k":"1"},{"k":"2"}])") == R"(<R><E k="1"/><E k="2"/></R>)");
    CHECK(findings(whole) == "");
    auto const one = make(mapped(
        format::json, format::json,
        {lone(list("query.pages{}", "[]", {field("key()", "id"), field("title", "title")}), {false, true})}));
    CHECK(to_modern(one, R"({"query":{"pages":{"7":{"title":"x"}}}})") == R"({"id":"7","title":"x"})");
    CHECK(to_legacy(one, R"({"id":"7","title":"x"})") == R"({"query":{"pages":{"7":{"title":"x"}}}})");
    auto f = lone(list("t", "x[]"), {false, true});
    f.split.emplace().legacy = text_list_options{";"};
    auto const text = make(mapped(format::form, format::json, {f}));
    CHECK(to_modern(text, "t=a") == R"({"x":"a"})");
    CHECK(to_legacy(text, R"({"x":"a"})") == "t=a");
    CHECK(to_legacy(text, R"({"x":["a","b"]})") == "t=a%3Bb");
    CHECK(findings(text) == "");
    CHECK(problems(mapped(format::xml, format::json, {lone(list("E[]", "x[]"), {true, false})})) ==
          "fields[0].single: 'single' is of a list of json, whose path ends in [], and the legacy path is "
          "none: "
          "elsewhere an element that repeats is one of itself\n");
}

TEST_CASE("an object of no members may be a list of none, as PHP writes it") {
    auto options = mapped(
        format::json, format::json,
        {list("pages{}", "pages[]", {field("key()", "id"), field("title", "title")}), field("o.a", "a")});
    options.legacy.empty_object_is_list = true;
    auto const t = make(options);
    CHECK(to_modern(t, R"({"pages":[],"o":[]})") == R"({"pages":[]})");
    CHECK(to_legacy(t, R"({"pages":[]})") == R"({"pages":[]})");
    CHECK(to_modern(t, "[]") == "{}");
    CHECK(to_legacy(t, "{}") == "[]");
    CHECK(to_modern(t, R"({"pages":{"7":{"title":"x"}}})") == R"({"pages":[{"id":"7","title":"x"}]})");
    CHECK(to_legacy(t, R"({"pages":[{"id":"7"}]})") == R"({"pages":{"7":[]}})");
    CHECK(to_modern(t, R"({"pages":{"7":[]}})") == R"({"pages":[{"id":"7"}]})");
    CHECK(to_modern(t, R"({"pages":["x"]})") == "pages: a list where an object is due");
    options.fields = {lone(list("i[]", "i[]", {field("a", "a")}), {true, false})};
    auto const both = make(options);
    CHECK(to_legacy(both, R"({"i":[{}]})") == R"({"i":[[]]})");
    CHECK(to_modern(both, R"({"i":[[]]})") == R"({"i":[{}]})");
    CHECK(to_modern(both, R"({"i":[]})") == R"({"i":[]})");
    CHECK(findings(both) == "");
    CHECK(findings(t) == "");
}

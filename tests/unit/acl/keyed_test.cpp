#include "findings.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

namespace {

translator_options lines() {
    return mapped(format::xml, format::json,
                  {list("Lines/Line[]", "lines{}",
                        {field("@sku", "key()"), field("@qty", "qty", scalar_type::integer)})});
}

translator_options labels() {
    return mapped(format::json, format::json,
                  {list("labels[]", "labels{}",
                        {field("lang", "key()"), field("text", "value()", scalar_type::string)})});
}

} // namespace

TEST_CASE("an object keyed by an id is a list on the other side, in its order") {
    auto const t = make(lines());
    constexpr auto legacy = R"(<R><Lines><Line sku="b9" qty="1"/><Line sku="a17" qty="2"/></Lines></R>)";
    constexpr auto modern = R"({"lines":{"b9":{"qty":1},"a17":{"qty":2}}})";
    CHECK(run(t, direction::to_modern, legacy) == modern);
    CHECK(run(t, direction::to_legacy, modern) == legacy);
    CHECK(run(t, direction::to_modern, "<R><Lines/></R>") == R"({"lines":{}})");
    CHECK(run(t, direction::to_legacy, R"({"lines":{}})") == "<R><Lines/></R>");
    CHECK(run(t, direction::to_modern, "<R/>") == "{}");
    CHECK(findings(t) == "");
}

TEST_CASE("a key that is there twice, or not at all, is an error that names it") {
    auto const t = make(lines());
    CHECK(run(t, direction::to_modern,
              R"(<R><Lines><Line sku="a"/><Line sku="b"/><Line sku="a"/></Lines></R>)") ==
          "Lines/Line[2]/@sku: 'a' is there twice, and on the other side it is the name of one member");
    CHECK(run(t, direction::to_modern, R"(<R><Lines><Line qty="1"/></Lines></R>)") ==
          "Lines/Line[0]/@sku: is not there, and on the other side it is the name of a member");
    CHECK(run(t, direction::to_legacy, R"({"lines":{"a":{"qty":"x"}}})") ==
          "lines.a.qty: a string where an integer is due");
    CHECK(run(t, direction::to_legacy, R"({"lines":[]})") == "lines: a list where an object is due");
}

TEST_CASE("members may be scalars, and keys are converted as other texts are") {
    auto const t = make(labels());
    CHECK(run(t, direction::to_legacy, R"({"labels":{"en":"Hello","de":"Hallo"}})") ==
          R"({"labels":[{"lang":"en","text":"Hello"},{"lang":"de","text":"Hallo"}]})");
    CHECK(run(t, direction::to_modern, R"({"labels":[{"text":"Hello","lang":"en"}]})") ==
          R"({"labels":{"en":"Hello"}})");
    CHECK(run(t, direction::to_modern, R"({"labels":[{"lang":"en"}]})") ==
          "labels[0].text: is not there, and is all that there would be on the other side");
    CHECK(run(t, direction::to_modern, R"({"labels":null})") == R"({"labels":null})");
    CHECK(findings(t) == "");
    auto const ids = make(mapped(
        format::json, format::json,
        {list("[]", "{}",
              {field("id", "key()", scalar_type::integer), field("n", "value()", scalar_type::integer)})}));
    CHECK(run(ids, direction::to_modern, R"([{"id":17,"n":1},{"id":4,"n":2}])") == R"({"17":1,"4":2})");
    CHECK(run(ids, direction::to_legacy, R"({"17":1,"4":2})") == R"([{"id":17,"n":1},{"id":4,"n":2}])");
    CHECK(run(ids, direction::to_legacy, R"({"x":1})").starts_with("x.key(): "));
    CHECK(findings(ids) == "");
}

TEST_CASE("elements of any name are an object's members, or a list") {
    auto const alike = make(mapped(format::xml, format::json, {field("Labels{}", "labels{}")}));
    CHECK(run(alike, direction::to_modern, "<R><Labels><en>Hello</en><de/></Labels></R>") ==
          R"({"labels":{"en":"Hello","de":""}})");
    CHECK(
        run(alike, direction::to_legacy, R"({"labels":{"de":"","en":null}})") ==
        R"(<R xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><Labels><de/><en xsi:nil="true"/></Labels></R>)");
    CHECK(run(alike, direction::to_legacy, R"({"labels":{"a b":"x"}})") ==
          "labels.a b: 'a b', which cannot be the name of an element");
    CHECK(run(alike, direction::to_modern, "<R><Labels><en/><en/></Labels></R>") ==
          "Labels/en: appears more than once, where each has a name of its own");
    CHECK(findings(alike) == "");
    auto const rows = make(mapped(format::xml, format::json,
                                  {list("{}", "[]", {field("key()", "name"), field("text()", "value")})}));
    CHECK(run(rows, direction::to_modern, "<R><a>1</a><b>2</b></R>") ==
          R"([{"name":"a","value":"1"},{"name":"b","value":"2"}])");
    CHECK(run(rows, direction::to_legacy, R"([{"name":"a","value":"1"}])") == "<R><a>1</a></R>");
}

TEST_CASE("members that have fields of their own are none of the list's") {
    auto const t = make(mapped(format::xml, format::json,
                               {field("Total", "total", scalar_type::integer),
                                list("Line[]", "{}", {field("@sku", "key()"), field("Qty", "qty")})}));
    CHECK(run(t, direction::to_legacy, R"({"a":{"qty":"1"},"total":3,"b":{"qty":"2"}})") ==
          R"(<R><Total>3</Total><Line sku="a"><Qty>1</Qty></Line><Line sku="b"><Qty>2</Qty></Line></R>)");
    CHECK(run(t, direction::to_modern, R"(<R><Total>3</Total><Line sku="a"><Qty>1</Qty></Line></R>)") ==
          R"({"total":3,"a":{"qty":"1"}})");
    CHECK(run(t, direction::to_modern, R"(<R><Line sku="total"><Qty>1</Qty></Line></R>)") ==
          "Line[0]/@sku: 'total', which is the name of something else on the other side");
}

TEST_CASE("a list of scalars becomes one of objects") {
    auto const t =
        make(mapped(format::json, format::json, {list("tags[]", "tags[]", {field("value()", "name")})}));
    CHECK(run(t, direction::to_modern, R"({"tags":["a","b"]})") == R"({"tags":[{"name":"a"},{"name":"b"}]})");
    CHECK(run(t, direction::to_legacy, R"({"tags":[{"name":"a"}]})") == R"({"tags":["a"]})");
    CHECK(run(t, direction::to_legacy, R"({"tags":[{}]})") ==
          "tags[0].name: is not there, and is all that there would be on the other side");
    CHECK(findings(t) == "");
}

TEST_CASE("what is kept may not become an element of an object") {
    auto o = lines();
    o.keep_rest = true;
    auto const t = make(o);
    constexpr auto legacy = R"(<R><Lines><Line sku="a" note="n"/></Lines></R>)";
    constexpr auto modern = R"({"lines":{"a":{"@note":"n"}}})";
    CHECK(run(t, direction::to_modern, legacy) == modern);
    CHECK(run(t, direction::to_legacy, modern) == legacy);
    auto root =
        mapped(format::xml, format::json, {list("Line[]", "{}", {field("@sku", "key()"), field("@q", "q")})});
    root.keep_rest = true;
    CHECK(run(make(root), direction::to_modern, R"(<R v="1"><Line sku="a"/></R>)") ==
          "@v: no field names it, and rest = \"keep\" cannot keep it: on the other side it would be an "
          "element of "
          "'{}'; map it to a name of its own");
    auto scalars = labels();
    scalars.keep_rest = true;
    auto const there = make(scalars).translate(direction::to_modern, part::response,
                                               R"({"labels":[{"lang":"en","text":"Hello","x":1}]})");
    REQUIRE(there.has_value());
    CHECK(there->body == R"({"labels":{"en":"Hello"}})");
    CHECK(there->dropped == 1);
}

TEST_CASE("a member's name may be a part of a text, beside its value or what is of it") {
    field_options pair;
    pair.legacy = "text()";
    pair.templates = {"{k}={v}"};
    pair.part_names = {"k", "v"};
    pair.parts = {field("", "key()"), field("", "value()")};
    auto const t = make(mapped(format::xml, format::json, {list("I[]", "i{}", {pair})}));
    CHECK(to_modern(t, "<R><I>a=1</I><I>b.c==</I></R>") == R"({"i":{"a":"1","b.c":"="}})");
    CHECK(to_legacy(t, R"({"i":{"b.c":"=","a":"1"}})") == "<R><I>b.c==</I><I>a=1</I></R>");
    CHECK(to_modern(t, "<R><I>a=1</I><I>a=2</I></R>") ==
          "I[1]/text(): 'a' is there twice, and on the other side it is the name of one member");
    CHECK(to_legacy(t, R"({"i":{"a=b":"1"}})") ==
          "i.a=b.key(): {k} is 'a=b', which could not be read back out of {k}={v}: '=' ends it");
    CHECK(findings(t) ==
          "i: an empty list comes back as none: the other side has nothing that says so; give the "
          "list a wrapper of its own there: {\"i\":{}}\n");
    pair.parts[1] = field("", "n", scalar_type::integer);
    auto const objects = make(mapped(format::json, format::json, {list("l[]", "i{}", {[&] {
                                                                           auto f = pair;
                                                                           f.legacy = "value()";
                                                                           return f;
                                                                       }()})}));
    CHECK(to_modern(objects, R"({"l":["a=1","b=2"]})") == R"({"i":{"a":{"n":1},"b":{"n":2}}})");
    CHECK(to_legacy(objects, R"({"i":{"a":{"n":1},"b":{"n":2}}})") == R"({"l":["a=1","b=2"]})");
}

TEST_CASE("a key that has no place on the other side is refused") {
    CHECK(problems(mapped(format::xml, format::json, {field("Line[]", "lines{}")})) ==
          "fields[0].modern: the names of the members have no place on the other side; say it with fields = "
          "[ { "
          "modern = \"key()\", legacy = \"...\" }, ... ]\n");
    CHECK(problems(mapped(format::xml, format::json, {field("A", "key()")}))
              .find("it is for the 'fields' of a list") != std::string::npos);
    CHECK(problems(mapped(format::form, format::json, {field("a{}", "a{}")})).find("a form has no objects") !=
          std::string::npos);
    CHECK(problems(mapped(format::xml, format::json, {field("A", "a{}")}))
              .find("only the modern path ends in []") != std::string::npos);
}

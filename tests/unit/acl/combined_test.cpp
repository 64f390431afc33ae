#include "acl/call.hpp"
#include "acl/mapping_trace.hpp"
#include "acl/proof_unproven.hpp"
#include "unit/acl/findings.hpp"
#include "unit/acl/translators.hpp"

#include <catch2/catch.hpp>

using namespace ficus::acl;
using namespace ficus::acl::testing;

// Options of fields that meet in one translator: conditions, keyed objects, numbered names, texts of several
// parts, scripts, calls, nothing, and the trace of all of them.

namespace {

constant_options said(std::string text) {
    return {std::move(text), scalar_type::string};
}

when_options tagged(std::string legacy, std::string modern) {
    return {{{"@type", said(std::move(legacy))}}, {{"kind", said(std::move(modern))}}};
}

field_options only(when_options when, field_options f) {
    f.when = std::move(when);
    return f;
}

/// `{last}, {first}` of a text on the legacy side.
field_options name_of_parts(std::string legacy, std::string last, std::string first) {
    field_options f;
    f.legacy = std::move(legacy);
    f.templates = {"{last}, {first}"};
    f.part_names = {"last", "first"};
    f.parts = {field("", std::move(last)), field("", std::move(first))};
    return f;
}

field_options with_script(field_options f) {
    f.lua.to_modern = script_text{"return string.lower(value)", ""};
    f.lua.to_legacy = script_text{"return string.upper(value)", ""};
    return f;
}

field_options with_nothing(field_options f) {
    f.nothing = nothing_options{{nothing::empty}, {nothing::null}};
    return f;
}

field_options split_by(field_options f, std::string separator) {
    f.split = split_options{text_list_options{std::move(separator)}, {}};
    return f;
}

std::string traced(translator const& t, direction way, std::string_view body) {
    message_view from;
    from.body = body;
    mapping_trace trace;
    auto const made = t.translate(way, part::response, from, {}, &trace);
    std::string out;
    for (auto const& step : trace.steps)
        out += std::string(to_string(step.what)) + " | " + step.source + " | " + step.value + " | " +
               step.target + " | " + step.result + '\n';
    if (!made) out += made.error().where + ": " + made.error().message + '\n';
    return out;
}

} // namespace

TEST_CASE("a text of several parts is mapped in its case alone, and its parts tell which case it is") {
    auto const t =
        make(mapped(format::xml, format::json,
                    {only(tagged("P", "person"), name_of_parts("Name", "person.last", "person.first")),
                     only(tagged("C", "company"), field("Name", "company.name"))}));
    CHECK(to_modern(t, R"(<R type="P"><Name>Doe, Ann</Name></R>)") ==
          R"({"kind":"person","person":{"last":"Doe","first":"Ann"}})");
    CHECK(to_modern(t, R"(<R type="C"><Name>Doe, Ann</Name></R>)") ==
          R"({"kind":"company","company":{"name":"Doe, Ann"}})");
    CHECK(to_legacy(t, R"({"kind":"person","person":{"first":"Ann","last":"Doe"}})") ==
          R"(<R type="P"><Name>Doe, Ann</Name></R>)");
    CHECK(findings(t) == "");

    // Where modern says no kind, any part of the name is enough.
    auto const told = make(mapped(format::xml, format::json,
                                  {only({{{"@type", said("P")}}, {}}, name_of_parts("Name", "last", "first")),
                                   only({{{"@type", said("C")}}, {}}, field("Name", "company"))}));
    CHECK(to_legacy(told, R"({"first":"Ann","last":"Doe"})") == R"(<R type="P"><Name>Doe, Ann</Name></R>)");
    CHECK(to_legacy(told, R"({"company":"X"})") == R"(<R type="C"><Name>X</Name></R>)");
}

TEST_CASE("the parts of a text may have the number of the element that they are of") {
    auto const t = make(mapped(format::form, format::json,
                               {list("{1}", "people[]", {name_of_parts("name{1}", "last", "first")})}));
    CHECK(to_modern(t, "name1=Doe,+Ann&name2=Roe,+Bob") ==
          R"({"people":[{"last":"Doe","first":"Ann"},{"last":"Roe","first":"Bob"}]})");
    CHECK(to_legacy(t, R"({"people":[{"first":"Ann","last":"Doe"}]})") == "name1=Doe%2C+Ann");

    auto parts_there = name_of_parts("", "last{1}", "first{1}");
    parts_there.modern = "name";
    for (auto& one : parts_there.parts) std::swap(one.legacy, one.modern);
    auto const back = make(mapped(format::form, format::json, {list("{1}", "people[]", {parts_there})}));
    CHECK(to_modern(back, "last1=Doe&first1=Ann") == R"({"people":[{"name":"Doe, Ann"}]})");
    CHECK(to_legacy(back, R"({"people":[{"name":"Doe, Ann"}]})") == "last1=Doe&first1=Ann");

    CHECK(problems(mapped(format::form, format::json,
                          {list("{1}", "people[]", {field("id{1}", "id"), name_of_parts("name", "a", "b")})}))
              .find("this name needs the number too") != std::string::npos);
    CHECK(problems(mapped(format::form, format::json, {name_of_parts("name{1}", "a", "b")}))
              .find("a text of several parts is one text") == std::string::npos);
    CHECK(problems(mapped(format::form, format::json, {name_of_parts("name{1}", "a", "b")}))
              .find("this is one value, and what has numbers is a list") != std::string::npos);
}

TEST_CASE("scripts run for the members of an object, for their names, and in a case") {
    auto const t = make(mapped(format::xml, format::json,
                               {list("L/I[]", "items{}",
                                     {with_script(field("@id", "key()")), with_script(field("N", "name")),
                                      field("Q", "quantity", scalar_type::integer)})}));
    CHECK(to_modern(t, R"(<R><L><I id="A1"><N>INK</N><Q>2</Q></I></L></R>)") ==
          R"({"items":{"a1":{"name":"ink","quantity":2}}})");
    CHECK(to_legacy(t, R"({"items":{"a1":{"name":"ink","quantity":2}}})") ==
          R"(<R><L><I id="A1"><N>INK</N><Q>2</Q></I></L></R>)");
    // The rest is proven without them.
    CHECK(find_unproven(t.options()).size() == 2);
    CHECK(findings(t) == "");

    auto const cased = make(mapped(
        format::xml, format::json,
        {only(tagged("A", "a"), with_script(field("X", "x"))), only(tagged("B", "b"), field("X", "y"))}));
    CHECK(to_modern(cased, R"(<R type="A"><X>INK</X></R>)") == R"({"kind":"a","x":"ink"})");
    CHECK(to_legacy(cased, R"({"kind":"a","x":"ink"})") == R"(<R type="A"><X>INK</X></R>)");
    CHECK(to_modern(cased, R"(<R type="B"><X>INK</X></R>)") == R"({"kind":"b","y":"INK"})");
    CHECK(find_unproven(cased.options()).size() == 1);
    CHECK(findings(cased) == "");
}

TEST_CASE(
    "no value, and a list in one text, in a case, in an object's member and under a name with a number") {
    auto const t = make(mapped(format::xml, format::json,
                               {only(tagged("A", "a"), with_nothing(field("X", "x"))),
                                list("L/I[]", "items{}",
                                     {field("@id", "key()"), with_nothing(field("N", "name")),
                                      split_by(field("T", "tags[]"), ";")})}));
    CHECK(to_modern(t, R"(<R type="A"><X/><L><I id="k"><N/><T>a;b</T></I></L></R>)") ==
          R"({"kind":"a","x":null,"items":{"k":{"name":null,"tags":["a","b"]}}})");
    CHECK(to_legacy(t, R"({"kind":"a","x":null,"items":{"k":{"name":null,"tags":["a","b"]}}})") ==
          R"(<R type="A"><X/><L><I id="k"><N/><T>a;b</T></I></L></R>)");
    // An empty text is no value on the other side, in a case and in a member as anywhere.
    CHECK(findings(t) == "x: it does not come back as it was: {\"kind\":\"a\",\"x\":\"\"}\n"
                         "items[0].name: it does not come back as it was: "
                         "{\"items\":{\"text\":{\"name\":\"\"}}}\n");

    // What a translator says of nothing is of scalars: lists and names of members go without.
    auto whole =
        mapped(format::json, format::json,
               {field("note{1}", "notes[]"), list("p{}", "q[]", {field("key()", "id"), field("a", "b")})});
    whole.nothing = nothing_options{{nothing::empty}, {nothing::null}};
    CHECK(to_modern(make(whole), R"({"note1":"x","p":{"k":{"a":""}}})") ==
          R"({"notes":["x"],"q":[{"id":"k","b":null}]})");
    whole.nothing = nothing_options{{nothing::empty}, {typed_text("none")}};
    CHECK(to_modern(make(whole), R"({"p":{"":{"a":""}}})") == R"({"q":[{"id":"","b":"none"}]})");

    CHECK(problems(mapped(format::xml, format::json, {split_by(field("T", "tags{}"), ";")})) ==
          "fields[0].modern: 'split' makes a list whose elements have no names; end the path in []\n");
    auto const numbered = make(mapped(format::xml, format::form, {split_by(field("T", "tag{1}"), ";")}));
    CHECK(to_modern(numbered, "<R><T>a;b</T></R>") == "tag1=a&tag2=b");
    CHECK(to_legacy(numbered, "tag2=b&tag1=a") == "<R><T>a;b</T></R>");
}

TEST_CASE("the trace of a case has its tags and its fields alone") {
    auto const t = make(mapped(format::xml, format::json,
                               {only(tagged("P", "person"), field("Name", "person.name")),
                                only(tagged("C", "company"), field("Name", "company.name"))}));
    CHECK(traced(t, direction::to_modern, R"(<R type="C"><Name>X</Name></R>)") ==
          "checked | @type | \"C\" |  | \n"
          "filled in |  |  | kind | \"company\"\n"
          "carried | Name | \"X\" | company.name | \"X\"\n");
    CHECK(traced(t, direction::to_modern, R"(<R type="X"/>)") == "@type: 'X' where 'P' or 'C' is due\n");
}

TEST_CASE("the trace names members of an object, and names with numbers, as the documents do") {
    auto const t = make(mapped(
        format::xml, format::json,
        {list("L/I[]", "items{}", {field("@id", "key()"), field("Q", "quantity", scalar_type::integer)})}));
    CHECK(traced(t, direction::to_modern, R"(<R><L><I id="b9"><Q>1</Q></I></L></R>)") ==
          "carried | L/I[] | 1 element | items{} | 1 element\n"
          "carried | L/I[0]/@id | \"b9\" | items.b9.key() | \"b9\"\n"
          "carried | L/I[0]/Q | \"1\" | items.b9.quantity | 1\n");
    CHECK(traced(t, direction::to_legacy, R"({"items":{"b9":{"quantity":1}}})") ==
          "carried | items{} | 1 element | L/I[] | 1 element\n"
          "carried | items.b9.key() | \"b9\" | L/I[0]/@id | \"b9\"\n"
          "carried | items.b9.quantity | 1 | L/I[0]/Q | \"1\"\n");

    auto const numbered =
        make(mapped(format::form, format::json,
                    {list("{0}", "items[]", {field("N{0}", "name"), field("T{0}_{1}", "tags[]")}),
                     field("note{1}", "notes[]")}));
    CHECK(traced(numbered, direction::to_modern, "N0=a&N1=b&T1_1=x&note1=hi") ==
          "carried | {0} | 2 elements | items[] | 2 elements\n"
          "carried | N0 | \"a\" | items[0].name | \"a\"\n"
          "absent | T0_{1} |  | items[0].tags[] | \n"
          "carried | N1 | \"b\" | items[1].name | \"b\"\n"
          "carried | T1_{1} | 1 element | items[1].tags[] | 1 element\n"
          "carried | T1_1 | \"x\" | items[1].tags[0] | \"x\"\n"
          "carried | note{1} | 1 element | notes[] | 1 element\n"
          "carried | note1 | \"hi\" | notes[0] | \"hi\"\n");
}

TEST_CASE("the trace has what is nothing, a list in one text, and a text of several parts") {
    auto const t = make(mapped(format::xml, format::json,
                               {with_nothing(field("X", "x")), split_by(field("T", "tags[]"), ";"),
                                name_of_parts("N", "last", "first")}));
    CHECK(traced(t, direction::to_modern, "<R><X/><T>a;b</T><N>Doe, Ann</N></R>") ==
          "nothing | X | \"\" | x | null\n"
          "carried | T | \"a;b\" | tags[] | 2 elements\n"
          "carried | N | \"Doe, Ann\" | last | \"Doe\"\n"
          "carried | N | \"Doe, Ann\" | first | \"Ann\"\n");
    CHECK(traced(t, direction::to_legacy, R"({"x":null,"tags":["a","b"],"last":"Doe","first":"Ann"})") ==
          "nothing | x | null | X | \"\"\n"
          "carried | tags[] | 2 elements | T | \"a;b\"\n"
          "carried | last, first | \"Doe\", \"Ann\" | N | \"Doe, Ann\"\n");
    // A part alone makes no text.
    CHECK(traced(t, direction::to_legacy, R"({"x":null})").find("absent | last |") != std::string::npos);
}

TEST_CASE("what a call answered is mapped in its case, and no case asks for it") {
    auto o = mapped(format::xml, format::json, {});
    call_options call;
    call.name = "customer";
    call.path = "/c";
    o.calls = {call};
    o.response.fields = {{only(tagged("P", "person"), field("Name", "customer:name")),
                          only(tagged("C", "company"), field("Name", "firm"))}};
    auto const t = make(o);
    auto document = t.calls()[0].read(R"({"name":"Ann"})", {});
    REQUIRE(document.has_value());
    std::vector<call_answer> answers(1);
    answers[0] = {call_answer::state::answered, document->root()};
    message_view from;
    from.body = R"({"kind":"person"})";
    from.calls = answers;
    auto const made = t.translate(direction::to_legacy, part::response, from);
    REQUIRE(made.has_value());
    CHECK(made->body.ends_with(R"(<R type="P"><Name>Ann</Name></R>)"));
    from.body = R"({"kind":"company","firm":"X"})";
    auto const other = t.translate(direction::to_legacy, part::response, from);
    REQUIRE(other.has_value());
    CHECK(other->body.ends_with(R"(<R type="C"><Name>X</Name></R>)"));
    CHECK(findings(t) == "");

    o.response.fields = {{only({{}, {{"customer:kind", said("p")}}}, field("Name", "customer:name"))}};
    CHECK(problems(o) ==
          "response.fields[0].when: a call's answer is asked for nothing that the mapping knows; "
          "leave the condition out\n");
}

#include "acl/mapping_trace.hpp"
#include "findings.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

// A document that stands as a text within another one.

namespace {

side_options json_side() {
    return {format::json, "", {}};
}

side_options xml_side(std::string root) {
    return {format::xml, std::move(root), {}};
}

field_options document_in(std::string legacy, side_options spoken, std::vector<field_options> fields) {
    field_options f;
    f.legacy = std::move(legacy);
    f.document.emplace().legacy = std::move(spoken);
    f.fields = std::move(fields);
    return f;
}

translator json_in(format outer, std::string path) {
    return make(mapped(outer, format::json,
                       {document_in(std::move(path), json_side(),
                                    {field("id", "id"), field("o.n", "n", scalar_type::integer),
                                     list("l[]", "l[]", {field("k", "key")})}),
                        field("z", "z")}));
}

} // namespace

TEST_CASE("JSON within a text of any format is read and written, and proven") {
    auto const form = json_in(format::form, "d");
    auto const body = R"({"id":"a\"","n":7,"l":[{"key":"x"}],"z":"1"})";
    auto const in_form =
        "d=%7B%22id%22%3A%22a%5C%22%22%2C%22o%22%3A%7B%22n%22%3A7%7D%2C%22l%22%3A%5B%7B%22k%22"
        "%3A%22x%22%7D%5D%7D&z=1";
    CHECK(to_modern(form, in_form) == body);
    CHECK(to_legacy(form, body) == in_form);
    CHECK(findings(form) == "");

    auto const json = json_in(format::json, "e.d");
    auto const in_json = R"({"e":{"d":"{\"id\":\"a\\\"\",\"o\":{\"n\":7},\"l\":[{\"k\":\"x\"}]}"},"z":"1"})";
    CHECK(to_modern(json, in_json) == body);
    CHECK(to_legacy(json, body) == in_json);
    CHECK(findings(json) == "");

    auto const xml = json_in(format::xml, "E/@d");
    CHECK(to_modern(xml, R"(<R><E d='{"id":"a\"","o":{"n":7}}'/><z>1</z></R>)") ==
          R"({"id":"a\"","n":7,"z":"1"})");
    CHECK(to_legacy(xml, R"({"id":"a","z":"1"})") ==
          R"(<R><E d="{&quot;id&quot;:&quot;a&quot;}"/><z>1</z></R>)");
}

TEST_CASE("XML within the CDATA of an element that has attributes too") {
    auto const t = make(mapped(format::xml, format::json,
                               {document_in("P", xml_side("A"), {field("@id", "id"), field("N", "name")}),
                                field("P/@v", "version")}));
    CHECK(to_modern(t, "<R><P v='2'><![CDATA[<?xml version='1.0' encoding='ISO-8859-1'?><A "
                       "id='7'><N>Zoë</N></A>]]></P></R>") == R"({"id":"7","name":"Zoë","version":"2"})");
    CHECK(to_legacy(t, R"({"id":"7","name":"<Z>","version":"2"})") ==
          R"(<R><P v="2">&lt;A id="7"&gt;&lt;N&gt;&amp;lt;Z&amp;gt;&lt;/N&gt;&lt;/A&gt;</P></R>)");
    CHECK(to_modern(t, "<R><P v='2'/></R>") == R"({"version":"2"})");
    CHECK(to_modern(t, "<R><P>&lt;B/&gt;</P></R>") == "P: B: the root element is 'B', not 'A'");
    CHECK(to_modern(t, "<R><P><A/></P></R>") == "P: elements where a text is due that is a document");
    CHECK(findings(t) == "");
}

TEST_CASE("a whole body that is one text, a list, a value, and a document in a document") {
    auto const whole =
        make(mapped(format::xml, format::json, {document_in("text()", json_side(), {field("a", "b")})}));
    CHECK(to_modern(whole, R"(<R>{"a":"x"}</R>)") == R"({"b":"x"})");
    CHECK(to_legacy(whole, R"({"b":"x"})") == R"(<R>{"a":"x"}</R>)");
    CHECK(findings(whole) == "");
    auto const text =
        make(mapped(format::json, format::json, {document_in("value()", json_side(), {field("a", "b")})}));
    CHECK(to_modern(text, R"("{\"a\":\"x\"}")") == R"({"b":"x"})");
    CHECK(to_legacy(text, R"({"b":"x"})") == R"("{\"a\":\"x\"}")");
    CHECK(
        to_legacy(text, "{}") ==
        "the document: nothing of the document is there, which is all that there would be on the other side");
    CHECK(findings(text) == "");
    auto const plain =
        make(mapped(format::xml, format::json, {document_in("P", json_side(), {field("a", "b")})}));
    CHECK(to_modern(plain, "<R><P/></R>") == "P: an empty text where a document (json) is due");
    CHECK(to_legacy(plain, "{}") == "<R/>");
    CHECK(findings(plain) == "");
    auto const lists =
        make(mapped(format::form, format::json, {document_in("d", json_side(), {list("[]", "l[]")})}));
    CHECK(to_modern(lists, "d=%5B%22a%22%5D") == R"({"l":["a"]})");
    CHECK(to_legacy(lists, R"({"l":["a"]})") == "d=%5B%22a%22%5D");
    CHECK(to_legacy(lists, R"({"l":[]})") == "d=%5B%5D");
    CHECK(findings(lists) == "");
    auto const value =
        make(mapped(format::form, format::json,
                    {document_in("d", json_side(), {field("value()", "n", scalar_type::integer)})}));
    CHECK(to_modern(value, "d=5") == R"({"n":5})");
    CHECK(to_legacy(value, R"({"n":5})") == "d=5");
    auto const nested =
        make(mapped(format::form, format::json,
                    {document_in("d", json_side(),
                                 {field("a", "a"), document_in("x", xml_side("A"), {field("N", "n")})})}));
    CHECK(to_modern(nested,
                    "d=%7B%22a%22%3A%221%22%2C%22x%22%3A%22%3CA%3E%3CN%3E2%3C%2FN%3E%3C%2FA%3E%22%7D") ==
          R"({"a":"1","n":"2"})");
    CHECK(to_legacy(nested, R"({"a":"1","n":"2"})") ==
          "d=%7B%22a%22%3A%221%22%2C%22x%22%3A%22%3CA%3E%3CN%3E2%3C%2FN%3E%3C%2FA%3E%22%7D");
    CHECK(findings(nested) == "");
}

TEST_CASE("documents in the elements of a list, and on both sides") {
    field_options both = document_in("body", json_side(), {field("A", "a")});
    both.modern = "m";
    both.document->modern = xml_side("M");
    auto const t = make(mapped(format::json, format::json, {list("r[]", "r[]", {both, field("t", "t")})}));
    CHECK(to_modern(t, R"({"r":[{"body":"{\"A\":\"1\"}","t":"x"},{"t":"y"}]})") ==
          R"({"r":[{"m":"<M><a>1</a></M>","t":"x"},{"t":"y"}]})");
    CHECK(to_legacy(t, R"({"r":[{"m":"<M><a>1</a></M>","t":"x"},{"t":"y"}]})") ==
          R"({"r":[{"body":"{\"A\":\"1\"}","t":"x"},{"t":"y"}]})");
    CHECK(to_modern(t, R"({"r":[{"body":"{\"A\""}]})").starts_with("r[0].body: line 1, column 5: "));
    CHECK(to_modern(t, R"({"r":[{"body":{"A":"1"}}]})") ==
          "r[0].body: an object where a text is due that is a document");
    CHECK(to_modern(t, R"({"r":[{"body":null}]})") == R"({"r":[{}]})");
    CHECK(findings(t) == "");
}

TEST_CASE("a document is read within the limits of the message around it") {
    auto const t = json_in(format::json, "e.d");
    message_view from;
    from.body = R"({"e":{"d":"{\"o\":{\"n\":7}}"}})";
    reading_limits limits;
    limits.max_depth = 3;
    auto const deep = t.translate(direction::to_modern, part::response, from, limits);
    REQUIRE_FALSE(deep.has_value());
    CHECK(deep.error().code == error_code::limit);
    limits.max_depth = 4;
    CHECK(t.translate(direction::to_modern, part::response, from, limits).has_value());
    auto const many = make(mapped(format::json, format::json,
                                  {list("r[]", "r[]", {document_in("d", json_side(), {field("a", "a")})})}));
    from.body = R"({"r":[{"d":"{\"a\":\"1\"}"},{"d":"{\"a\":\"1\"}"},{"d":"{\"a\":\"1\"}"}]})";
    limits.max_members = 8;
    CHECK(many.translate(direction::to_modern, part::response, from, reading_limits{}).has_value());
    auto const full = many.translate(direction::to_modern, part::response, from, limits);
    REQUIRE_FALSE(full.has_value());
    CHECK(full.error().code == error_code::limit);
}

TEST_CASE("what no field names in a document is dropped and counted, whatever rest says") {
    auto options = mapped(format::form, format::json, {document_in("d", json_side(), {field("a", "a")})});
    options.keep_rest = true;
    auto const t = make(options);
    auto const made = t.translate(direction::to_modern, part::response, R"(d={"a":"1","b":"2"}&c=3)");
    REQUIRE(made.has_value());
    CHECK(made->body == R"({"a":"1","c":"3"})");
    CHECK(made->dropped == 1);
}

TEST_CASE("a condition may ask for what a document says") {
    field_options card;
    card.when.legacy = {{"kind", {"card"}}};
    card.when.modern = {{"type", {"C"}}};
    card.fields = {field("no", "number")};
    field_options iban = card;
    iban.when.legacy[0].second.text = "iban";
    iban.when.modern[0].second.text = "I";
    iban.fields = {field("no", "account")};
    auto const t = make(mapped(format::form, format::json, {document_in("d", json_side(), {card, iban})}));
    CHECK(to_modern(t, R"(d={"kind":"iban","no":"1"})") == R"({"type":"I","account":"1"})");
    CHECK(to_legacy(t, R"({"type":"C","number":"1"})") ==
          "d=%7B%22kind%22%3A%22card%22%2C%22no%22%3A%221%22%7D");
    CHECK(to_modern(t, R"(d={"kind":"x","no":"1"})") == "d: kind: 'x' where 'card' or 'iban' is due");
    CHECK(findings(t) == "");
}

TEST_CASE("a trace has the paths in a document behind that of its text") {
    auto const t = make(
        mapped(format::form, format::json,
               {document_in("d", json_side(), {field("o.a", "a"), list("l[]", "l[]", {field("k", "k")})})}));
    message_view from;
    from.body = R"(d={"o":{"a":"1"},"l":[{"k":"2"}]})";
    mapping_trace trace;
    REQUIRE(t.translate(direction::to_modern, part::response, from, {}, &trace).has_value());
    std::string paths;
    for (auto const& step : trace.steps) paths += step.source + " -> " + step.target + "\n";
    CHECK(paths == "d: o.a -> a\nd: l[] -> l[]\nd: l[0].k -> l[0].k\n");
}

TEST_CASE("a declaration of a document that cannot be says where and what to do") {
    auto const said = [](field_options f) {
        return problems(mapped(format::form, format::json, {std::move(f)}));
    };
    CHECK(said(document_in("d", json_side(), {}))
              .find("fields[0].fields: say what of the document is mapped") == 0);
    CHECK(said(document_in("d", xml_side(""), {field("a", "b")}))
              .find("fields[0].document.legacy.root: an xml side needs its root") == 0);
    CHECK(said(document_in("d[]", json_side(), {field("a", "b")}))
              .find("fields[0].legacy: one text is one document") == 0);
    CHECK(said(document_in("", json_side(), {field("a", "b")}))
              .find("fields[0].legacy: say where the text is") == 0);
    auto pathed = document_in("d", json_side(), {field("a", "b")});
    pathed.modern = "m";
    CHECK(said(pathed).find("fields[0].modern: there is no document on this side") == 0);
    auto typed = document_in("d", json_side(), {field("a", "b")});
    typed.required = true;
    CHECK(said(typed).find("fields[0]: a document's text has no options of its own") == 0);
    CHECK(said(document_in("d", json_side(), {field("query:a", "b")}))
              .find("fields[0].fields[0].legacy: the path 'query:a' leads out of the document") == 0);
    CHECK(problems(mapped(format::form, format::json,
                          {document_in("d", json_side(), {field("a", "b")}), field("d", "c")})) ==
          "fields[1].legacy: 'd' overlaps with 'd: a' of fields[0].fields[0]; each place may have one "
          "meaning\n");
    CHECK(problems(mapped(format::form, format::json,
                          {field("d", "c"), document_in("d", json_side(), {field("a", "b")})})) ==
          "fields[1].fields[0].legacy: 'd: a' overlaps with 'd' of fields[0]; each place may have one "
          "meaning\n");
}

TEST_CASE("a query as a whole is a form, with numbers or brackets in its names") {
    auto options = mapped(format::none, format::none, {});
    field_options query;
    query.legacy = query.modern = "query:*";
    query.document.emplace().legacy = side_options{format::form, "", {}};
    query.document->modern = side_options{format::form, "", {}};
    query.document->modern->nested = nested_form_options{};
    query.fields = {
        list("{1}", "f[]", {field("Filter.{1}.Name", "field"), field("Filter.{1}.Value", "value")}),
        field("Max", "size")};
    options.fields = {};
    options.request.fields = {{query}};
    auto const t = make(options);
    message_view from;
    from.method = "GET";
    from.path = "/";
    from.has_query = true;
    from.query = "Filter.2.Name=b&Filter.1.Name=a%26c&Filter.1.Value=1&Max=5&Other=x";
    auto const made = t.translate(direction::to_modern, part::request, from);
    REQUIRE(made.has_value());
    CHECK(made->query == "f%5B0%5D%5Bfield%5D=a%26c&f%5B0%5D%5Bvalue%5D=1&f%5B1%5D%5Bfield%5D=b&size=5");
    CHECK(made->dropped == 1);
    from.query = made->query;
    auto const back = t.translate(direction::to_legacy, part::request, from);
    REQUIRE(back.has_value());
    CHECK(back->query == "Filter.1.Name=a%26c&Filter.1.Value=1&Filter.2.Name=b&Max=5");
    from.query = "Filter.2.Name=b";
    auto const gap = t.translate(direction::to_modern, part::request, from);
    REQUIRE_FALSE(gap.has_value());
    CHECK(gap.error().code == error_code::missing);
    from.query = "";
    from.has_query = false;
    auto const nothing = t.translate(direction::to_modern, part::request, from);
    REQUIRE(nothing.has_value());
    CHECK_FALSE(nothing->has_query);

    options.request.fields = {{query, field("query:a", "header:X-A")}};
    CHECK(problems(options) ==
          "request.fields[1].legacy: 'query:a' is a part of 'query:*'; put this into the 'fields' of that\n");
    options.request.fields = {{field("query:*", "header:X-A")}};
    CHECK(
        problems(options).starts_with("request.fields[0].legacy: 'query:*' is all of a query; say document"));
    query.document->legacy = json_side();
    options.request.fields = {{query}};
    CHECK(problems(options).starts_with("request.fields[0].legacy: a query is a form; write document"));
}

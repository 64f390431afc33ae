#include "conditions.hpp"
#include "findings.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

namespace {

/// A union that both sides tag.
std::vector<field_options> payment() {
    return {group({{{"@type", said("CC")}}, {{"kind", said("card")}}},
                  {field("No", "card.number"), field("Exp", "card.expires")}),
            group({{{"@type", said("DD")}}, {{"kind", said("debit")}}},
                  {field("No", "account.iban"), field("Holder", "account.holder")})};
}

std::string problems(std::vector<field_options> fields, format legacy = format::xml) {
    auto const made = translator::compile(mapped(legacy, format::json, std::move(fields)));
    std::string text;
    if (!made)
        for (auto const& problem : made.error()) text += problem.key + ": " + problem.message + "\n";
    return text;
}

} // namespace

TEST_CASE("a group of fields is mapped where its side says so, and the other side is told") {
    auto const t = make(mapped(format::xml, format::json, payment()));
    CHECK(run(t, direction::to_modern, R"(<R type="CC"><No>4111</No><Exp>12/30</Exp></R>)") ==
          R"({"kind":"card","card":{"number":"4111","expires":"12/30"}})");
    CHECK(run(t, direction::to_modern, R"(<R type="DD"><No>DE02</No><Holder>Zoe</Holder></R>)") ==
          R"({"kind":"debit","account":{"iban":"DE02","holder":"Zoe"}})");
    CHECK(run(t, direction::to_legacy, R"({"kind":"card","card":{"number":"4111"}})") ==
          R"(<R type="CC"><No>4111</No></R>)");
    CHECK(run(t, direction::to_legacy, R"({"account":{"iban":"DE02"},"kind":"debit"})") ==
          R"(<R type="DD"><No>DE02</No></R>)");
    CHECK(findings(t) == "");
}

TEST_CASE("what no case is for is an error that says what is due, and nothing at all stays nothing") {
    auto const t = make(mapped(format::xml, format::json, payment()));
    CHECK(run(t, direction::to_modern, R"(<R type="PP"/>)") == "@type: 'PP' where 'CC' or 'DD' is due");
    CHECK(run(t, direction::to_legacy, R"({"kind":7})") == "kind: '7' where 'card' or 'debit' is due");
    CHECK(run(t, direction::to_modern, "<R/>") == "{}");
}

TEST_CASE("what another case names is left out and counted, or kept") {
    auto o = mapped(format::json, format::json,
                    {only({{{"t", said("a")}}, {{"k", said("a")}}}, field("x", "y")),
                     only({{{"t", said("b")}}, {{"k", said("b")}}}, field("z", "y"))});
    auto const dropping = make(o);
    auto const dropped =
        dropping.translate(direction::to_modern, part::response, R"({"t":"a","x":"1","z":"2"})");
    REQUIRE(dropped.has_value());
    CHECK(dropped->body == R"({"k":"a","y":"1"})");
    CHECK(dropped->dropped == 1);
    o.keep_rest = true;
    auto const keeping = make(o);
    CHECK(run(keeping, direction::to_modern, R"({"t":"a","x":"1","z":"2"})") ==
          R"({"k":"a","y":"1","z":"2"})");
    CHECK(run(keeping, direction::to_legacy, R"({"k":"a","y":"1","z":"2"})") ==
          R"({"t":"a","x":"1","z":"2"})");
}

TEST_CASE("a side that says nothing is told by which fields are there") {
    auto const t = make(mapped(format::xml, format::json,
                               {only({{}, {{"kind", said("email")}}}, field("Email", "value")),
                                only({{}, {{"kind", said("phone")}}}, field("Phone", "value"))}));
    CHECK(run(t, direction::to_modern, "<R><Phone>1</Phone></R>") == R"({"kind":"phone","value":"1"})");
    CHECK(run(t, direction::to_legacy, R"({"kind":"email","value":"a@b"})") == "<R><Email>a@b</Email></R>");
    CHECK(run(t, direction::to_modern, "<R><Email>a@b</Email><Phone>1</Phone></R>") ==
          "the document: 'Email' and 'Phone' are both there, and on the other side there can be one of them "
          "alone");
    // Without a value nothing on the legacy side would say which it was.
    CHECK(findings(t).find(R"({"kind":"email"})") != std::string::npos);
}

TEST_CASE("a tag that a field maps goes by that field, and check says which of its values no case is for") {
    std::vector<field_options> fields{
        table("@type", "kind", {{"CC", "card"}, {"DD", "debit"}, {"CA", "cash"}})};
    for (auto& one : payment()) fields.push_back(one);
    auto const t = make(mapped(format::xml, format::json, fields));
    CHECK(run(t, direction::to_modern, R"(<R type="CC"><No>4111</No></R>)") ==
          R"({"kind":"card","card":{"number":"4111"}})");
    CHECK(run(t, direction::to_legacy, R"({"kind":"cash"})") == R"(<R type="CA"/>)");
    CHECK(findings(t).find("no 'when' is for 'CA'") != std::string::npos);
    fields.push_back(group({{{"@type", said("CA")}}, {{"kind", said("cash")}}}, {}));
    CHECK(findings(make(mapped(format::xml, format::json, fields))) == "");
}

TEST_CASE("a union may be of elements of a list, of groups within groups, and of independent conditions") {
    when_options const card{{{"@type", said("CC")}}, {{"kind", said("card")}}};
    when_options const visa{{{"@net", said("V")}}, {{"network", said("visa")}}};
    auto const t =
        make(mapped(format::xml, format::json,
                    {list("P[]", "payments[]",
                          {group(card, {field("No", "number"), only(visa, field("Cvv", "cvv"))}),
                           only({{{"@gift", said("1")}}, {{"gift", {"true", scalar_type::boolean}}}},
                                field("Note", "note"))})}));
    CHECK(
        run(t, direction::to_modern,
            R"(<R><P type="CC" net="V"><No>4</No><Cvv>1</Cvv></P><P gift="1"><Note>hi</Note></P></R>)") ==
        R"({"payments":[{"kind":"card","number":"4","network":"visa","cvv":"1"},{"gift":true,"note":"hi"}]})");
    CHECK(run(t, direction::to_legacy, R"({"payments":[{"kind":"card","number":"4"},{"gift":true}]})") ==
          R"(<R><P type="CC"><No>4</No></P><P gift="1"/></R>)");
    CHECK(run(t, direction::to_modern, R"(<R><P type="CC"/><P type="X"/></R>)") ==
          "P[1]/@type: 'X' where 'CC' is due");
}

TEST_CASE(
    "the same member may be a scalar in one case and an object in another, and the document a list in one") {
    auto const t = make(mapped(format::json, format::json,
                               {only({{{"t", said("text")}}, {{"k", said("text")}}}, field("text", "value")),
                                group({{{"t", said("geo")}}, {{"k", said("geo")}}},
                                      {field("lat", "value.lat", scalar_type::number),
                                       field("lon", "value.lon", scalar_type::number)})}));
    CHECK(run(t, direction::to_modern, R"({"t":"geo","lat":1.50,"lon":2})") ==
          R"({"k":"geo","value":{"lat":1.50,"lon":2}})");
    CHECK(run(t, direction::to_modern, R"({"t":"text","text":"a"})") == R"({"k":"text","value":"a"})");
    CHECK(run(t, direction::to_legacy, R"({"k":"geo","value":{"lat":1}})") == R"({"t":"geo","lat":1})");
}

TEST_CASE("what a request says beside its body may be a condition") {
    auto o = mapped(format::form, format::json, {});
    o.request.fields = {
        {group({{{"query:action", said("add")}}, {{"op", said("add")}}}, {field("sku", "add.sku")}),
         group({{{"query:action", said("del")}}, {{"op", said("remove")}}}, {field("sku", "remove.sku")})}};
    auto const t = make(o);
    message_view from;
    from.method = "POST", from.path = "/cart", from.query = "action=del&v=1", from.has_query = true;
    from.body = "sku=A";
    auto const there = t.translate(direction::to_modern, part::request, from);
    REQUIRE(there.has_value());
    CHECK(there->body == R"({"op":"remove","remove":{"sku":"A"}})");
    CHECK(there->query == "v=1");
    message_view back;
    back.method = "POST", back.path = "/cart", back.body = there->body, back.query = "v=1",
    back.has_query = true;
    auto const again = t.translate(direction::to_legacy, part::request, back);
    REQUIRE(again.has_value());
    CHECK(again->body == "sku=A");
    CHECK(again->query == "v=1&action=del");
}

TEST_CASE(
    "fields that can both be mapped may not share a place, and sides must agree on what can be told apart") {
    CHECK(
        problems({only({{{"@a", said("1")}}, {{"a", said("1")}}}, field("X", "x")),
                  only({{{"@b", said("1")}}, {{"b", said("1")}}}, field("Y", "x"))}) ==
        "fields[1].modern: 'x' is mapped already by fields[0]; both can be mapped, since nothing in a 'when' "
        "excludes it\n");
    CHECK(
        problems({only({{{"@t", said("CC")}}, {{"kind", said("visa")}}}, field("X", "x")),
                  only({{{"@t", said("CC")}}, {{"kind", said("master")}}}, field("X", "y"))}) ==
        "fields[1].when.legacy: overlaps with that of fields[0]: a legacy document could be of both, and the "
        "other side can be of one alone; let them ask for different values in one place\n");
    CHECK(problems({group({{{"@t", said("1")}}, {}}, {only({{{"@t", said("2")}}, {}}, field("X", "x"))})}) ==
          "fields[0].fields[0].when.legacy: '@t' cannot be '2' here, where the group around asks for '1'\n");
    CHECK(problems({only({{{"A//B", said("1")}}, {}}, field("X", "x"))}) ==
          "fields[0].when.legacy: the path 'A//B' has the step '', which is no XML name\n");
}

TEST_CASE("what a tag's table reads as the text that is asked for is of that case") {
    auto tag = table("@type", "kind", {{"CC", "card"}, {"DD", "debit"}});
    tag.ignore_case = {true, false};
    tag.also.legacy = {{"VISA", "CC"}};
    auto const t = make(
        mapped(format::xml, format::json,
               {tag, group({{{"@type", said("CC")}}, {{"kind", said("card")}}}, {field("No", "card.number")}),
                group({{{"@type", said("DD")}}, {{"kind", said("debit")}}}, {field("No", "iban")})}));
    CHECK(run(t, direction::to_modern, R"(<R type="cc"><No>4111</No></R>)") ==
          R"({"kind":"card","card":{"number":"4111"}})");
    CHECK(run(t, direction::to_modern, R"(<R type="Visa"><No>4111</No></R>)") ==
          R"({"kind":"card","card":{"number":"4111"}})");
    CHECK(run(t, direction::to_modern, R"(<R type="dD"><No>DE02</No></R>)") ==
          R"({"kind":"debit","iban":"DE02"})");
}

TEST_CASE("a tag of another type than is asked for is told by its type") {
    std::vector<field_options> groups(2);
    for (int i = 0; i < 2; ++i) {
        groups[i].when.legacy = {{"v", {std::to_string(i + 1), scalar_type::integer}}};
        groups[i].when.modern = {{"w", {std::to_string(i + 1), scalar_type::integer}}};
        groups[i].fields = {field("a", i == 0 ? "b" : "c")};
    }
    auto const t = make(mapped(format::json, format::json, groups));
    CHECK(to_modern(t, R"({"v":1,"a":"x"})") == R"({"w":1,"b":"x"})");
    CHECK(to_modern(t, R"({"v":"1"})") == "v: a string '1' where a number '1' or '2' is due");
    CHECK(to_modern(t, R"({"v":true})") == "v: a boolean where a number '1' or '2' is due");
}

#include "findings.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

// What paths can say, in documents within texts and on the way to them.

namespace {

field_options document_in(std::string legacy, side_options spoken, std::vector<field_options> fields) {
    field_options f;
    f.legacy = std::move(legacy);
    f.document.emplace().legacy = std::move(spoken);
    f.fields = std::move(fields);
    return f;
}

side_options json_side() {
    return {format::json, "", {}};
}

side_options xml_side(std::string root) {
    return {format::xml, std::move(root), {}};
}

} // namespace

TEST_CASE("in a document elements are chosen by what they say, and by their positions") {
    auto const json = make(
        mapped(format::form, format::json,
               {document_in("d", json_side(),
                            {field("links[rel='self'].href", "self"), field("links[rel='next'].href", "next"),
                             field("errors[0].code", "code")})}));
    auto const modern = R"({"self":"/s","next":"/n","code":"7"})";
    CHECK(to_modern(json, "d={\"links\":[{\"rel\":\"next\",\"href\":\"/n\"},{\"rel\":\"self\","
                          "\"href\":\"/s\"}],\"errors\":[{\"code\":\"7\"}]}") == modern);
    CHECK(to_modern(json, to_legacy(json, modern)) == modern);
    CHECK(findings(json) == "");

    auto const root =
        make(mapped(format::form, format::json,
                    {document_in("d", json_side(), {field("[k='a'].v", "a"), field("[k='b'].v", "b")})}));
    CHECK(to_modern(root, R"(d=[{"k":"b","v":"2"},{"k":"a","v":"1"}])") == R"({"a":"1","b":"2"})");
    CHECK(to_modern(root, to_legacy(root, R"({"a":"1","b":"2"})")) == R"({"a":"1","b":"2"})");
    CHECK(findings(root) == "");

    auto const xml = make(
        mapped(format::json, format::json,
               {document_in("d", xml_side("A"),
                            {field("link[@rel='self']/@href", "self"), field("Phone[@type='home']", "phone"),
                             field("Line[0]/Text", "first"), field("Line[1]/Text", "second")})}));
    auto const both = R"({"self":"/s","phone":"1","first":"x","second":"y"})";
    CHECK(to_modern(xml, R"({"d":"<A><Line><Text>x</Text></Line><Phone type='work'>2</Phone>)"
                         R"(<Phone type='home'>1</Phone><link rel='self' href='/s'/>)"
                         R"(<Line><Text>y</Text></Line></A>"})") ==
          R"({"first":"x","phone":"1","self":"/s","second":"y"})");
    CHECK(
        to_legacy(xml, both) ==
        R"({"d":"<A><link rel=\"self\" href=\"/s\"/><Phone type=\"home\">1</Phone><Line><Text>x</Text></Line>)"
        R"(<Line><Text>y</Text></Line></A>"})");
}

TEST_CASE("a document may be the text of an element that is chosen, or of one at a position") {
    auto const xml =
        make(mapped(format::xml, format::json,
                    {document_in("Part[@type='card']", json_side(), {field("no", "card")}),
                     document_in("Part[@type='buyer']/Body", xml_side("B"), {field("N", "buyer")}),
                     document_in("Note[1]", json_side(), {field("t", "note")}), field("Note[0]", "title")}));
    auto const modern = R"({"card":"4","buyer":"Zoë","note":"n","title":"t"})";
    CHECK(to_modern(xml, R"(<R><Part type="buyer"><Body>&lt;B>&lt;N>Zoë&lt;/N>&lt;/B></Body></Part>)"
                         R"(<Note>t</Note><Part type="other">{</Part><Part type="card">{"no":"4"}</Part>)"
                         R"(<Note>{"t":"n"}</Note></R>)") == modern);
    CHECK(to_legacy(xml, modern) ==
          R"(<R><Part type="card">{"no":"4"}</Part><Part type="buyer"><Body>&lt;B&gt;&lt;N&gt;Zoë&lt;/N&gt;)"
          R"(&lt;/B&gt;</Body></Part><Note>t</Note><Note>{"t":"n"}</Note></R>)");
    CHECK(to_modern(xml, R"(<R><Part type="card">{"no":"4"}</Part><Part type="card">{}</Part></R>)")
              .find("more than one element says so") != std::string::npos);
    CHECK(findings(xml) == "");

    auto const json = make(mapped(format::json, format::json,
                                  {document_in("parts[type=card].data", json_side(), {field("no", "card")}),
                                   field("parts[type=card].n", "n")}));
    auto const text = R"({"parts":[{"type":"card","data":"{\"no\":\"4\"}","n":"1"}]})";
    CHECK(to_modern(json, text) == R"({"card":"4","n":"1"})");
    CHECK(to_legacy(json, R"({"card":"4","n":"1"})") == text);
    CHECK(findings(json) == "");
    CHECK(to_modern(json, R"({"parts":[{"type":"x","data":"{"},{"type":"card","data":"{"}]})")
              .find("parts[type='card'].data: ") == 0);
}

TEST_CASE("one value may stand in several places of a document") {
    auto currency = field("c", "total.currency");
    currency.copies.legacy = {"sub.c"};
    auto const t = make(mapped(format::form, format::json,
                               {document_in("d", json_side(), {currency, field("n", "total.n")})}));
    CHECK(to_modern(t, R"(d={"sub":{"c":"EUR"},"n":"1"})") == R"({"total":{"currency":"EUR","n":"1"}})");
    CHECK(to_modern(t, to_legacy(t, R"({"total":{"currency":"EUR"}})")) == R"({"total":{"currency":"EUR"}})");
    CHECK(to_modern(t, R"(d={"c":"USD","sub":{"c":"EUR"}})") ==
          R"(d: sub.c: "EUR" is not what 'd: c' says, "USD", and both are one value)");
    auto other = field("c", "currency");
    other.copies.modern = {"tax.currency"};
    auto const beside = make(mapped(format::form, format::json, {document_in("d", json_side(), {other})}));
    CHECK(to_modern(beside, R"(d={"c":"EUR"})") == R"({"currency":"EUR","tax":{"currency":"EUR"}})");

    auto whole = document_in("d", json_side(), {field("a", "a")});
    whole.copies.legacy = {"e"};
    CHECK(problems(mapped(format::form, format::json, {whole})) ==
          "fields[0]: a document's text has no options of its own; say them of the fields in it\n");
}

TEST_CASE("a condition in a document may be one of several texts, or that something is there") {
    auto card = field("no", "no");
    card.when.legacy = {{"kind", {"CC", scalar_type::string, {{"card", scalar_type::string}}}}};
    card.when.modern = {{"type", {"card", scalar_type::string}}};
    auto bank = field("iban", "iban");
    bank.when.legacy = {{"kind", {"DD", scalar_type::string}}};
    bank.when.modern = {{"type", {"bank", scalar_type::string}}};
    auto text = field("memo.text", "text");
    text.when.legacy = {{"memo", {"*", scalar_type::string}}};
    text.when.modern = {{"noted", {"yes", scalar_type::string}}};
    auto const t =
        make(mapped(format::form, format::json, {document_in("d", json_side(), {card, bank, text})}));
    CHECK(to_modern(t, R"(d={"kind":"card","no":"4"})") == R"({"type":"card","no":"4"})");
    CHECK(to_modern(t, R"(d={"kind":"CC","no":"4"})") == R"({"type":"card","no":"4"})");
    CHECK(to_modern(t, to_legacy(t, R"({"type":"bank","iban":"7"})")) == R"({"type":"bank","iban":"7"})");
    CHECK(to_modern(t, R"(d={"memo":{"text":"x"}})") == R"({"noted":"yes","text":"x"})");
    CHECK(to_modern(t, R"(d={"kind":"XX"})") == "d: kind: 'XX' where 'CC' or 'card' or 'DD' is due");
}

TEST_CASE("positions and what elements say do not stand side by side, in xml and in documents too") {
    auto const overlap = "fields[1].legacy: 'L[@k='a']/V' overlaps with 'L[0]/V' of fields[0]";
    CHECK(problems(mapped(format::xml, format::json, {field("L[0]/V", "v"), field("L[@k='a']/V", "w")}))
              .find(overlap) == 0);
    CHECK(problems(mapped(format::xml, format::json, {field("L[@k='a']/V", "w"), field("L[1]", "v")}))
              .find("fields[1].legacy: 'L[1]' overlaps with 'L[@k='a']/V' of fields[0]") == 0);
    CHECK(problems(mapped(format::form, format::json,
                          {document_in("d", json_side(), {field("l[0].v", "v"), field("l[k=a].v", "w")})}))
              .find("fields[0].fields[1].legacy: 'd: l[k='a'].v' overlaps with 'd: l[0].v'") == 0);
    CHECK(problems(mapped(format::xml, format::json, {field("L[0][@k='a']/V", "v")}))
              .find("has a '[' that begins neither") != std::string::npos);
    CHECK(problems(mapped(format::xml, format::json, {field("L[@k='a'][0]/V", "v")}))
              .find("has a '[' that begins neither") != std::string::npos);
    CHECK(problems(mapped(format::xml, format::json,
                          {field("L[@k='a']", "v"), document_in("L", json_side(), {field("a", "a")})}))
              .find("overlaps with") != std::string::npos);
    auto typed = json_side();
    typed.types = {"text/plain"};
    CHECK(problems(mapped(format::form, format::json, {document_in("d", typed, {field("a", "a")})})) ==
          "fields[0].document.legacy: a text within a document has no Content-Type; leave 'type' out\n");
}

TEST_CASE("a text of several parts has no copies of its own, and is no list of one") {
    auto f = field("Date", "");
    f.templates = {"{d}.{m}"};
    f.part_names = {"d", "m"};
    f.parts = {field("", "day"), field("", "month")};
    auto copied = f;
    copied.copies.legacy = {"Other"};
    CHECK(problems(mapped(format::xml, format::json, {copied})).find("has no 'split', 'default'") !=
          std::string::npos);
    auto single = f;
    single.single = {true, false};
    CHECK(problems(mapped(format::xml, format::json, {single})).find("has no 'split', 'default'") !=
          std::string::npos);
    auto link = f;
    link.link = true;
    CHECK(problems(mapped(format::xml, format::json, {link})).find("has no 'split', 'default'") !=
          std::string::npos);
    CHECK(problems(mapped(format::xml, format::json, {f})) == "none");
}

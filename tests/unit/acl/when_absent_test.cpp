#include "acl/call.hpp"
#include "conditions.hpp"
#include "findings.hpp"
#include "taken.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

namespace {

constant_options nothing_there() {
    constant_options absent;
    absent.absent = true;
    return absent;
}

std::string problems(std::vector<field_options> fields) {
    return testing::problems(mapped(format::xml, format::json, std::move(fields)));
}

} // namespace

TEST_CASE("a case may hold where a side has nothing, and says nothing there") {
    auto const t =
        make(mapped(format::xml, format::json,
                    {group({{{"Error", nothing_there()}}, {{"ok", said("true", scalar_type::boolean)}}},
                           {field("Total", "total")}),
                     only({{}, {{"ok", said("false", scalar_type::boolean)}}}, field("Error", "error"))}));
    CHECK(to_modern(t, "<R><Total>5</Total></R>") == R"({"ok":true,"total":"5"})");
    CHECK(to_modern(t, "<R><Error>gone</Error></R>") == R"({"ok":false,"error":"gone"})");
    INFO("an empty text is something");
    CHECK(to_modern(t, "<R><Error/></R>") == R"({"ok":false,"error":""})");
    CHECK(to_legacy(t, R"({"ok":true,"total":"5"})") == "<R><Total>5</Total></R>");
    CHECK(to_legacy(t, R"({"ok":false,"error":"gone"})") == "<R><Error>gone</Error></R>");
    INFO("of a document that says neither the other side would say one");
    CHECK(findings(t).find("{}") != std::string::npos);
}

TEST_CASE("null is something, and what lies deeper in what is absent is absent, too") {
    auto const t = make(
        mapped(format::json, format::json,
               {only({{{"error.code", nothing_there()}}, {{"kind", said("ok")}}}, field("total", "total"))}));
    CHECK(to_modern(t, R"({"total":1})") == R"({"kind":"ok","total":1})");
    CHECK(to_modern(t, R"({"total":1,"error":{}})") == R"({"kind":"ok","total":1})");
    CHECK(to_modern(t, R"({"total":1,"error":{"code":null}})") == "{}");
}

TEST_CASE("a field whose both places are asked to be absent is none of the case") {
    when_options const no_error{{{"Error", nothing_there()}}, {{"error", nothing_there()}}};
    auto const t = make(mapped(format::xml, format::json,
                               {field("Error", "error"), only(no_error, field("Total", "total"))}));
    CHECK(to_modern(t, "<R><Total>5</Total></R>") == R"({"total":"5"})");
    CHECK(to_modern(t, "<R><Error>gone</Error><Total>0</Total></R>") == R"({"error":"gone"})");
    CHECK(to_legacy(t, R"({"error":"gone","total":"0"})") == "<R><Error>gone</Error></R>");
    CHECK(findings(t) == "");
}

TEST_CASE("what is absent excludes what says something there, in a list's elements as well") {
    auto const t =
        make(mapped(format::xml, format::json,
                    {list("P[]", "p[]",
                          {only({{{"@type", nothing_there()}}, {{"kind", said("plain")}}}, field("No", "v")),
                           only({{{"@type", said("x")}}, {{"kind", said("other")}}}, field("Name", "v"))})}));
    CHECK(to_modern(t, R"(<R><P><No>1</No></P><P type="x"><Name>n</Name></P></R>)") ==
          R"({"p":[{"kind":"plain","v":"1"},{"kind":"other","v":"n"}]})");
    CHECK(to_legacy(t, R"({"p":[{"kind":"plain","v":"1"},{"kind":"other","v":"n"}]})") ==
          R"(<R><P><No>1</No></P><P type="x"><Name>n</Name></P></R>)");
    CHECK(to_modern(t, R"(<R><P type="y"/></R>)") == "P[0]/@type: 'y' where 'x' is due");
}

TEST_CASE("what a call did not answer may be a condition") {
    auto o = mapped(format::xml, format::json, {});
    o.request.path = {"/order/{id}", "/v2/orders/{id}"};
    o.response.fields = {
        field("No", "id", scalar_type::integer), field("Left", "stock:left", scalar_type::integer),
        group({{{"Left", nothing_there()}, {"SoldOut", said("1")}}, {{"stock:left", nothing_there()}}}, {})};
    call_options stock;
    stock.name = "stock", stock.path = "/stock/{id}";
    o.calls = {stock};
    auto const t = make(o);
    auto const answer_of = [&](std::string_view answered) {
        auto const document = taken(t.calls()[0].read(answered, {}));
        std::vector<call_answer> const calls{{call_answer::state::answered, document.root()}};
        message_view answer;
        answer.status = 200;
        answer.body = R"({"id":7})";
        answer.calls = calls;
        return taken(t.translate(direction::to_legacy, part::response, answer)).body;
    };
    CHECK(answer_of(R"({"left":3})").ends_with("<R><No>7</No><Left>3</Left></R>"));
    CHECK(answer_of("{}").ends_with("<R><No>7</No><SoldOut>1</SoldOut></R>"));
    message_view legacy;
    legacy.status = 200;
    legacy.body = "<R><No>7</No><SoldOut>1</SoldOut></R>";
    CHECK(taken(t.translate(direction::to_modern, part::response, legacy)).body == R"({"id":7})");
}

TEST_CASE("where absence cannot be asked for is told with the mend") {
    CHECK(problems({only({{{"Error", nothing_there()}}, {{"k", said("a")}}}, field("Total", "total")),
                    field("Error/Code", "code")}) ==
          "fields[0].when.legacy: 'Error' is where fields[1] has something; ask on the other side, too, for "
          "nothing in that field's place, or let a 'when' of the field exclude this one\n");
    CHECK(problems({only({{{"L/I[]", nothing_there()}}, {{"k", said("a")}}}, field("Total", "total"))}) ==
          "fields[0].when.legacy: 'L/I[]' is no single place in a body, which alone can be asked to be "
          "absent\n");
    CHECK(problems({only({{{"header:X", nothing_there()}}, {{"k", said("a")}}}, field("Total", "total"))}) ==
          "fields[0].when.legacy: 'header:X' is no single place in a body, which alone can be asked to be "
          "absent\n");
    CHECK(problems({only({{{"A//B", nothing_there()}}, {}}, field("X", "x"))}) ==
          "fields[0].when.legacy: the path 'A//B' has the step '', which is no XML name\n");
    CHECK(
        problems(
            {group({{{"@t", said("1")}}, {}}, {only({{{"@t", nothing_there()}}, {}}, field("X", "x"))})}) ==
        "fields[0].fields[0].when.legacy: '@t' cannot be absent here, where the group around asks for '1'\n");
}

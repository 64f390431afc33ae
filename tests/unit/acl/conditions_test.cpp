#include "findings.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

// Conditions (`when`, `without`) that more than one text fulfils.

namespace {

constant_options one_of(std::vector<std::string> texts) {
    constant_options said{texts.front()};
    for (std::size_t i = 1; i < texts.size(); ++i) said.others.push_back({texts[i], scalar_type::string});
    return said;
}

message_view answer(std::string_view body, unsigned status = 200) {
    message_view view;
    view.body = body;
    view.status = status;
    return view;
}

std::string outcome_of(translator const& t, direction way, std::string_view body, unsigned status = 200) {
    auto const made = t.translate(way, part::response, answer(body, status));
    return made ? std::to_string(made->status) + ' ' + made->body : made.error().message;
}

translator_options with_outcomes(format legacy, std::vector<outcome_options> outcomes) {
    auto o = mapped(legacy, format::json, {field("result", "result")});
    o.outcomes = std::move(outcomes);
    return o;
}

} // namespace

TEST_CASE("an outcome may ask for one of several texts, of which the first is written") {
    outcome_options failure;
    failure.legacy.when = {{"ACK", one_of({"Failure", "FailureWithWarning"})}};
    failure.legacy.statuses = {200};
    failure.modern.statuses = {400};
    failure.fields = {field("TEXT", "detail")};
    auto const t = make(with_outcomes(format::form, {failure}));
    CHECK(outcome_of(t, direction::to_modern, "ACK=Failure&TEXT=x") == R"(400 {"detail":"x"})");
    CHECK(outcome_of(t, direction::to_modern, "ACK=FailureWithWarning&TEXT=x") == R"(400 {"detail":"x"})");
    CHECK(outcome_of(t, direction::to_modern, "ACK=Other&result=1") == R"(200 {"result":"1"})");
    CHECK(outcome_of(t, direction::to_legacy, R"({"detail":"x"})", 400) == "200 TEXT=x&ACK=Failure");
    CHECK(findings(t).find("ACK: it does not come back as it was: 200\n\nACK=FailureWithWarning") == 0);
}

TEST_CASE("several texts are numbers and booleans where they are such, on a typed side") {
    outcome_options failure;
    failure.legacy.when = {{"ok", {"0", scalar_type::integer, {{"false", scalar_type::boolean}}}}};
    failure.legacy.statuses = {200};
    failure.modern.statuses = {400};
    auto const t = make(with_outcomes(format::json, {failure}));
    CHECK(outcome_of(t, direction::to_modern, R"({"ok":0})") == "400 {}");
    CHECK(outcome_of(t, direction::to_modern, R"({"ok":false})") == "400 {}");
    CHECK(outcome_of(t, direction::to_modern, R"({"ok":"0"})") == "200 {}");
    CHECK(outcome_of(t, direction::to_legacy, "{}", 400) == R"(200 {"ok":0})");
}

TEST_CASE("an outcome may ask that something is there, and null is nothing") {
    outcome_options failure;
    failure.legacy.when = {{"error", {"*"}}};
    failure.legacy.statuses = {200};
    failure.modern.statuses = {400};
    failure.fields = {field("error.message", "detail")};
    failure.fields.front().required = true;
    outcome_options success;
    success.legacy.without = {"error"};
    success.legacy.statuses = {200};
    success.modern.statuses = {200};
    success.fields = {field("result", "result")};
    auto const t = make(with_outcomes(format::json, {failure, success}));
    CHECK(outcome_of(t, direction::to_modern, R"({"result":null,"error":{"message":"x"}})") ==
          R"(400 {"detail":"x"})");
    CHECK(outcome_of(t, direction::to_modern, R"({"result":"a","error":null})") == R"(200 {"result":"a"})");
    CHECK(outcome_of(t, direction::to_modern, R"({"result":"a"})") == R"(200 {"result":"a"})");
    CHECK(outcome_of(t, direction::to_legacy, R"({"detail":"x"})", 400) ==
          R"(200 {"error":{"message":"x"}})");
    CHECK(findings(t) == "");
}

TEST_CASE("in XML an element that is nil is not there") {
    outcome_options failure;
    failure.legacy.when = {{"Error", {"*"}}};
    failure.legacy.statuses = {200};
    failure.modern.statuses = {400};
    auto const t = make(with_outcomes(format::xml, {failure}));
    CHECK(outcome_of(t, direction::to_modern, "<R><Error><Code>1</Code></Error></R>") == "400 {}");
    CHECK(outcome_of(
              t, direction::to_modern,
              "<R xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><Error xsi:nil=\"true\"/></R>") ==
          "200 {}");
}

TEST_CASE("an outcome may ask for a pattern, which is never written") {
    outcome_options failure;
    failure.legacy.when = {{"text", {"~^ERR: "}}};
    failure.legacy.statuses = {200};
    failure.modern.statuses = {400};
    failure.fields = {field("text", "message")};
    failure.fields.front().text.emplace();
    failure.fields.front().text->legacy.prefix = "ERR: ";
    outcome_options success;
    success.legacy.when = {{"text", {"~^ID: "}}};
    success.legacy.statuses = {200};
    success.modern.statuses = {200};
    success.fields = {field("text", "id")};
    success.fields.front().text.emplace();
    success.fields.front().text->legacy.prefix = "ID: ";
    auto o = mapped(format::text, format::json, {field("text", "other")});
    o.outcomes = {failure, success};
    auto const t = make(o);
    CHECK(outcome_of(t, direction::to_modern, "ERR: no credit") == R"(400 {"message":"no credit"})");
    CHECK(outcome_of(t, direction::to_modern, "ID: 7") == R"(200 {"id":"7"})");
    CHECK(outcome_of(t, direction::to_modern, "what") == R"(200 {"other":"what"})");
    CHECK(outcome_of(t, direction::to_legacy, R"({"message":"no credit"})", 400) == "200 ERR: no credit");
}

TEST_CASE("a header may be asked for") {
    outcome_options failure;
    failure.legacy.when = {{"header:X-Error", {"*"}}};
    failure.legacy.statuses = {200};
    failure.modern.statuses = {400};
    auto const t = make(with_outcomes(format::json, {failure}));
    auto from = answer(R"({"result":"a"})");
    header_view const headers[] = {{"X-Error", "1"}};
    CHECK(t.translate(direction::to_modern, part::response, from)->status == 200);
    from.headers = headers;
    CHECK(t.translate(direction::to_modern, part::response, from)->status == 400);
}

TEST_CASE("what cannot be asked for is refused with the mend") {
    outcome_options one;
    one.legacy.when = {{"a", {"~("}}};
    one.modern.statuses = {400};
    CHECK(problems(with_outcomes(format::json, {one}))
              .find("outcomes[0].legacy.when: '(' is no RE2 pattern: ") == 0);
    one.legacy.when = {{"a[]", {"*"}}};
    CHECK(problems(with_outcomes(format::json, {one})) ==
          "outcomes[0].legacy.when: 'a[]' is no single place in the body or among the headers\n");
    auto f = field("A", "a");
    f.when.legacy = {{"K", {"~^x"}}};
    CHECK(problems(mapped(format::xml, format::json, {f}))
              .find("fields[0].when.legacy: '~^x' may be asked for by "
                    "'outcomes' alone") == 0);
}

TEST_CASE("a case may be for several texts, and those of other cases exclude it") {
    auto card = field("No", "card");
    card.when.legacy = {{"@type", one_of({"CC", "AMEX"})}};
    card.when.modern = {{"kind", {"card"}}};
    auto debit = field("No", "iban");
    debit.when.legacy = {{"@type", {"DD"}}};
    debit.when.modern = {{"kind", {"debit"}}};
    auto const t = make(mapped(format::xml, format::json, {card, debit}));
    CHECK(to_modern(t, "<R type=\"AMEX\"><No>1</No></R>") == R"({"kind":"card","card":"1"})");
    CHECK(to_modern(t, "<R type=\"DD\"><No>1</No></R>") == R"({"kind":"debit","iban":"1"})");
    CHECK(to_legacy(t, R"({"kind":"card","card":"1"})") == "<R type=\"CC\"><No>1</No></R>");
    CHECK(to_modern(t, "<R type=\"X\"><No>1</No></R>") == "@type: 'X' where 'CC' or 'AMEX' or 'DD' is due");
    auto const found = findings(t);
    CHECK(found.starts_with("@type: it does not come back as it was: "));
    CHECK(found.ends_with("<R type=\"AMEX\"/>\n"));
    debit.when.legacy = {{"@type", one_of({"DD", "AMEX"})}};
    CHECK(problems(mapped(format::xml, format::json, {card, debit})).find("overlaps with that of") !=
          std::string::npos);
}

TEST_CASE("a case may be for whatever is there, which its fields write") {
    auto one = field("Gift/Text", "greeting");
    one.when.legacy = {{"Gift", {"*"}}};
    one.when.modern = {{"gift", {"true", scalar_type::boolean}}};
    auto const t = make(mapped(format::xml, format::json, {one}));
    CHECK(to_modern(t, "<R><Gift><Text>x</Text></Gift></R>") == R"({"gift":true,"greeting":"x"})");
    CHECK(to_modern(t, "<R/>") == "{}");
    CHECK(to_legacy(t, R"({"gift":true,"greeting":"x"})") == "<R><Gift><Text>x</Text></Gift></R>");
}

TEST_CASE("a constant of a star is a star") {
    field_options f;
    f.modern = "a";
    f.constant = constant_options{"*"};
    auto const t = make(mapped(format::xml, format::json, {f, field("B", "b")}));
    CHECK(to_modern(t, "<R/>") == R"({"a":"*"})");
    CHECK(to_legacy(t, R"({"a":"x"})") == "a: 'x' where '*' is due");
}

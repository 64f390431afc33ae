#include "conditions.hpp"
#include "findings.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

namespace {

constant_options other_than(std::string text, std::vector<typed_text> more = {}) {
    auto made = said(std::move(text));
    made.denies = true;
    made.others = std::move(more);
    return made;
}

field_options cents(std::string legacy, std::string modern) {
    auto f = field(std::move(legacy), std::move(modern));
    f.scale.emplace();
    f.scale->modern = 100;
    return f;
}

/// Yen and won have no parts, and all other currencies have a hundred.
translator_options amounts(format legacy) {
    std::vector<typed_text> const legacy_won{{"KRW", scalar_type::string}};
    std::vector<typed_text> const modern_won{{"krw", scalar_type::string}};
    auto whole_legacy = said("JPY");
    whole_legacy.others = legacy_won;
    auto whole_modern = said("jpy");
    whole_modern.others = modern_won;
    return mapped(
        legacy, format::json,
        {table("Cur", "currency", {{"JPY", "jpy"}, {"KRW", "krw"}, {"EUR", "eur"}, {"USD", "usd"}}),
         group({{{"Cur", whole_legacy}}, {{"currency", whole_modern}}},
               {field("Amt", "amount", scalar_type::integer)}),
         group({{{"Cur", other_than("JPY", legacy_won)}}, {{"currency", other_than("jpy", modern_won)}}},
               {cents("Amt", "amount")})});
}

} // namespace

TEST_CASE("what is mapped in all other cases is mapped where none of some texts is there") {
    auto const t = make(amounts(format::xml));
    CHECK(to_modern(t, "<R><Cur>JPY</Cur><Amt>500</Amt></R>") == R"({"currency":"jpy","amount":500})");
    CHECK(to_modern(t, "<R><Cur>KRW</Cur><Amt>500</Amt></R>") == R"({"currency":"krw","amount":500})");
    CHECK(to_modern(t, "<R><Cur>EUR</Cur><Amt>5.00</Amt></R>") == R"({"currency":"eur","amount":500})");
    CHECK(to_legacy(t, R"({"currency":"usd","amount":1250})") == "<R><Cur>USD</Cur><Amt>12.50</Amt></R>");
    CHECK(to_legacy(t, R"({"currency":"jpy","amount":1250})") == "<R><Cur>JPY</Cur><Amt>1250</Amt></R>");
}

TEST_CASE("where nothing is there none of the texts is") {
    auto const t = make(amounts(format::xml));
    CHECK(to_modern(t, "<R><Amt>5.00</Amt></R>") == R"({"amount":500})");
    CHECK(to_legacy(t, R"({"amount":500})") == "<R><Amt>5.00</Amt></R>");
}

TEST_CASE("a check proves both the named cases and all others") {
    CHECK(findings(make(amounts(format::xml))).empty());
    CHECK(findings(make(amounts(format::form))).empty());
    // A value for which neither is.
    auto o = amounts(format::xml);
    o.fields[2].when.modern[0].second.others.emplace_back("usd", scalar_type::string);
    CHECK(findings(make(o)).find("no 'when' is for 'usd'") != std::string::npos);
}

TEST_CASE("conditions that leave a text to both, and that have none in common, are told apart") {
    auto o = amounts(format::xml);
    // On the legacy side a won is of neither, on the modern one of the first.
    o.fields[2].when.legacy[0].second.others.clear();
    CHECK(problems(o).find("overlaps with that of fields[1]") != std::string::npos);
    o = amounts(format::xml);
    o.fields[2].when.legacy[0].second = other_than("JPY");
    o.fields[2].when.modern[0].second = other_than("jpy");
    CHECK(problems(o).find("both can be mapped, since nothing in a 'when' excludes it") != std::string::npos);
}

TEST_CASE("an answer is of an outcome where its side does not say something") {
    auto o = mapped(format::json, format::json, {field("id", "id")});
    outcome_options failure;
    failure.legacy.statuses = {200};
    failure.legacy.when = {{"ack", other_than("Success", {{"Warning", scalar_type::string}})}};
    failure.modern.statuses = {400};
    failure.fields = {field("ack", "kind"), field("text", "text")};
    o.outcomes = {failure};
    auto const t = make(o);
    auto const answered = [&](std::string_view body) {
        message_view view;
        view.status = 200;
        view.body = body;
        auto const made = t.translate(direction::to_modern, part::response, view);
        return made ? std::to_string(made->status) + ' ' + made->body : made.error().message;
    };
    CHECK(answered(R"({"ack":"Failure","text":"no"})") == R"(400 {"kind":"Failure","text":"no"})");
    CHECK(answered(R"({"text":"no"})") == R"(400 {"text":"no"})");
    CHECK(answered(R"({"ack":"Success","id":"7"})") == R"(200 {"id":"7"})");
    CHECK(answered(R"({"ack":"Warning","id":"7"})") == R"(200 {"id":"7"})");
    CHECK(answered("") == "200 ");
}

TEST_CASE("two kinds may each be told by what is there, and a document that has both is refused") {
    auto const t = make(mapped(format::xml, format::json,
                               {group({{{"@t", said("C")}}, {{"card", said("*")}}}, {field("No", "card")}),
                                group({{{"@t", said("D")}}, {{"iban", said("*")}}}, {field("No", "iban")})}));
    CHECK(to_legacy(t, R"({"card":"1"})") == "<R t=\"C\"><No>1</No></R>");
    CHECK(to_legacy(t, R"({"iban":"2"})") == "<R t=\"D\"><No>2</No></R>");
    CHECK(to_modern(t, "<R t='D'><No>2</No></R>") == R"({"iban":"2"})");
    CHECK(to_legacy(t, R"({"card":"1","iban":"2"})")
              .ends_with(
                  "'card' and 'iban' are both there, and on the other side there can be one of them alone"));
}

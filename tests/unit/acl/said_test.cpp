#include "acl/format.hpp"
#include "acl/proof.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

// What a mapping itself says: constants, defaults, and what must be there.

namespace {

field_options constant(std::string legacy, std::string modern, std::string text,
                       scalar_type type = scalar_type::string) {
    auto f = field(std::move(legacy), std::move(modern));
    f.constant = constant_options{std::move(text), type};
    return f;
}

field_options required(field_options f) {
    f.required = true;
    return f;
}

field_options defaulted(field_options f, std::optional<std::string> legacy,
                        std::optional<std::string> modern) {
    f.missing = {std::move(legacy), std::move(modern)};
    return f;
}

std::string problem(translator_options const& o) {
    auto const made = translator::compile(o);
    return made ? std::string("none") : made.error().front().key + ": " + made.error().front().message;
}

} // namespace

TEST_CASE("one side says a constant, which must be there on the way back") {
    for (auto const modern : {format::json, format::form}) {
        CAPTURE(to_string(modern));
        auto const t =
            make(mapped(format::form, modern, {constant("action", "", "update"), field("id", "id")}));
        auto const there = modern == format::json ? R"({"id":"7"})" : "id=7";
        CHECK(to_modern(t, "action=update&id=7") == there);
        CHECK(to_legacy(t, there) == "action=update&id=7");
        CHECK(to_modern(t, "id=7") == "action: is not there, where 'update' is due");
        CHECK(to_modern(t, "action=delete&id=7") == "action: 'delete' where 'update' is due");
    }
}

TEST_CASE("a constant has the type of its side, and lives in elements and attributes too") {
    auto const t = make(mapped(format::xml, format::json,
                               {constant("@v", "", "2"), constant("Meta/Kind", "", "order"),
                                constant("", "meta.version", "3", scalar_type::integer),
                                constant("", "meta.draft", "false", scalar_type::boolean), field("No", "no"),
                                list("L/I[]", "l[]", {constant("@k", "", "x"), field("A", "a")})}));
    auto const legacy =
        R"(<R v="2"><Meta><Kind>order</Kind></Meta><No>1</No><L><I k="x"><A>a</A></I></L></R>)";
    auto const modern = R"({"meta":{"version":3,"draft":false},"no":"1","l":[{"a":"a"}]})";
    CHECK(to_modern(t, legacy) == modern);
    CHECK(to_legacy(t, modern) == legacy);
    CHECK(to_legacy(t, R"({"meta":{"version":4,"draft":false},"l":[]})") ==
          "meta.version: '4' where '3' is due");
    CHECK(to_modern(t, R"(<R v="2"><Meta><Kind>order</Kind></Meta><L><I k="y"/></L></R>)") ==
          "L/I[0]/@k: 'y' where 'x' is due");
    CHECK(prove(t).empty());
}

TEST_CASE("a value that must be there is an error where it is not") {
    auto const t = make(mapped(format::xml, format::json,
                               {required(field("No", "id", scalar_type::integer)),
                                list("L/I[]", "l[]", {required(field("A", "a"))})}));
    CHECK(to_modern(t, "<R/>") == "No: is not there, and must be");
    CHECK(to_legacy(t, "{}") == "id: is not there, and must be");
    CHECK(to_modern(t, "<R><No>1</No><L><I><A>x</A></I><I/></L></R>") ==
          "L/I[1]/A: is not there, and must be");
    CHECK(to_modern(t, "<R><No>1</No></R>") == R"({"id":1})");
}

TEST_CASE("a default stands for what a side does not have, each side's own") {
    for (auto const legacy : {format::xml, format::json}) {
        CAPTURE(to_string(legacy));
        auto const t = make(mapped(
            legacy, format::json,
            {field(legacy == format::xml ? "No" : "no", "no"),
             defaulted(field(legacy == format::xml ? "Lang" : "lang", "language"), {}, "de"),
             defaulted(field(legacy == format::xml ? "Qty" : "qty", "order.quantity", scalar_type::integer),
                       "0", "1")}));
        bool const xml = legacy == format::xml;
        CHECK(to_modern(t, xml ? "<R><No>1</No></R>" : R"({"no":"1"})").find(R"("language":"de")") !=
              std::string::npos);
        CHECK(to_modern(t, xml ? "<R/>" : "{}") == R"({"language":"de","order":{"quantity":1}})");
        CHECK(to_modern(t, xml ? "<R><Lang>fr</Lang><Qty>5</Qty></R>" : R"({"lang":"fr","qty":5})") ==
              R"({"language":"fr","order":{"quantity":5}})");
        CHECK(to_legacy(t, "{}") == (xml ? "<R><Qty>0</Qty></R>" : R"({"qty":0})"));
        CHECK_FALSE(prove(t).empty());
    }
}

TEST_CASE("of a request without a body only fields of its own part say something") {
    auto shared = mapped(format::form, format::json, {constant("a", "", "1"), required(field("b", "b"))});
    CHECK(run(make(shared), direction::to_legacy, "", part::request) == "");
    auto own = mapped(format::form, format::json, {});
    own.request.fields = std::vector{constant("action", "", "list")};
    CHECK(run(make(own), direction::to_legacy, "", part::request) == "action=list");
    own.request.fields = std::vector{required(field("b", "b"))};
    CHECK(run(make(own), direction::to_legacy, "", part::request) == "b: is not there, and must be");
}

TEST_CASE("what a mapping cannot say is refused with the mend") {
    CHECK(problem(mapped(format::form, format::json, {constant("a", "b", "1")})) ==
          "fields[0].constant: a constant is what one side alone says; give it a path there, and leave the "
          "other "
          "side's out");
    CHECK(problem(mapped(format::form, format::json, {constant("a[]", "", "1")})) ==
          "fields[0].constant: a constant is a scalar, and a list is none");
    CHECK(problem(mapped(format::form, format::json,
                         {defaulted(field("a", "b", scalar_type::integer), {}, "one")})) ==
          "fields[0].default.modern: 'one' is not an integer, which the field is there");
    CHECK(problem(mapped(format::form, format::json, {defaulted(required(field("a", "b")), {}, "one")})) ==
          "fields[0].required: a value that must be there needs no default; leave one of the two out");
    CHECK(problem(mapped(format::form, format::json, {defaulted(list("a[]", "b[]"), {}, "one")})) ==
          "fields[0].default: a list has no default; leave it out");
}

TEST_CASE("an element that only its attributes keep alive has no value, as one that is not there") {
    auto const t = make(
        mapped(format::xml, format::json,
               {defaulted(field("Qty", "quantity", scalar_type::integer), {}, "1"), field("Qty/@u", "unit"),
                required(field("No", "id", scalar_type::integer)), field("No/@k", "kind")}));
    CHECK(to_modern(t, R"(<R><Qty u="kg"/><No k="x">7</No></R>)") ==
          R"({"quantity":1,"unit":"kg","id":7,"kind":"x"})");
    CHECK(to_modern(t, R"(<R><No k="x"/></R>)") == "No: is not there, and must be");
}

TEST_CASE("a constant is of its kind: null, a number and an element with others inside are no text") {
    auto const t = make(mapped(format::json, format::json,
                               {constant("a", "", ""), constant("b", "", "2", scalar_type::integer)}));
    CHECK(to_modern(t, R"({"a":"","b":2})") == "{}");
    CHECK(to_modern(t, R"({"a":null,"b":2})") == "a: null where '' is due");
    CHECK(to_modern(t, R"({"a":"","b":"2"})") == "b: '2' where '2' is due");
}

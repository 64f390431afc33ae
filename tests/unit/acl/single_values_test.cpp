#include "acl/proof.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

// What one field says beyond a value here and a value there: how it says nothing, its type on either side.

namespace {

std::string findings(translator const& t) {
    std::string all;
    for (auto const& f : prove(t))
        all += f.where + ": " + f.document + " | " + f.there + " | " + f.back + "\n";
    return all;
}

field_options saying(field_options field, std::vector<nothing_way> legacy, std::vector<nothing_way> modern) {
    field.nothing = nothing_options{std::move(legacy), std::move(modern)};
    return field;
}

constexpr auto integer = scalar_type::integer;

} // namespace

TEST_CASE("what says nothing on one side says it on the other in that side's way") {
    SECTION("an empty text and null") {
        auto const t = make(mapped(format::form, format::json,
                                   {saying(field("a", "a", integer), {nothing::empty}, {nothing::null})}));
        CHECK(to_modern(t, "a=") == R"({"a":null})");
        CHECK(to_legacy(t, R"({"a":null})") == "a=");
        CHECK(to_modern(t, "b=") == "{}");
        CHECK(to_legacy(t, "{}") == "");
        CHECK(to_modern(t, "a=7") == R"({"a":7})");
        CHECK(findings(t) == "");
    }
    SECTION("absent and null") {
        auto const t = make(
            mapped(format::xml, format::json, {saying(field("A", "a"), {nothing::absent}, {nothing::null})}));
        CHECK(to_modern(t, "<R/>") == R"({"a":null})");
        CHECK(to_legacy(t, R"({"a":null})") == "<R/>");
        CHECK(to_modern(t, "<R><A/></R>") == R"({"a":""})");
        CHECK(findings(t) == ": {} | <?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<R/> | {\"a\":null}\n");
    }
    SECTION("nil and absent") {
        auto const t = make(
            mapped(format::xml, format::json, {saying(field("A", "a"), {nothing::null}, {nothing::absent})}));
        constexpr auto nil =
            "<R xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><A xsi:nil=\"true\"/></R>";
        CHECK(to_modern(t, nil) == "{}");
        CHECK(to_legacy(t, "{}") == nil);
    }
    SECTION("a text that stands for none, and a number that does") {
        auto const t =
            make(mapped(format::json, format::json,
                        {saying(field("d", "d"), {typed_text("0000-00-00"), nothing::empty},
                                {nothing::null, nothing::absent}),
                         saying(field("n", "n", integer), {typed_text("-1", integer)}, {nothing::null})}));
        CHECK(to_modern(t, R"({"d":"0000-00-00","n":-1})") == R"({"d":null,"n":null})");
        CHECK(to_modern(t, R"({"d":"","n":1})") == R"({"d":null,"n":1})");
        CHECK(to_legacy(t, R"({"d":null,"n":null})") == R"({"d":"0000-00-00","n":-1})");
        CHECK(to_legacy(t, R"({"n":2})") == R"({"d":"0000-00-00","n":2})");
        CHECK(to_modern(t, R"({"d":"x","n":"-1"})") == "n: a string where an integer is due");
    }
    SECTION("an empty text of a typed side whose value is a number") {
        auto const t = make(mapped(format::json, format::json,
                                   {saying(field("n", "n", integer), {nothing::empty}, {nothing::null})}));
        CHECK(to_modern(t, R"({"n":""})") == R"({"n":null})");
        CHECK(to_legacy(t, R"({"n":null})") == R"({"n":""})");
        // The legacy side has a null as well, which comes back as the empty text.
        CHECK(findings(t) == "n: {\"n\":null} | {\"n\":null} | {\"n\":\"\"}\n");
    }
}

TEST_CASE("a width of padding and blanks that are trimmed say nothing where the empty text does") {
    auto padded = saying(field("A", "a"), {nothing::empty}, {nothing::null});
    padded.text.emplace();
    padded.text->legacy.pad = padding_options{4, " ", padding_options::where::right};
    auto const t = make(mapped(format::xml, format::json, {padded}));
    CHECK(to_modern(t, "<R><A>    </A></R>") == R"({"a":null})");
    CHECK(to_legacy(t, R"({"a":null})") == "<R><A>    </A></R>");
    padded.text->legacy = {.trim = true, .prefix = {}, .suffix = {}, .pad = {}, .letters = {}};
    auto const trimmed = make(mapped(format::form, format::json, {padded}));
    CHECK(to_modern(trimmed, "A=+++") == R"({"a":null})");
    CHECK(to_legacy(trimmed, R"({"a":null})") == "A=");
}

TEST_CASE("what says nothing is no value for 'required', and a default comes in its place") {
    auto needed = saying(field("a", "a"), {nothing::empty}, {nothing::null});
    needed.required = true;
    auto const t = make(mapped(format::form, format::json, {needed}));
    CHECK(to_modern(t, "a=") == "a: says that there is no value, and must have one");
    CHECK(to_modern(t, "b=1") == "a: is not there, and must be");
    CHECK(to_modern(t, "a=1") == R"({"a":"1"})");
    auto other = saying(field("a", "a"), {nothing::empty}, {nothing::null});
    other.missing.modern = "de";
    CHECK(to_modern(make(mapped(format::form, format::json, {other})), "a=") == R"({"a":"de"})");
}

TEST_CASE("a list that a field carries over as it is says nothing by no text") {
    auto const t = make(
        mapped(format::json, format::json, {saying(field("a", "a"), {nothing::empty}, {nothing::null})}));
    CHECK(to_modern(t, R"({"a":[]})") == R"({"a":[]})");
    CHECK(to_modern(t, R"({"a":""})") == R"({"a":null})");
}

TEST_CASE("a list says nothing by null, by having no elements, or by not being there") {
    auto const t = make(mapped(format::form, format::json,
                               {saying(field("a[]", "a[]"), {nothing::absent}, {nothing::empty})}));
    CHECK(to_modern(t, "b=1") == R"({"a":[]})");
    CHECK(to_legacy(t, R"({"a":[]})") == "");
    CHECK(to_modern(t, "a=1") == R"({"a":["1"]})");
    auto const wrapped =
        make(mapped(format::xml, format::json,
                    {saying(list("L/E[]", "l[]", {field("A", "a")}), {nothing::empty}, {nothing::null})}));
    CHECK(to_modern(wrapped, "<R><L/></R>") == R"({"l":null})");
    CHECK(to_legacy(wrapped, R"({"l":null})") == "<R><L/></R>");
    CHECK(
        problems(mapped(format::form, format::json,
                        {saying(field("a[]", "a[]"), {nothing::empty, typed_text("0")}, {nothing::null})})) ==
        "fields[0].nothing.legacy: a list has no value that stands for none; write \"null\", \"empty\" or "
        "\"absent\"\n");
    CHECK(problems(mapped(format::form, format::json,
                          {saying(field("a[]", "a[]"), {nothing::empty}, {nothing::null})})) ==
          "fields[0].nothing.legacy: nothing there says that a list is empty; write \"absent\", or give the "
          "list "
          "a wrapper of its own, as in Lines/Line[]\n");
}

TEST_CASE("what a translator says of nothing holds for the scalars that can have it and say no other thing") {
    auto options = mapped(format::form, format::json,
                          {field("a", "a"), saying(field("b", "b"), {nothing::absent}, {nothing::null}),
                           field("q", "header:X-Q"), field("l[]", "l[]"), field("f", "f")});
    options.fields[4].boolean = boolean_options{{"on"}, {""}};
    options.nothing = nothing_options{{nothing::empty}, {nothing::null}};
    auto const t = make(options);
    CHECK(to_modern(t, "a=&f=") == R"({"a":null,"b":null,"f":false})");
    CHECK(to_legacy(t, R"({"a":null,"b":null,"f":false,"l":[]})") == "a=&f=");
    CHECK(to_legacy(t, R"({"b":"","l":["",""]})") == "b=&l=&l=");
    options.nothing->legacy.clear();
    CHECK(problems(options) ==
          "nothing.legacy: says in no way that there is no value; write \"empty\" or \"absent\"\n");
}

TEST_CASE("what a field says of nothing must be possible there, and mean one thing") {
    auto const told = [](field_options f, format modern = format::json) {
        return problems(mapped(format::form, modern, {std::move(f)}));
    };
    CHECK(told(saying(field("a", "a"), {nothing::null}, {nothing::null})) ==
          "fields[0].nothing.legacy: this side's format has no null; write \"empty\" or \"absent\"\n");
    CHECK(told(saying(field("a", "@a"), {nothing::empty}, {nothing::null}), format::xml) ==
          "fields[0].nothing.modern: this side's format has no null; write \"empty\" or \"absent\"\n");
    auto flag = saying(field("a", "a"), {nothing::empty}, {nothing::null});
    flag.boolean = boolean_options{{"on"}, {""}};
    CHECK(told(flag) == "fields[0].nothing.legacy: the empty text has a meaning in 'values' or 'boolean' "
                        "already; take it out of one of them\n");
    auto constant = saying(field("a", ""), {nothing::empty}, {nothing::null});
    constant.constant = constant_options{"1"};
    CHECK(told(constant) == "fields[0].nothing: a constant always says something; leave 'nothing' out\n");
}

TEST_CASE("each typed side holds the type that is said of it") {
    auto amount = field("a", "a", scalar_type::number);
    amount.legacy_type = scalar_type::string;
    auto state = table("s", "s", {{"1", "new"}, {"2", "paid"}});
    state.legacy_type = integer;
    auto seconds = time_field("t", "t", {"%s", "rfc3339"});
    seconds.legacy_type = integer;
    auto const t = make(mapped(format::json, format::json, {amount, state, seconds}));
    CHECK(to_modern(t, R"({"a":"12.50","s":2,"t":0})") ==
          R"({"a":12.50,"s":"paid","t":"1970-01-01T00:00:00Z"})");
    CHECK(to_legacy(t, R"({"a":12.50,"s":"paid","t":"1970-01-01T00:00:00Z"})") ==
          R"({"a":"12.50","s":2,"t":0})");
    CHECK(
        to_modern(t, R"({"a":"twelve"})") ==
        "a: 'twelve' where a number is due; it takes JSON's digits: no plus sign, no leading zeros, nothing "
        "around them");
    CHECK(to_modern(t, R"({"a":12.50})") == "a: a number where a string is due");
    CHECK(to_modern(t, R"({"s":"2"})") == "s: a string where an integer is due");
    CHECK(findings(t) == "");
}

TEST_CASE("a type of the legacy side that it cannot hold is refused") {
    auto const told = [](field_options f) {
        return problems(mapped(format::json, format::json, {std::move(f)}));
    };
    auto state = table("s", "s", {{"N", "new"}});
    state.legacy_type = integer;
    CHECK(told(state) == "fields[0].values: 'N' is not an integer, as 'type' says that it is\n");
    auto day = time_field("t", "t", {"%Y", "%Y"});
    day.legacy_type = integer;
    CHECK(told(day) ==
          "fields[0].type.legacy: a time is a string, or an integer where its legacy pattern is %s or "
          "epoch_ms; leave it out\n");
    auto flag = field("f", "f");
    flag.boolean = boolean_options{{"Y"}, {"N"}};
    flag.legacy_type = integer;
    CHECK(told(flag) ==
          "fields[0].type.legacy: the spellings say what the legacy side holds: 1 is a number, \"1\" a "
          "string; leave it out\n");
    auto padded = field("p", "p", integer);
    padded.legacy_type = integer;
    padded.text.emplace().legacy.prefix = "A";
    CHECK(told(padded) ==
          "fields[0].type.legacy: the legacy side puts something around the text, so that it is a "
          "string; leave it out\n");
}

TEST_CASE("a typed legacy side spells booleans by what the spellings are") {
    auto flag = field("f", "f");
    flag.boolean = boolean_options{{typed_text("1", integer), "1", typed_text("true", scalar_type::boolean)},
                                   {typed_text("0", integer), ""}};
    auto const t = make(mapped(format::json, format::json, {flag}));
    CHECK(to_modern(t, R"({"f":1})") == R"({"f":true})");
    CHECK(to_modern(t, R"({"f":"1"})") == R"({"f":true})");
    CHECK(to_modern(t, R"({"f":true})") == R"({"f":true})");
    CHECK(to_modern(t, R"({"f":""})") == R"({"f":false})");
    CHECK(to_legacy(t, R"({"f":true})") == R"({"f":1})");
    CHECK(to_legacy(t, R"({"f":false})") == R"({"f":0})");
    CHECK(to_modern(t, R"({"f":"0"})") == "f: a string where an integer is due");
    CHECK(to_modern(t, R"({"f":2})") == "f: '2' is no spelling of true or false ('1', '1', 'true', '0', '')");
    CHECK(to_modern(t, R"({"f":[]})") == "f: a list where an integer is due");
    CHECK(findings(t) == "");
    auto const untyped = make(mapped(format::form, format::json, {flag}));
    CHECK(to_modern(untyped, "f=0") == R"({"f":false})");
    CHECK(to_legacy(untyped, R"({"f":false})") == "f=0");
}

#include "acl/json.hpp"
#include "scripts.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

// Lua where a declaration cannot say it.

namespace {

translator one_field(std::string script, std::optional<scalar_type> type = {}) {
    return make(mapped(format::json, format::json, {scripted(field("a", "a", type), script, script)}));
}

} // namespace

TEST_CASE("a field's script is a function of the value, one for each direction") {
    auto const t = make(
        mapped(format::xml, format::json,
               {scripted(field("Name", "name"),
                         "local last, first = value:match('^(.*), (.*)$')\nreturn first .. ' ' .. last",
                         "local first, last = value:match('^(.*) (.*)$')\nreturn last .. ', ' .. first")}));
    CHECK(to_modern(t, "<R><Name>Lovelace, Ada</Name></R>") == R"({"name":"Ada Lovelace"})");
    CHECK(to_legacy(t, R"({"name":"Ada Lovelace"})") == "<R><Name>Lovelace, Ada</Name></R>");
}

TEST_CASE("a script is given scalars as they were sent, and gives them back as they are") {
    for (auto const* const scalar : {"\"text\"", "\"\"", "true", "false", "null", "7", "-1", "0", "-0",
                                     "12.50", "1e400", "1E-7", "9223372036854775807", "9223372036854775808",
                                     "18446744073709551616", "\"a\\u0000b\"", "\"12.50\"", "\"null\""}) {
        CAPTURE(scalar);
        auto const document = "{\"a\":" + std::string(scalar) + "}";
        CHECK(to_modern(one_field("return value"), document) == document);
        CHECK(to_legacy(one_field("return value"), document) == document);
        CHECK(after("target.a = source.a", document) == document);
    }
}

TEST_CASE("what a script gets tells what was sent") {
    CHECK(value_of("type(source.a)", R"({"a":7})") == "\"number\"");
    CHECK(value_of("math.type(source.a)", R"({"a":7})") == "\"integer\"");
    CHECK(value_of("source.a + 1", R"({"a":7})") == "8");
    CHECK(value_of("type(source.a)", R"({"a":12.50})") == "\"number\"");
    CHECK(value_of("tostring(source.a)", R"({"a":12.50})") == "\"12.50\"");
    CHECK(value_of("source.a .. ' EUR'", R"({"a":12.50})") == "\"12.50 EUR\"");
    CHECK(value_of("source.a:gsub('%.', ',')", R"({"a":12.50})") == "\"12,50\"");
    CHECK(value_of("tonumber(source.a) * 2", R"({"a":12.50})") == "25");
    CHECK(value_of("source.a == number('12.50')", R"({"a":12.50})") == "true");
    CHECK(value_of("number('12.5') == source.a", R"({"a":12.50})") == "false");
    CHECK(value_of("type(source.a)", R"({"a":null})") == "\"null\"");
    CHECK(value_of("source.a == null", R"({"a":null})") == "true");
    CHECK(value_of("source.b == nil", R"({"a":null})") == "true");
    CHECK(value_of("type(source)") == "\"object\"");
    CHECK(value_of("type(source.a)", R"({"a":[]})") == "\"list\"");
}

TEST_CASE("computing with digits that it would round is an error that says so") {
    CHECK_THAT(value_of("source.a * 2", R"({"a":12.50})"),
               Catch::Contains("lua.to_modern:1:") && Catch::Contains("say tonumber(...)"));
    CHECK_THAT(value_of("source.a < 13", R"({"a":12.50})"), Catch::Contains("say tonumber(...)"));
}

TEST_CASE("what a script computes is written in the fewest digits that read as the same") {
    CHECK(value_of("0.1 + 0.2") == "0.30000000000000004");
    CHECK(value_of("1e300 * 10") == "1e+301");
    CHECK(value_of("math.maxinteger") == "9223372036854775807");
    CHECK(value_of("number('1e400')") == "1e400");
    CHECK_THAT(value_of("1 / 0"), Catch::Contains("no number that a document can hold"));
    CHECK_THAT(value_of("0 / 0"), Catch::Contains("no number that a document can hold"));
    CHECK_THAT(value_of("number('007')"), Catch::Contains("no leading zeros"));
}

TEST_CASE("'type' says what a typed modern side holds, both ways") {
    auto const script = "return value";
    auto const t = make(mapped(format::form, format::json,
                               {scripted(field("n", "n", scalar_type::integer), script, script)}));
    CHECK(to_modern(t, "n=18446744073709551616") == R"({"n":18446744073709551616})");
    CHECK(to_modern(t, "n=two") == "n: 'two' came from the script where an integer is due");
    CHECK(to_legacy(t, R"({"n":7})") == "n=7");
    CHECK(to_legacy(t, R"({"n":"7"})") == "n: a string where an integer is due");
    CHECK(to_legacy(t, R"({"n":7.5})") == "n: '7.5' where an integer is due");
    auto const truth = make(mapped(format::form, format::json,
                                   {scripted(field("b", "b", scalar_type::boolean), "return value == 'on'",
                                             "return value and 'on' or 'off'")}));
    CHECK(to_modern(truth, "b=on") == R"({"b":true})");
    CHECK(to_legacy(truth, R"({"b":false})") == "b=off");
    auto const text =
        make(mapped(format::form, format::json,
                    {scripted(field("t", "t", scalar_type::string), "return tonumber(value)")}));
    CHECK(to_modern(text, "t=7") == R"({"t":"7"})");
}

TEST_CASE("a script that returns nothing writes nothing; null is said with null") {
    CHECK(to_modern(one_field("if value == '' then return nil end return value"), R"({"a":""})") == "{}");
    CHECK(to_modern(one_field("return null"), R"({"a":""})") == R"({"a":null})");
    auto f = scripted(field("a", "a"), "");
    f.missing.modern = "none";
    CHECK(to_modern(make(mapped(format::json, format::json, {f})), R"({"a":""})") == R"({"a":"none"})");
    f.missing.modern.reset();
    f.required = true;
    CHECK(to_modern(make(mapped(format::json, format::json, {f})), R"({"a":""})") ==
          "a: is not there, and must be");
    auto const form =
        make(mapped(format::form, format::json, {scripted(field("a", "a"), "return value", "return null")}));
    CHECK_THAT(to_legacy(form, R"({"a":"x"})"), Catch::Contains("a: null, which 'a' cannot hold"));
}

TEST_CASE("a script on a list's path is called with each of its elements") {
    auto const t =
        make(mapped(format::xml, format::json,
                    {scripted(list("Codes/Code[]", "codes[]"),
                              "if value ~= '-' then return value:lower() end", "return value:upper()")}));
    CHECK(to_modern(t, "<R><Codes><Code>A</Code><Code>-</Code><Code>B</Code></Codes></R>") ==
          R"({"codes":["a","b"]})");
    CHECK(to_legacy(t, R"({"codes":["a"]})") == "<R><Codes><Code>A</Code></Codes></R>");
    auto const bad = make(mapped(format::xml, format::json,
                                 {scripted(list("Codes/Code[]", "codes[]"), "error('no ' .. value)")}));
    CHECK(to_modern(bad, "<R><Codes><Code>A</Code></Codes></R>") == "Codes/Code[0]: lua.to_modern:1: no A");
}

TEST_CASE("an error of a script names the field, the script and its line") {
    auto const t = one_field("local x = value\nlocal y = x.z.z\nreturn y");
    auto const failed = t.translate_body(direction::to_modern, part::response, R"({"a":"b"})");
    REQUIRE(failed.has_error());
    CHECK(failed.error().code == error_code::script);
    CHECK(to_string(failed.error().code) == "script");
    CHECK(failed.error().where == "a");
    CHECK_THAT(failed.error().message, Catch::StartsWith("lua.to_modern:2: attempt to index a nil value"));
}

TEST_CASE("a direction without a script is an error of the message that comes that way") {
    auto f = field("a", "a");
    f.lua.to_modern = script_text{"return value", ""};
    auto const t = make(mapped(format::json, format::json, {f}));
    CHECK(to_modern(t, R"({"a":1})") == R"({"a":1})");
    CHECK(to_legacy(t, R"({"a":1})") == "a: the field has no lua.to_legacy, and comes from modern");
    auto o = mapped(format::xml, format::json, {});
    o.lua.to_modern = script_text{"target.x = 1", ""};
    CHECK(to_modern(make(o), "<R/>") == R"({"x":1})");
    CHECK_THAT(to_legacy(make(o), R"({"x":1})"), Catch::Contains("names no fields"));
}

TEST_CASE("a value that lives beside the body may have a script, too") {
    auto o = mapped(format::json, format::json,
                    {scripted(field("query:page", "offset", scalar_type::integer),
                              "return (tonumber(value) - 1) * 20 // 1 | 0", "return value // 20 + 1")});
    auto const t = make(o);
    message_view from;
    from.path = "/";
    from.query = "page=3";
    from.has_query = true;
    from.body = "{}";
    auto const made = t.translate(direction::to_modern, part::request, from);
    REQUIRE(made.has_value());
    CHECK(made->body == R"({"offset":40})");
    from.query = "";
    from.has_query = false;
    from.body = made->body;
    auto const back = t.translate(direction::to_legacy, part::request, from);
    REQUIRE(back.has_value());
    CHECK(back->query == "page=3");
}

TEST_CASE("scripts that are no Lua are found when the translator is made, each at its place") {
    auto o = mapped(format::json, format::json,
                    {scripted(field("a", "a"), "return )", "return value +"),
                     list("l[]", "l[]", {scripted(field("b", "b"), "x = = 1")})});
    o.lua.to_modern = script_text{"target.x =\n\n= 1", "orders.lua"};
    o.request.lua = lua_options{script_text{"\x1bLua", ""}, {}};
    CHECK(problems(o) ==
          "lua.to_modern: orders.lua:3: unexpected symbol near '='; write Lua 5.4\n"
          "request.lua.to_modern: request.lua.to_modern:1: unexpected symbol near '<\\27>'; write Lua 5.4\n"
          "fields[0].lua.to_modern: lua.to_modern:1: unexpected symbol near ')'; write Lua 5.4\n"
          "fields[0].lua.to_legacy: lua.to_legacy:1: unexpected symbol near <eof>; write Lua 5.4\n"
          "fields[1].fields[0].lua.to_modern: lua.to_modern:1: unexpected symbol near '='; write Lua 5.4\n");
}

TEST_CASE("a script is in the place of all that a declaration says of the value") {
    auto values = scripted(table("a", "a", {{"1", "2"}}), "return value");
    CHECK_THAT(problems(mapped(format::json, format::json, {values})),
               Catch::StartsWith("fields[0].lua: a script says all that becomes of the value; leave it out"));
    auto constant = scripted(field("a", ""), "return value");
    constant.constant = constant_options{"x", scalar_type::string};
    CHECK_THAT(problems(mapped(format::json, format::json, {constant})),
               Catch::StartsWith("fields[0].lua: a constant needs no script"));
    auto elements = scripted(list("a[]", "a[]", {field("b", "b")}), "return value");
    CHECK_THAT(problems(mapped(format::json, format::json, {elements})),
               Catch::Contains("fields[0].lua: a script takes scalars"));
}

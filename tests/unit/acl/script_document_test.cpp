#include "scripts.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

// Scripts of whole bodies: the source, and the target that the mapping has made.

TEST_CASE("a script runs after what is declared, and changes what was made") {
    auto o = mapped(format::xml, format::json,
                    {field("No", "id", scalar_type::integer), field("Customer/Name", "customer.name")});
    o.lua.to_modern = script_text{"target.customer.vip = source['Customer/@class'] == 'A'", ""};
    o.lua.to_legacy = script_text{"if source.customer.vip then target['Customer/@class'] = 'A' end", ""};
    auto const t = make(o);
    auto const* const xml = R"(<R><No>7</No><Customer class="A"><Name>Ada</Name></Customer></R>)";
    auto const* const json = R"({"id":7,"customer":{"name":"Ada","vip":true}})";
    CHECK(to_modern(t, xml) == json);
    CHECK(to_legacy(t, json) == xml);
}

TEST_CASE("a part's scripts replace those that both parts share") {
    auto o = whole(format::json, format::json, "target.shared = true");
    o.request.lua = lua_options{script_text{"target.own = true", ""}, {}};
    auto const t = make(o);
    CHECK(run(t, direction::to_modern, "{}", part::request) == R"({"own":true})");
    CHECK(run(t, direction::to_modern, "{}", part::response) == R"({"shared":true})");
    // What has neither fields nor a script passes, between formats that are the same.
    CHECK(run(t, direction::to_legacy, R"({"a":1})", part::request) == R"({"a":1})");
}

TEST_CASE(
    "members are in the order in which they were put in, and those of a Lua table in that of their names") {
    CHECK(after("target.z = 1 target.a = 2 target.m = 3 target.z = 4") == R"({"z":4,"a":2,"m":3})");
    CHECK(after("target.o = { z = 1, a = { y = 2, b = 3 }, m = list{ 'x' } }") ==
          R"({"o":{"a":{"b":3,"y":2},"m":["x"],"z":1}})");
    CHECK(after("target.o = object() target.o.z = 1 target.o.a = 2") == R"({"o":{"z":1,"a":2}})");
    CHECK(after("for name, v in pairs(source) do target[name] = v end",
                R"({"z":1,"a":[2,{"b":null}],"m":1.50})") == R"({"z":1,"a":[2,{"b":null}],"m":1.50})");
}

TEST_CASE("a list is no object, even where it is empty") {
    CHECK(after("target.a = source.a target.b = source.b", R"({"a":[],"b":{}})") == R"({"a":[],"b":{}})");
    CHECK(after("target.a = {} target.b = list() target.c = object() target.d = { 1, { 2 } }") ==
          R"({"a":[],"b":[],"c":{},"d":[1,[2]]})");
    CHECK_THAT(after("target.a = { 1, x = 2 }"), Catch::Contains("neither a list nor an object"));
    CHECK_THAT(after("target.a = { [1.5] = 2 }"), Catch::Contains("no name of a member"));
    CHECK_THAT(after("target.a = {} target.a.x = 1"), Catch::Contains("a list of 0 has the positions"));
    CHECK_THAT(after("target[1] = 1"), Catch::Contains("an object has names, and no number"));
}

TEST_CASE("lists are asked and changed by positions from 1, as tables are") {
    auto const* const document = R"({"a":[10,20,30]})";
    CHECK(value_of("#source.a", document) == "3");
    CHECK(value_of("source.a[1] + source.a[3] + source.a[2]", document) == "60");
    CHECK(value_of("tostring(source.a[0]) .. tostring(source.a[4])", document) == "\"nilnil\"");
    CHECK(after("target.a = source.a table.insert(target.a, 40) table.insert(target.a, 1, 0)", document) ==
          R"({"a":[0,10,20,30,40]})");
    CHECK(after("target.a = source.a table.remove(target.a, 1) target.a[2] = 'x' target.a[3] = 'y'",
                document) == R"({"a":[20,"x","y"]})");
    CHECK(after("target.a = source.a target.a[#target.a] = nil", document) == R"({"a":[10,20]})");
    CHECK_THAT(after("target.a = source.a target.a[1] = nil", document),
               Catch::Contains("only the last one"));
    CHECK_THAT(after("target.a = source.a target.a[5] = 1", document), Catch::Contains("positions 1 to 3"));
    CHECK(after("target.a = list() for i, v in ipairs(source.a) do target.a[i] = v // 10 end", document) ==
          R"({"a":[1,2,3]})");
    CHECK(value_of("table.concat({ table.unpack(source.a) }, ' ')", document) == "\"10 20 30\"");
}

TEST_CASE("a list's element is found whatever was done to the list since it was last asked") {
    CHECK(
        after(
            "target.a = { 1, 2, 3 } local l = target.a local x = l[3] l[3] = nil l[3] = 4 target.x = l[3]") ==
        R"({"a":[1,2,4],"x":4})");
    CHECK(after("target.a = { 1, 2, 3 } local l = target.a local x = l[3] target.a = { 7, 8, 9 } target.x = "
                "l[3]") == R"({"a":[7,8,9],"x":9})");
}

TEST_CASE("what is put in is a copy, and what was taken away is no danger") {
    CHECK(after("local o = object() o.a = 1 target.x = o o.a = 2") == R"({"x":{"a":1}})");
    CHECK(after("target.x = { a = 1 } target.y = target.x target.y.a = 2") == R"({"x":{"a":1},"y":{"a":2}})");
    CHECK(after("target.a = 1 target.self = target") == R"({"a":1,"self":{"a":1}})");
    CHECK(after("target.x = { a = 1 } local x = target.x target.x = nil x.a = 2 target.y = x") ==
          R"({"y":{"a":2}})");
    CHECK_THAT(after("target.x = { a = 1 } local x = target.x target.x = 5 x.a = 2"),
               Catch::Contains("is there no more"));
    CHECK(after("target.a = 1 target.b = 2 target.c = 3 target.b = nil target.c = nil target.d = 4") ==
          R"({"a":1,"d":4})");
    CHECK(after("target.x = target.x target.a = nil") == "{}");
}

TEST_CASE("the source cannot be changed") {
    CHECK_THAT(after("source.a = 1"), Catch::Contains("the source cannot be changed"));
    CHECK_THAT(after("source.a.b[1].c = 2", R"({"a":{"b":[{}]}})"),
               Catch::Contains("the source cannot be changed"));
}

TEST_CASE("what a script returns takes the target's place") {
    CHECK(after("return { 1, 2 }") == "[1,2]");
    CHECK(after("return source.inner", R"({"inner":{"b":1,"a":2}})") == R"({"b":1,"a":2})");
    CHECK(after("target.a = 1 return target") == R"({"a":1})");
    CHECK_THAT(after("return 'text'"), Catch::Contains("where a list or an object is due"));
    CHECK_THAT(run(make(whole(format::json, format::xml, "return { a = 1 }")), direction::to_modern, "{}"),
               Catch::Contains("change the target"));
}

TEST_CASE("where no field is declared, a script is given a body of any kind") {
    CHECK(after("target.n = #source", "[1,2]") == R"({"n":2})");
    CHECK(after("target.it = source", "7.50") == R"({"it":7.50})");
    CHECK(after("target.it = source == null", "null") == R"({"it":true})");
}

TEST_CASE("elements are asked by the paths of their side") {
    auto const t = [](std::string const& script) { return make(whole(format::xml, format::json, script)); };
    auto const* const xml =
        R"(<R v="1"> <A>text</A><B c="x">in</B><N xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>)"
        R"(<L><I q="2">a</I><I>b</I></L><E/><D><F>deep</F></D></R>)";
    auto const is = [&](std::string const& expression) {
        return to_modern(t("target.x = " + expression), xml);
    };
    CHECK(is("source.A") == R"({"x":"text"})");
    CHECK(is("source['@v']") == R"({"x":"1"})");
    CHECK(is("source['B/@c'] .. source.B") == R"({"x":"xin"})");
    CHECK(is("source.N") == R"({"x":null})");
    CHECK(is("source.E") == R"({"x":""})");
    CHECK(is("source['D/F'] .. source.D.F") == R"({"x":"deepdeep"})");
    CHECK(is("type(source.D)") == R"({"x":"element"})");
    CHECK(is("type(source.None) .. type(source['None/At/All'])") == R"({"x":"nilnil"})");
    CHECK(is("#source['L/I[]'] + #source['None/I[]']") == R"({"x":2})");
    CHECK(is("source['L/I[]'][1]['@q'] .. source['L/I[]'][1]['text()'] .. source['L/I[]'][2]['text()']") ==
          R"({"x":"2ab"})");
    CHECK_THAT(is("source['L/I']"), Catch::Contains("'I' is there more than once; ask for 'I[]'"));
    CHECK_THAT(is("source['A//B']"), Catch::Contains("'A//B': "));
    CHECK_THAT(is("source[\"L/I[0]\"]"), Catch::Contains("which a script does itself"));
    CHECK_THAT(is("source[\"L/I[@q='2']\"]"), Catch::Contains("which a script does itself"));
    CHECK_THAT(is("source['query:x']"), Catch::Contains("beside the body"));
    CHECK_THAT(is("source.D"), Catch::Contains("an element of XML has no place there"));
    CHECK(to_modern(t("local all = list() for name, v in pairs(source.D) do all[#all + 1] = name .. v end "
                      "target.x = all"),
                    xml) == R"({"x":["Fdeep"]})");
}

TEST_CASE("elements are made and changed by the paths of their side") {
    auto const is = [&](std::string const& script) {
        return run(make(whole(format::json, format::xml, script)), direction::to_modern,
                   R"({"l":["a",2.50]})");
    };
    CHECK(is("target['A/B'] = 'x' target['A/@c'] = 7 target.D = true") ==
          R"(<R><A c="7"><B>x</B></A><D>true</D></R>)");
    CHECK(is("target.A = null") ==
          R"(<R xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><A xsi:nil="true"/></R>)");
    CHECK(is("target.A = null target.A = 'x'").find("<A>x</A>") != std::string::npos);
    CHECK(is("target['L/I[]'] = source.l") == "<R><L><I>a</I><I>2.50</I></L></R>");
    CHECK(is("target['I[]'] = { { ['@q'] = 1, ['text()'] = 'a' }, { Sku = 'b' } }") ==
          R"(<R><I q="1">a</I><I><Sku>b</Sku></I></R>)");
    CHECK(is("target['I[]'] = { 'a', 'b' } target['I[]'] = target['I[]'] target['I[]'][1]['@n'] = 1") ==
          R"(<R><I n="1">a</I><I>b</I></R>)");
    CHECK(is("target.A = 'x' target.B = 'y' target.A = nil target['C/D'] = nil") == "<R><B>y</B></R>");
    CHECK(is("target['text()'] = '<&>'") == "<R>&lt;&amp;&gt;</R>");
    CHECK_THAT(is("target.A = 'a\\0b'"), Catch::Contains("a control character, which XML cannot hold"));
    CHECK_THAT(is("target.A = source.l"), Catch::Contains("list has no place there"));
    CHECK_THAT(is("target['@a'] = null"), Catch::Contains("an attribute cannot hold"));
    CHECK_THAT(is("target['@a'] = {}"), Catch::Contains("a text is due"));
    CHECK_THAT(is("target['<x>'] = 1"), Catch::Contains("the document: "));
}

TEST_CASE("elements are copied with all that is in them, and with the prefix that they need") {
    auto const t =
        make(whole(format::xml, format::xml, "target['L/A[]'] = source['A[]'] target['@v'] = source['@v']"));
    CHECK(
        to_modern(
            t,
            R"(<R v="1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><A xsi:nil="true"/><A x="2">t<B/></A></R>)") ==
        R"(<R v="1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><L><A xsi:nil="true"/><A x="2">t<B/></A></L></R>)");
}

TEST_CASE("a text is read again and again without taking the memory of more than one") {
    auto const t = make(whole(format::xml, format::json, "for i = 1, 500 do local x = source.A end"));
    CHECK(to_modern(t, "<R><A>" + std::string(20000, 'x') + "</A></R>") == "{}");
}

TEST_CASE("a form's names are asked and given, one or many") {
    auto const t = make(whole(format::form, format::json, "target.a = source.a target.l = source['t[]']"));
    CHECK(to_modern(t, "a=1&t=x&t=y") == R"({"a":"1","l":["x","y"]})");
    CHECK_THAT(to_modern(t, "a=1&a=2"), Catch::Contains("ask for 'a[]'"));
    auto const back = make(whole(format::json, format::form,
                                 "target.a = source.a target['t[]'] = source.l target.b = 1 target.b = 2 "
                                 "target.c = 3 target.c = nil"));
    CHECK(to_modern(back, R"({"a":12.50,"l":["x",true]})") == "a=12.50&t=x&t=true&b=2");
    CHECK_THAT(to_modern(back, R"({"a":null,"l":[]})"), Catch::Contains("null, which cannot be said there"));
    CHECK_THAT(to_modern(back, R"({"a":[],"l":[]})"), Catch::Contains("list where a text is due"));
}

TEST_CASE("what no document can hold is an error, not a document") {
    CHECK_THAT(after("target.a = '\\xff'"), Catch::Contains("not UTF-8"));
    CHECK_THAT(after("target['\\xff'] = 1"), Catch::Contains("not UTF-8"));
    CHECK_THAT(after("target.a = { ['\\xff'] = 1 }"), Catch::Contains("not UTF-8"));
    CHECK_THAT(after("target.a = type"), Catch::Contains("a document cannot hold a function"));
    CHECK_THAT(after("local t = {} t.t = t target.a = t"), Catch::Contains("one within the other"));
    CHECK_THAT(after("local t = target for i = 1, 200 do t.a = object() t = t.a end"),
               Catch::Contains("one within the other"));
    CHECK_THAT(after("for i = 1, 10 do target.a = target target.b = target end"),
               Catch::Contains("times as large"));
}

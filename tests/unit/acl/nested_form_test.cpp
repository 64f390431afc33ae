#include "acl/charset.hpp"
#include "acl/json.hpp"
#include "acl/nested_form.hpp"

#include <catch2/catch.hpp>

using namespace ficus::acl;

namespace {

std::string as_json(std::string_view form, reading_limits const& limits = {}) {
    auto const read = read_nested_form(form, limits);
    if (!read) return read.error().where + ": " + read.error().message;
    std::string out;
    write_json(*read->root(), out);
    return out;
}

std::string as_form(std::string_view json, form_lists lists = form_lists::empty) {
    auto const read = read_json(json);
    REQUIRE(read.has_value());
    std::string out;
    auto const written = write_nested_form(*read->root(), {.lists = lists}, out);
    if (!written) return written.error().where + ": " + written.error().message;
    // The brackets are easier to read than their escapes.
    std::string shown;
    for (std::size_t i = 0; i < out.size(); ++i) {
        auto const escape = out.substr(i, 3);
        if (escape == "%5B" || escape == "%5D") i += 2;
        shown += escape == "%5B" ? '[' : escape == "%5D" ? ']' : out[i];
    }
    return shown;
}

} // namespace

TEST_CASE("brackets nest what a form holds") {
    struct example {
        std::string_view form, json;
    };
    auto const sent = GENERATE(
        example{"", "{}"}, example{"a=1&b=", R"({"a":"1","b":""})"}, example{"=1", R"({"":"1"})"},
        example{"a[b]=1&c=2&a[d]=3", R"({"a":{"b":"1","d":"3"},"c":"2"})"},
        example{"a%5Bb%5D%5Bc%5D=x+y", R"({"a":{"b":{"c":"x y"}}})"},
        example{"a[b][]=1&a[b][]=1", R"({"a":{"b":["1","1"]}})"}, example{"a[]=1", R"({"a":["1"]})"},
        example{"items[0][sku]=A&items[1][sku]=B&items[0][n]=2",
                R"({"items":[{"sku":"A","n":"2"},{"sku":"B"}]})"},
        example{"a[1]=y&a[0]=x", R"({"a":["x","y"]})"},
        example{"a[0][0]=1&a[1][]=2", R"({"a":[["1"],["2"]]})"}, example{"a[1]=x", R"({"a":{"1":"x"}})"},
        example{"a[0]=x&a[2]=y", R"({"a":{"0":"x","2":"y"}})"}, example{"a[00]=x", R"({"a":{"00":"x"}})"},
        example{"a[-0]=x", R"({"a":{"-0":"x"}})"},
        example{"a[0]=x&a[99999999999999999999999]=y", R"({"a":{"0":"x","99999999999999999999999":"y"}})"},
        example{"0=x", R"({"0":"x"})"}, example{"a.b=1", R"({"a.b":"1"})"});
    CAPTURE(sent.form);
    CHECK(as_json(sent.form) == sent.json);
}

TEST_CASE("names of one container are one, however their brackets and keys are escaped") {
    struct example {
        std::string_view form, json;
    };
    auto const sent = GENERATE(
        example{"a%5Bb%5D=1&a%5Bc%5D=2&a%5Bd%5D=3", R"({"a":{"b":"1","c":"2","d":"3"}})"},
        example{"a%5Bb%5D=1&a%5bc%5d=2&a[d]=3&a%5Be]=4", R"({"a":{"b":"1","c":"2","d":"3","e":"4"}})"},
        example{"a[b]=1&a[c+d]=2&a[%C3%A9]=3&a[é]=4", "a[é]: is there twice; a list is written with []"},
        example{"a[b]=1&a[c+d]=2&a[%C3%A9]=3", R"({"a":{"b":"1","c d":"2","é":"3"}})"},
        example{"a[%62]=1&a[b]=2", "a[b]: is there twice; a list is written with []"},
        example{"a%5Bb%5D=1&a%5B%255B%5D=2&a%5B%255Bc%5D=3", R"({"a":{"b":"1","%5B":"2","%5Bc":"3"}})"},
        example{"a[b]=1&a[]=2",
                "a[]: is a list of [] here and an object of keys before; one name has one shape"},
        example{"a[b]=1&a[c]d]=2",
                "a[c]d]: brackets that do not match; a nested name is written name[key][key]"},
        example{"a[b]=1&a[c[d]=2",
                "a[c[d]: brackets that do not match; a nested name is written name[key][key]"},
        example{"a[b]=1&a[c]%=2",
                "byte 12: a '%' without two hexadecimal digits; write %25 for the character"},
        example{"a[b]=1&a[\xE9]=2", "byte 8: not UTF-8 once its escapes are decoded"},
        example{"a[b]=1&a[c][d]=2&a[e]=3", R"({"a":{"b":"1","c":{"d":"2"},"e":"3"}})"},
        example{"a[b]=1&a[a key of more than sixteen octets]=2",
                R"({"a":{"b":"1","a key of more than sixteen octets":"2"}})"});
    CAPTURE(sent.form);
    CHECK(as_json(sent.form) == sent.json);
}

TEST_CASE("a key that is there already is found among many") {
    std::string form;
    for (int i = 0; i < 40; ++i) form += "a[k" + std::to_string(i) + "]=1&";
    CHECK(read_nested_form(form).has_value());
    CHECK(as_json(form + "a[k3]=2") == "a[k3]: is there twice; a list is written with []");
}

TEST_CASE("of several faults in a nested form the first is told") {
    CHECK(as_json("a=1&a=2&b=%4") == "a: is there twice; a list is written with []");
    CHECK(as_json("a[b]=1&a[c]=%4&a=2") ==
          "byte 13: a '%' without two hexadecimal digits; write %25 for the character");
}

TEST_CASE("a key that is there already begins the next object of an unnumbered list") {
    CHECK(as_json("a[][x]=1&a[][y]=2&a[][x]=3") == R"({"a":[{"x":"1","y":"2"},{"x":"3"}]})");
    CHECK(as_json("a[][x][z]=1&a[][x][w]=2&a[][x][z]=3") ==
          R"({"a":[{"x":{"z":"1","w":"2"}},{"x":{"z":"3"}}]})");
    CHECK(as_json("a[][t][]=1&a[][t][]=2") == R"({"a":[{"t":["1","2"]}]})");
}

TEST_CASE("a nested form whose names contradict each other is refused with the name") {
    struct example {
        std::string_view form, error;
    };
    auto const sent = GENERATE(
        example{"a=1&a[b]=2", "a[b]: is an object of keys here and a value before; one name has one shape"},
        example{"a[b]=1&a=2", "a: is a value here and an object of keys before; one name has one shape"},
        example{"a[]=1&a[0]=2",
                "a[0]: is an object of keys here and a list of [] before; one name has one shape"},
        example{"a[k]=1&a[]=2",
                "a[]: is a list of [] here and an object of keys before; one name has one shape"},
        example{"a[]=1&a[][x]=2",
                "a[][x]: is an object of keys here and a value before; one name has one shape"},
        example{"a=1&a=2", "a: is there twice; a list is written with []"},
        example{"a[b]=1&a[b]=1", "a[b]: is there twice; a list is written with []"},
        example{"a[][]=1", "a[][]: which inner list is meant by [][] cannot be told; number the outer one"},
        example{"a[b=1", "a[b: brackets that do not match; a nested name is written name[key][key]"},
        example{"a]=1", "a]: brackets that do not match; a nested name is written name[key][key]"},
        example{"a[b]c=1", "a[b]c: brackets that do not match; a nested name is written name[key][key]"},
        example{"a[b[c]]=1", "a[b[c]]: brackets that do not match; a nested name is written name[key][key]"},
        example{"[a]=1", "[a]: brackets that do not match; a nested name is written name[key][key]"},
        example{"a=%4", "byte 3: a '%' without two hexadecimal digits; write %25 for the character"});
    CAPTURE(sent.form);
    CHECK(as_json(sent.form) == sent.error);
}

TEST_CASE("a nested form keeps the limits") {
    CHECK(as_json("a[b][c]=1", {.max_depth = 3}) == R"({"a":{"b":{"c":"1"}}})");
    CHECK(as_json("a[b][c]=1", {.max_depth = 2}) == "a[b][c]: nested deeper than is accepted");
    CHECK(as_json("a[b]=1&a[c]=2&a[d]=3", {.max_members = 5}) ==
          "a[d]: more values than are accepted in one form");
    // The root, three containers and a value: the containers count too.
    CHECK(read_nested_form("a[b][c][d]=1", {.max_members = 6}).has_value());
    CHECK(read_nested_form("a[b][c][d]=1", {.max_members = 4}).error().code == error_code::limit);
}

TEST_CASE("lists are written in the way that was asked for") {
    constexpr auto tree = R"({"t":["x",12.50,true],"o":[{"x":1},{"x":2,"y":[3]}],"l":[[1],[2]]})";
    CHECK(as_form(tree) == "t[]=x&t[]=12.50&t[]=true&o[0][x]=1&o[1][x]=2&o[1][y][]=3&l[0][]=1&l[1][]=2");
    CHECK(as_form(tree, form_lists::indexed) ==
          "t[0]=x&t[1]=12.50&t[2]=true&o[0][x]=1&o[1][x]=2&o[1][y][0]=3&l[0][0]=1&l[1][0]=2");
    CHECK(as_form(tree, form_lists::rails) ==
          "t[]=x&t[]=12.50&t[]=true&o[][x]=1&o[][x]=2&o[][y][]=3&l[0][]=1&l[1][]=2");
}

TEST_CASE("members without any scalar in them are left out of a nested form") {
    CHECK(as_form(R"({"a":[],"b":{"c":{}},"d":1})") == "d=1");
}

TEST_CASE("what a nested form would say differently is refused with its place") {
    CHECK(as_form(R"({"a":{"b":null}})") == "a[b]: a form cannot hold null");
    CHECK(as_form(R"({"a":[{},{"x":1}]})") == "a[0]: a form cannot hold an empty item of a list");
    CHECK(as_form(R"({"a":{"1":"y","0":"x"}})") ==
          "a: an object whose names are 0, 1... would be read as a list");
    CHECK(as_form(R"({"a":{"b[c]":1}})") == "a[b[c]]: a name with brackets would be read as a nested one");
    CHECK(as_form(R"({"a":{"":1}})") == "a[]: an empty name cannot be written in a nested form");
    CHECK(as_form(R"({"an é":{"b&":{"c d":null}}})") == "an é[b&][c d]: a form cannot hold null");
    CHECK(as_form(R"({"a":[1,null]})") == "a[]: a form cannot hold null");
    CHECK(as_form(R"({"a":[1,null]})", form_lists::indexed) == "a[1]: a form cannot hold null");
    CHECK(as_form(R"({"a":{"b":{"0":1}}})") ==
          "a[b]: an object whose names are 0, 1... would be read as a list");
    CHECK(as_form(R"([1])") == "the document: only an object can be written as a form");
    CHECK(as_form(R"({"a":[{"x":1},{"y":2}]})", form_lists::rails) ==
          "a[1]: would be read as a part of the item before it, which lacks its first member; write it with "
          "lists = \"indexed\"");
}

TEST_CASE("a nested form can be of another character set") {
    auto const latin1 = charset::find("ISO-8859-1");
    REQUIRE(latin1.has_value());
    auto const read = read_nested_form("a[b]=%E9", {}, &*latin1);
    REQUIRE(read.has_value());
    CHECK(read->root()->find("a")->find("b")->text == "é");
    std::string out;
    REQUIRE(write_nested_form(*read->root(), {}, out, &*latin1).has_value());
    CHECK(out == "a%5Bb%5D=%E9");

    auto made = read_json(R"({"ü":{"b":[{"é":1},{"é":"\u3042"}]}})");
    REQUIRE(made.has_value());
    auto const refused = write_nested_form(*made->root(), {}, out, &*latin1);
    REQUIRE(refused.has_error());
    CHECK(refused.error().where == "ü[b][1][é]");
    CHECK(out == "a%5Bb%5D=%E9");
    made->root()->first->first->last->first->text = "2";
    out.clear();
    REQUIRE(write_nested_form(*made->root(), {}, out, &*latin1).has_value());
    CHECK(out == "%FC%5Bb%5D%5B0%5D%5B%E9%5D=1&%FC%5Bb%5D%5B1%5D%5B%E9%5D=2");
}

TEST_CASE("what looks like ASCII in a nested form can be letters of another character set") {
    auto const japanese = charset::find("ISO-2022-JP");
    REQUIRE(japanese.has_value());
    // HIRAGANA LETTER A, between the sequences that begin and end it.
    std::string const a = "\x1b$B$\"\x1b(B";
    auto const read = read_nested_form("k[b]=" + a + "&k[" + a + "]=1", {}, &*japanese);
    REQUIRE(read.has_value());
    CHECK(read->root()->first->first->text == "\u3042");
    CHECK(read->root()->first->last->name == "\u3042");
}

#include "acl/field_path.hpp"

#include <catch2/catch.hpp>

using namespace ficus::acl;

namespace {

/// Steps as `a|b`, `[]` behind a list; or the problem.
std::string read(shape of, std::string_view text) {
    auto const path = parse_field_path(of, text);
    if (!path) return path.error();
    std::string steps;
    for (auto const& step : path->steps) steps += (steps.empty() ? "" : "|") + step;
    return steps + (path->repeated ? "[]" : "");
}

} // namespace

TEST_CASE("field paths are read in the dialect of their side") {
    CHECK(read(shape::xml, "A/B") == "A|B");
    CHECK(read(shape::xml, "A/ns:B/@c") == "A|ns:B|@c");
    CHECK(read(shape::xml, "A/text()") == "A");
    CHECK(read(shape::xml, "text()") == "");
    CHECK(read(shape::xml, "Lines/Line[]") == "Lines|Line[]");
    CHECK(read(shape::json, "a.b") == "a|b");
    CHECK(read(shape::json, "lines[]") == "lines[]");
    CHECK(read(shape::json, "[]") == "[]");
    CHECK(read(shape::json, "params[0].name") == "params|[0]|name");
    CHECK(read(shape::json, "[10][0][]") == "[10]|[0][]");
    CHECK(read(shape::json, "a.'b.c[]''d'.''[]") == "a|b.c[]'d|[]");
    CHECK(read(shape::json, "@a/b c") == "@a/b c");
    CHECK(read(shape::form, "a.b") == "a.b");
    CHECK(read(shape::form, "a[b][]") == "a[b][]");
    CHECK(read(shape::form, "'tags[]'") == "tags[]");
    CHECK(read(shape::form, "'tags[]'[]") == "tags[][]");
}

TEST_CASE("a path that cannot be meant is refused with its mend") {
    CHECK(read(shape::xml, "/Order/No") ==
          "the path '/Order/No' begins with '/'; paths begin below the root element");
    CHECK(read(shape::xml, "") == "the path '' names nothing; an element's own text is text()");
    CHECK(read(shape::xml, "A//B") == "the path 'A//B' has the step '', which is no XML name");
    CHECK(read(shape::xml, "@a/B").find("goes on after an attribute") != std::string::npos);
    CHECK(read(shape::xml, "@a[]").find("does not repeat") != std::string::npos);
    CHECK(read(shape::xml, "text()/B").find("goes on after text()") != std::string::npos);
    CHECK(
        read(shape::xml, "A[]/B") ==
        "the path 'A[]/B' has [] before its end; end this path there and put what is below it into 'fields'");
    CHECK(
        read(shape::json, "a[].b") ==
        "the path 'a[].b' has [] before its end; end this path there and put what is below it into 'fields'");
    CHECK(read(shape::json, "$.a") == "the path '$.a' begins with '$.'; leave that out");
    CHECK(read(shape::json, "a..b") == "the path 'a..b' has an empty name; an empty name is written ''");
    CHECK(read(shape::json, "") == "the path '' has an empty name; an empty name is written ''");
    CHECK(read(shape::json, "a[x]") == "the path 'a[x]' has a '[' that begins neither [], nor a position "
                                       "such as [0], nor what an element says, such "
                                       "as [rel='self']; quote the name: 'a.b'");
    CHECK(read(shape::json, "a[01]").find("neither [], nor a position") != std::string::npos);
    CHECK(read(shape::json, "'[0]'") == "the path ''[0]'' has the name '[0]', which would be a position");
    CHECK(read(shape::json, "'a") == "the path ''a' has a quote that does not end");
    CHECK(read(shape::form, "[]") == "the path '[]' names nothing; an empty name is written ''");
    CHECK(read(shape::form, "'a'b") == "the path ''a'b' goes on after a quoted name; only [] may follow");
}

TEST_CASE("a path may choose an element of a list by what it says") {
    CHECK(read(shape::json, "links[rel=approve].href") == "links|[rel='approve']|href");
    CHECK(read(shape::json, R"(l[a="x]'y"]['b.c'=7].v)") == "l|[a='x]''y']['b.c'=7]|v");
    CHECK(read(shape::xml, "link[@rel='a/b']/@href") == "link|[@rel='a/b']|@href");
    CHECK(read(shape::xml, "Phone[@type=home]/text()") == "Phone|[@type='home']");
    CHECK(read(shape::xml, "Item[Name='x']/Value[]") == "Item|[Name='x']|Value[]");
    auto const why = [](shape of, std::string_view path) {
        auto const said = read(of, path);
        return said.substr(std::min(said.find("' ") + 2, said.size()));
    };
    CHECK(why(shape::json, "l[a=b]") ==
          "ends at an element that it chooses; name the member that is meant: [a='b'].value");
    CHECK(why(shape::json, "l[a=b].a") ==
          "names what [a='b'] says already; name another member of the element");
    CHECK(why(shape::json, "l[a=b][]").find("has a '[' that begins neither") == 0);
    CHECK(why(shape::json, "l[a=b]{}").find("goes on with [] or {} behind [a='b'], which is one element") ==
          0);
    CHECK(why(shape::json, "l[a=b]c") ==
          "goes on behind what chooses an element; name a member of it: .value");
    CHECK(why(shape::json, "l[a=].c") == "does not say what 'a' is; an empty text is written ''");
    CHECK(why(shape::json, "l[a='b].c") == "has a quote that does not end");
    CHECK(why(shape::json, "l[a=b'c'].d") == "asks what 'a' is, and does not end in ]; write [a='...']");
    CHECK(why(shape::json, "l[a=b][a=c].d") == "asks for 'a' twice, which can say one thing alone");
    CHECK(why(shape::json, "'[a=b]'") == "has the name '[a=b]', which would choose an element");
    CHECK(why(shape::json, "n{1}[a=b].c") ==
          "chooses an element, and has a number in a name; leave one of them out");
    CHECK(
        why(shape::xml, "A[Name=x]") ==
        "is the text of an element that has 'Name' in it; name the element that is meant: [Name='x']/Value");
    CHECK(why(shape::xml, "A[@b=x]c") ==
          "goes on behind what chooses an element; begin a step of its own with /");
    CHECK(why(shape::xml, "A[1b=x]/c") == "asks for '1b', which is no XML name");
    CHECK(read(shape::form, "a[b=c]") == "a[b=c]");
}

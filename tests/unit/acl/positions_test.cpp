#include "acl/proof.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

TEST_CASE("elements of a list at a position are fields of their own, whatever the order of the fields") {
    auto const t =
        make(mapped(format::json, format::json,
                    {field("params[1].qty", "quantity", scalar_type::integer), field("params[0]", "id"),
                     list("params[2][]", "tags[]"), field("method", "call")}));
    auto const legacy = R"({"method":"order.set","params":["7",{"qty":2},["a","b"]]})";
    auto const modern = R"({"call":"order.set","id":"7","quantity":2,"tags":["a","b"]})";
    CHECK(to_modern(t, legacy) == modern);
    CHECK(to_legacy(t, modern) == legacy);
    CHECK(to_legacy(t, R"({"quantity":2})") == R"({"params":[null,{"qty":2}]})");
    CHECK(to_modern(t, R"({"params":["7",{"qty":2},[],"more"]})") == R"({"id":"7","quantity":2,"tags":[]})");
    CHECK(to_modern(t, R"({"params":{"0":"7"}})") == "params: an object where a list is due");
    CHECK(to_modern(t, R"({"params":["7",2]})") == "params[1]: a number where an object is due");
    // Before another one, an element that is not there comes back as null, and that is said.
    CHECK_FALSE(prove(t).empty());
}

TEST_CASE("a document may be such a list itself") {
    auto const t = make(
        mapped(format::xml, format::json, {field("Name", "[0]"), field("No", "[1]", scalar_type::integer)}));
    CHECK(to_modern(t, "<R><No>7</No><Name>x</Name></R>") == R"(["x",7])");
    CHECK(to_legacy(t, R"(["x",7])") == "<R><Name>x</Name><No>7</No></R>");
    CHECK(to_modern(t, "<R><No>7</No></R>") == "[null,7]");
    CHECK(to_legacy(t, R"({"a":1})") == "the document: an object where a list is due");
}

TEST_CASE("what no field names in such a list is dropped and counted, and nothing is kept in one") {
    auto o = mapped(format::json, format::json, {field("l[1]", "a"), field("b", "m[0]")});
    o.keep_rest = true;
    auto const t = make(o);
    auto const there =
        t.translate(direction::to_modern, part::response, R"({"l":["x","y","z"],"b":"1","c":2})");
    REQUIRE(there.has_value());
    CHECK(there->body == R"({"a":"y","m":["1"],"c":2})");
    CHECK(there->dropped == 2);
}

TEST_CASE("positions and names do not stand side by side") {
    auto const problem = [](std::vector<field_options> fields) {
        auto const made = translator::compile(mapped(format::json, format::json, std::move(fields)));
        return made ? std::string("none") : made.error().front().key + ": " + made.error().front().message;
    };
    CHECK(problem({field("a[0]", "x"), field("a.b", "y")}) ==
          "fields[1].legacy: 'a.b' overlaps with 'a[0]' of fields[0]; each place may have one meaning");
    CHECK(problem({field("a.b", "x"), field("a[0]", "y")}).find("fields[1].legacy: 'a[0]' overlaps") !=
          std::string::npos);
    CHECK(problem({list("a[]", "x[]"), field("a[0]", "y")}).find("fields[1].legacy: 'a[0]' overlaps") !=
          std::string::npos);
}

TEST_CASE("one of several elements of XML is known by its position") {
    auto const t = make(mapped(format::xml, format::json,
                               {field("Errors[0]/Message", "error.message"),
                                field("Errors[0]/@code", "error.code"), field("Errors[1]/Message", "cause"),
                                field("Street[1]", "street2"), field("Street[0]", "street1")}));
    CHECK(to_modern(t, "<R><Street>a</Street><Errors code='7'><Message>m</Message></Errors><Street>b</Street>"
                       "<Errors><Message>n</Message></Errors></R>") ==
          R"({"error":{"message":"m","code":"7"},"cause":"n","street2":"b","street1":"a"})");
    CHECK(to_legacy(t, R"({"error":{"message":"m","code":"7"},"cause":"n","street1":"a","street2":"b"})") ==
          "<R><Errors code=\"7\"><Message>m</Message></Errors><Errors><Message>n</Message></Errors>"
          "<Street>a</Street><Street>b</Street></R>");
    CHECK(to_legacy(t, R"({"street2":"b"})") ==
          "Street[0]: nothing is there, and what comes behind it needs it");
    CHECK(to_modern(t, "<R><Street>a</Street><Street><x/></Street></R>") ==
          "Street[1]: elements where text is due");
    auto const made =
        t.translate(direction::to_modern, part::response,
                    "<R><Street>a</Street><Street>b</Street><Street>c</Street><Street>d</Street></R>");
    REQUIRE(made.has_value());
    CHECK(made->body == R"({"street2":"b","street1":"a"})");
    CHECK(made->dropped == 2);
    std::string found;
    for (auto const& one : prove(t)) found += one.where + ": " + one.message + ": " + one.document + "\n";
    CHECK(found == "");
}

TEST_CASE("of one of several elements nothing is kept that no field names") {
    auto o = mapped(format::xml, format::json, {field("E[0]/M", "m"), field("E[1]/L[]", "l[]")});
    o.keep_rest = true;
    auto const t = make(o);
    auto const made = t.translate(direction::to_modern, part::response,
                                  "<R><E><M>1</M><X/></E><E><L>2</L></E><E/><Y>3</Y></R>");
    REQUIRE(made.has_value());
    CHECK(made->body == R"({"m":"1","l":["2"],"Y":"3"})");
    CHECK(made->dropped == 2);
    CHECK(to_legacy(t, R"({"m":"1","l":["2"]})") == "<R><E><M>1</M></E><E><L>2</L></E></R>");
}

TEST_CASE("a condition asks for one of several elements, and what a position cannot be is refused") {
    auto f = field("E[0]/M", "m");
    f.when.legacy = {{"E[0]/C", {"17"}}};
    f.when.modern = {{"k", {"x"}}};
    auto const t = make(mapped(format::xml, format::json, {f}));
    CHECK(to_modern(t, "<R><E><C>17</C><M>a</M></E><E><C>18</C></E></R>") == R"({"k":"x","m":"a"})");
    CHECK(to_legacy(t, R"({"k":"x","m":"a"})") == "<R><E><C>17</C><M>a</M></E></R>");
    CHECK(problems(mapped(format::xml, format::json, {field("E[0]/M", "a"), field("E/N", "b")})) ==
          "fields[1].legacy: 'E/N' overlaps with 'E[0]/M' of fields[0]; each place may have one meaning\n");
    CHECK(problems(mapped(format::xml, format::json, {field("E[0]", "a"), list("E[]", "b[]")})) ==
          "fields[1].legacy: 'E' overlaps with 'E[0]' of fields[0]; each place may have one meaning\n");
    CHECK(problems(mapped(format::xml, format::json, {list("E[0][]", "a[]")})) ==
          "fields[0].legacy: the path 'E[0][]' ends in a position and in [] or {}; one element does not "
          "repeat\n");
    CHECK(problems(mapped(format::xml, format::json, {field("E[x]", "a")})) ==
          "fields[0].legacy: the path 'E[x]' has the step 'E[x]', which is neither a name nor one with a "
          "position, as in 'Line[0]', or with what the element says, as in 'link[@rel=self]'\n");
}

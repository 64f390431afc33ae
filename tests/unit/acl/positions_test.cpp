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

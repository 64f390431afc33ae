#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

namespace {

translator keeping(format legacy, format modern, std::vector<field_options> fields) {
    auto options = mapped(legacy, modern, std::move(fields));
    options.keep_rest = true;
    return make(options);
}

} // namespace

TEST_CASE("JSON to JSON keeps what is not named, bytes and order included") {
    auto const t = keeping(format::json, format::json,
                           {field("OrderNo", "id"), field("Cust.Nm", "customer.name"),
                            list("Ls[]", "lines[]", {field("Q", "quantity")})});
    auto const legacy =
        R"({"z":[1.50,{"é":null}],"OrderNo":7,"Cust":{"a":1e400,"Nm":"N","b":[]},"Ls":[{"x":1,"Q":2,"y":"\u0000"}],"a":{}})";
    auto const modern =
        R"({"z":[1.50,{"é":null}],"id":7,"customer":{"a":1e400,"name":"N","b":[]},"lines":[{"x":1,"quantity":2,"y":"\u0000"}],"a":{}})";
    CHECK(to_modern(t, legacy) == modern);
    CHECK(to_legacy(t, modern) == legacy);
}

TEST_CASE("a container that has no counterpart keeps its rest under its own name") {
    auto const t =
        keeping(format::json, format::json, {field("Cust.Nm", "customer_name"), field("Cust.Ph", "phone")});
    auto const legacy = R"({"Cust":{"Nm":"N","City":"B","Zip":1},"x":2})";
    auto const modern = R"({"customer_name":"N","Cust":{"City":"B","Zip":1},"x":2})";
    CHECK(to_modern(t, legacy) == modern);
    CHECK(to_legacy(t, modern) == legacy);
}

TEST_CASE("what is kept may not take the place of what is mapped") {
    auto const t = keeping(format::json, format::json, {field("name", "title"), field("a.b", "c.d")});
    CHECK(to_modern(t, R"({"name":"x","title":"y"})") ==
          "title: no field names it, and rest = \"keep\" cannot keep it: on the other side the mapping has "
          "'title' for something else; map it to a name of its own");
    CHECK(to_modern(t, R"({"c":{"d":1}})").starts_with("c: no field names it"));
    CHECK(to_modern(t, R"({"a":{"d":1}})").starts_with("a.d: no field names it"));
}

TEST_CASE("XML to JSON keeps attributes, texts, structure and repeated elements") {
    auto const t = keeping(format::xml, format::json, {field("No", "id", scalar_type::integer)});
    auto const legacy =
        "<R v=\"2\"><No>7</No><Tag>a</Tag><Tag>b</Tag><Deep k=\"1\">text<In/></Deep><Empty/></R>";
    auto const modern =
        R"({"id":7,"@v":"2","Tag":["a","b"],"Deep":{"@k":"1","#text":"text","In":""},"Empty":""})";
    CHECK(to_modern(t, legacy) == modern);
    CHECK(to_legacy(t, modern) == legacy);
    CHECK(to_modern(t, "<R xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'><A xsi:nil='true'/></R>") ==
          R"({"A":null})");
}

TEST_CASE("what a format cannot hold is not kept, and counted") {
    auto const t = keeping(format::xml, format::json, {field("No", "id", scalar_type::integer)});
    auto const made = t.translate(direction::to_legacy, part::response,
                                  R"({"id":1,"two words":2,"ok":[1,[2],null],"bell":"\u0007","n":12.50})");
    REQUIRE(made.has_value());
    CHECK(made->dropped == 3);
    CHECK(made->body.find("<No>1</No><ok>1</ok><ok xsi:nil=\"true\"/><n>12.50</n></R>") != std::string::npos);
    auto const form = keeping(format::form, format::json, {field("a", "b")});
    auto const body = form.translate(direction::to_legacy, part::response,
                                     R"({"b":"1","l":[1,"x"],"o":{},"m":[{}],"n":null})");
    REQUIRE(body.has_value());
    CHECK(body->body == "a=1&l=1&l=x");
    CHECK(body->dropped == 3);
    CHECK(to_modern(form, "x=1&a=2&y=3&x=4") == R"({"b":"2","x":["1","4"],"y":"3"})");
}

TEST_CASE("XML to XML keeps its order") {
    auto const t = keeping(format::xml, format::xml, {field("B", "b")});
    CHECK(to_modern(t, "<R k=\"1\"><A>1<i/>2</A><B>x</B><C/></R>") ==
          "<R k=\"1\"><A>1<i/>2</A><b>x</b><C/></R>");
}

TEST_CASE("names that are written once for each element of a list do not make a small message a large one") {
    auto const t = keeping(format::xml, format::json, {field("A", "a")});
    std::string body = "{\"" + std::string(16 * 1024, 'n') + "\":[1";
    for (int i = 0; i < 8 * 1024; ++i) body += ",1";
    body += "]}";
    CHECK(to_legacy(t, body) ==
          "the document: its translation would be too many times as large as what was sent");
}

TEST_CASE("a prefix that nobody declares is not written, where a name comes from another format") {
    auto const keyed =
        make(mapped(format::xml, format::json,
                    {list("Items{}", "items[]", {field("key()", "k"), field("text()", "v")})}));
    CHECK(to_legacy(keyed, R"({"items":[{"k":"a","v":"2"}]})") == "<R><Items><a>2</a></Items></R>");
    CHECK(to_legacy(keyed, R"({"items":[{"k":"addr:city","v":"2"}]})") ==
          "R/Items/addr:city: the prefix 'addr' of 'addr:city' is declared nowhere; say the side's "
          "namespaces = { "
          "addr = \"URI\" }");
    CHECK(to_legacy(keyed, R"({"items":[{"k":"xmlns","v":"2"}]})") ==
          "R/Items/xmlns: 'xmlns' is reserved for the declarations of XML's namespaces");
    auto options = mapped(format::xml, format::json, {field("id", "id")});
    options.keep_rest = true;
    auto const kept = make(options);
    CHECK(to_legacy(kept, R"({"id":"1","x":{"@xml:lang":"de"}})") == "<R><id>1</id><x xml:lang=\"de\"/></R>");
    CHECK_THAT(to_legacy(kept, R"({"x":{"@q:z":"1"}})"),
               Catch::StartsWith("R/x/@q:z: the prefix 'q' of 'q:z'"));
    CHECK_THAT(to_legacy(kept, R"({"a:b:c":"1"})"), Catch::Contains("is no name with a prefix"));
    // What the mapping has in a path, or declares itself, is its own affair.
    field_options declared;
    declared.legacy = "@xmlns:q";
    declared.constant = {"urn:q", scalar_type::string};
    options.fields = {field("p:id", "id"), declared};
    CHECK(to_legacy(make(options), R"({"id":"1","p:x":"2","q:y":"3"})") ==
          "<R xmlns:q=\"urn:q\"><p:id>1</p:id><p:x>2</p:x><q:y>3</q:y></R>");
}

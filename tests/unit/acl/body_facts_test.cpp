// Single values of a body that nobody has read yet.
#include "acl/body_facts.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace ficus::acl;

namespace {

/// All values that one question finds; `{}` stands for what has no text.
template<class Ask>
std::vector<std::string> all(std::string_view body, Ask ask) {
    std::vector<std::string> found;
    body_facts const facts(body);
    ask(facts, [&](std::optional<std::string_view> text) {
        found.emplace_back(text.value_or("{}"));
        return false;
    });
    return found;
}

using texts = std::vector<std::string>;

texts xml(std::string_view body, std::string_view path) {
    return all(body, [&](auto const& f, auto visit) { f.xml_path(path, visit); });
}
texts json(std::string_view body, std::string_view path) {
    return all(body, [&](auto const& f, auto visit) { f.json(path, visit); });
}
texts form(std::string_view body, std::string_view name) {
    return all(body, [&](auto const& f, auto visit) { f.form(name, visit); });
}
texts root(std::string_view body) {
    return all(body, [](auto const& f, auto visit) { f.xml_root(visit); });
}
texts xmlrpc(std::string_view body) {
    return all(body, [](auto const& f, auto visit) { f.xmlrpc_method(visit); });
}
texts jsonrpc(std::string_view body) {
    return all(body, [](auto const& f, auto visit) { f.jsonrpc_method(visit); });
}

constexpr auto envelope =
    R"(<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
<GetOrder xmlns="urn:orders" xmlns:x="urn:x" v="2" x:w="3"><id> 7 </id><id>8</id></GetOrder></s:Body></s:Envelope>)";

} // namespace

TEST_CASE("a root element goes by its local name, and with its namespace") {
    CHECK(root("<GetOrder/>") == texts{"GetOrder", "{}GetOrder"});
    CHECK(root("  <o:GetOrder xmlns:o='urn:orders'/>") == texts{"GetOrder", "{urn:orders}GetOrder"});
    CHECK(root("<GetOrder xmlns='urn:orders'/>") == texts{"GetOrder", "{urn:orders}GetOrder"});
    CHECK(root("{\"GetOrder\":1}").empty());
    CHECK(root("<GetOrder>").empty());
}

TEST_CASE("a path finds elements and attributes by name, whatever their prefixes") {
    CHECK(xml(envelope, "/Envelope/Body/GetOrder/@v") == texts{"2"});
    CHECK(xml(envelope, "/Envelope/Body/GetOrder/id") == texts{"7", "8"});
    CHECK(
        xml(envelope, "/{http://schemas.xmlsoap.org/soap/envelope/}Envelope/Body/{urn:orders}GetOrder/id") ==
        texts{"7", "8"});
    CHECK(xml(envelope, "/Envelope/Body/{urn:other}GetOrder/id").empty());
    CHECK(xml(envelope, "/Envelope/Body/GetOrder/@{urn:x}w") == texts{"3"});
    CHECK(xml(envelope, "/Envelope/Body/GetOrder/@{}v") == texts{"2"});
    CHECK(xml(envelope, "/Envelope/Body/GetOrder/@{urn:orders}v").empty());
    CHECK(xml(envelope, "/Envelope/Body/GetOrder/@x").empty());
    CHECK(xml(envelope, "/Envelope") == texts{""});
    CHECK(xml(envelope, "/Body/GetOrder").empty());
    CHECK(xml("<a>x<b/>y</a>", "/a") == texts{"xy"});
}

TEST_CASE("an inner declaration of a prefix hides the outer one") {
    CHECK(xml("<p:a xmlns:p='urn:1'><p:b xmlns:p='urn:2'/><p:b>in</p:b></p:a>", "/a/{urn:1}b") ==
          texts{"in"});
}

TEST_CASE("remote procedure calls name their method") {
    CHECK(xmlrpc("<?xml version='1.0'?><methodCall><methodName>wiki.getPage</methodName></methodCall>") ==
          texts{"wiki.getPage"});
    CHECK(xmlrpc("<other><methodName>wiki.getPage</methodName></other>").empty());
    CHECK(jsonrpc(R"({"jsonrpc":"2.0","method":"order.get","id":1})") == texts{"order.get"});
    CHECK(jsonrpc(R"({"method":7})").empty());
    CHECK(jsonrpc("\"order.get\"").empty());
}

TEST_CASE("a batch has a method only where all its calls have the same one") {
    CHECK(jsonrpc(R"([{"method":"a"},{"method":"a"}])") == texts{"a"});
    CHECK(jsonrpc(R"([{"method":"a"},{"method":"b"}])").empty());
    CHECK(jsonrpc(R"([{"method":"a"},{}])").empty());
    CHECK(jsonrpc(R"([{},{}])").empty());
    CHECK(jsonrpc("[]").empty());
}

TEST_CASE("form fields are decoded and may repeat") {
    CHECK(form("action=up%64ate&a%5Bb%5D=1+2&action=x", "action") == texts{"update", "x"});
    CHECK(form("action=up%64ate&a%5Bb%5D=1+2", "a[b]") == texts{"1 2"});
    CHECK(form("action", "action") == texts{""});
    CHECK(form("", "action").empty());
    CHECK(form("action=%zz", "action").empty());
}

TEST_CASE("JSON members are found by path, scalars as they were sent") {
    constexpr auto order = R"({"order":{"kind":"new","n":1.50,"ok":true,"no":null,"a.b":"'"},
        "lines":[{"sku":"A"},{"sku":"B"},7]})";
    CHECK(json(order, "order.kind") == texts{"new"});
    CHECK(json(order, "order.n") == texts{"1.50"});
    CHECK(json(order, "order.ok") == texts{"true"});
    CHECK(json(order, "order.no") == texts{"null"});
    CHECK(json(order, "order") == texts{"{}"});
    CHECK(json(order, "order.'a.b'") == texts{"'"});
    CHECK(json(order, "lines[].sku") == texts{"A", "B"});
    CHECK(json(order, "lines.sku").empty());
    CHECK(json(order, "order.kind.x").empty());
    CHECK(json("[[1],[2]]", "[][]") == texts{"1", "2"});
    CHECK(json(R"({"it's":1})", "'it''s'") == texts{"1"});
}

TEST_CASE("why a body cannot be read is known once it was asked") {
    auto const ask = [](std::string_view body) {
        body_facts const facts(body);
        CHECK_FALSE(facts.failure());
        auto const nothing = [](auto) { return true; };
        CHECK_FALSE(facts.xml_root(nothing));
        CHECK_FALSE(facts.jsonrpc_method(nothing));
        return facts.failure().has_value();
    };
    CHECK(ask("<a><b></a>"));
    CHECK(ask("<!DOCTYPE a [<!ENTITY x 'y'>]><a/>"));
    CHECK(ask("{\"a\":1,\"a\":2}"));
    CHECK(ask(std::string(200, '[')));
    // What has another shape than was asked for is whole all the same.
    CHECK_FALSE(ask("a=b"));
}

TEST_CASE("wrong paths are told apart from right ones, with the mend") {
    for (auto const* right : {"/a", "/a/b/@c", "/{urn:x/y}a/@{}b", "/é"}) CHECK_FALSE(wrong_xml_path(right));
    for (auto const* wrong : {"", "/", "a", "//a", "/a/", "/a//b", "/@a", "/a/@b/c", "/a[1]", "/o:a",
                              "/{urn:x", "/a/text()", "/a/*", "/a/@@b", "/a/{u}@b"}) {
        INFO(wrong);
        CHECK(wrong_xml_path(wrong));
    }
    for (auto const* right :
         {"a", "a.b", "a[].b", "[]", "[].a", "[][]", "'a.b'.c", "'it''s'", "a[][].b", "''"})
        CHECK_FALSE(wrong_json_path(right));
    for (auto const* wrong : {"", "$.a", "a[0]", "a..b", ".a", "a.", "a]", "'a", "a'b'", "a[]b", "'a'b"}) {
        INFO(wrong);
        CHECK(wrong_json_path(wrong));
    }
    CHECK_FALSE(wrong_xml_name("GetOrder"));
    CHECK_FALSE(wrong_xml_name("{urn:orders}GetOrder"));
    for (auto const* wrong : {"o:GetOrder", "{urn:orders", "{}", "", "@a", "a b"}) {
        INFO(wrong);
        CHECK(wrong_xml_name(wrong));
    }
}

TEST_CASE("a namespace is looked for among an element's attributes, not among all that is in it") {
    std::string body = "<E><B>";
    for (int i = 0; i < 200'000; ++i) body += "<Op/>";
    CHECK(xml(body + "</B></E>", "/E/B/{urn:x}Op").empty());
}

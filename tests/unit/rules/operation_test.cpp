// Matchers that ask for the operation behind a URL.
#include "rules/operation_condition.hpp"
#include "unit/rules/routes.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace ficus::rules;
using namespace ficus::test;

namespace {

using how = name_match::how;

matcher_options with(matcher_options m, operation what, std::string name, how kind = how::present,
                     std::string value = {}) {
    m.operations.push_back({what, {std::move(name), kind, std::move(value)}});
    return m;
}

matcher_options calls(std::string method) {
    return with(path("/rpc"), operation::xmlrpc_method, "", how::equals, std::move(method));
}

/// A body in which something stands under some names, and that counts how often it was asked.
struct told_body final : body_facts {
    std::multimap<std::string, body_value> values;
    mutable int asked = 0;
    told_body(std::initializer_list<std::pair<std::string const, body_value>> all) : values(all) {}
    bool any(operation what, std::string_view name, test const& holds) const override {
        ++asked;
        auto const key = std::string(ficus::rules::to_string(what)) + ':' + std::string(name);
        for (auto [at, end] = values.equal_range(key); at != end; ++at)
            if (holds(at->second)) return true;
        return false;
    }
};

/// `body` where the outcome depends on it.
std::string where(std::vector<feature> const& features, request head, body_facts const* body = nullptr) {
    auto const all = options(features);
    auto const compiled = ok(table::compile(all));
    table::scratch scratch;
    seen const r(std::move(head));
    auto facts = r.facts();
    facts.body = body;
    auto const found = compiled.route(facts, scratch);
    using kind = table::outcome::kind;
    return found.what == kind::feature     ? all[found.feature].name
           : found.what == kind::body      ? "body"
           : found.what == kind::ambiguous ? "ambiguous"
                                           : "none";
}

std::string soap(std::string const& field, std::string const& value, how kind, std::string const& asked) {
    return where({{"get", {with(path("/soap"), operation::soap_action, "", kind, asked)}}},
                 {"/soap", {{field, value}}, "POST"});
}

} // namespace

TEST_CASE("only a request whose feature depends on its body has to show it") {
    std::vector<feature> const all = {{"page", {calls("wiki.getPage")}},
                                      {"exact", {with_header(with_header(path("/rpc"), "X-A"), "X-B")}},
                                      {"rest", {prefix("/")}}};
    CHECK(where(all, {"/rpc"}) == "body");
    CHECK(where(all, {"/other"}) == "rest");
    // Two conditions come before one: what the body holds is no matter.
    CHECK(where(all, {"/rpc", {{"X-A", "1"}, {"X-B", "1"}}}) == "exact");
}

TEST_CASE("a matcher whose head does not fit makes no body wait") {
    std::vector<feature> const all = {{"page", {with_methods(calls("wiki.getPage"), {"POST"})}}};
    CHECK(where(all, {"/rpc"}) == "none");
    CHECK(where(all, {"/rpc", {}, "POST"}) == "body");
}

TEST_CASE("with the body known it decides, and what is not asked for in it goes on to the next") {
    std::vector<feature> const all = {
        {"page", {calls("wiki.getPage")}}, {"list", {calls("wiki.list")}}, {"rest", {prefix("/")}}};
    told_body const page{{"xmlrpc_method:", {"wiki.getPage"}}};
    told_body const list{{"xmlrpc_method:", {"wiki.list"}}};
    told_body const other{{"xmlrpc_method:", {"wiki.putPage"}}};
    no_body_facts const nothing;
    CHECK(where(all, {"/rpc"}, &page) == "page");
    CHECK(where(all, {"/rpc"}, &list) == "list");
    CHECK(where(all, {"/rpc"}, &other) == "rest");
    CHECK(where(all, {"/rpc"}, &nothing) == "rest");
    CHECK(where(all, {"/elsewhere"}, &page) == "rest");
    CHECK(page.asked == 1);
}

TEST_CASE("values are compared as text, and what has no text is only there") {
    auto const takes = [](how kind, std::string value, body_value there) {
        told_body const body{{"json:order.kind", there}, {"json:other", {"new"}}};
        return where({{"f", {with(path("/rpc"), operation::json, "order.kind", kind, std::move(value))}}},
                     {"/rpc"}, &body) == "f";
    };
    CHECK(takes(how::equals, "new", {"new"}));
    CHECK_FALSE(takes(how::equals, "new", {"newer"}));
    CHECK(takes(how::regex, "^ne", {"newer"}));
    CHECK_FALSE(takes(how::regex, "^ne", {"old"}));
    CHECK(takes(how::present, "", {"", false}));
    CHECK_FALSE(takes(how::equals, "", {"", false}));
    CHECK_FALSE(takes(how::regex, ".?", {"", false}));
}

TEST_CASE("a SOAP action stands in the head, of either version, quoted or not") {
    CHECK(soap("SOAPAction", "\"urn:orders#Get\"", how::equals, "urn:orders#Get") == "get");
    CHECK(soap("soapaction", "urn:orders#Get", how::equals, "urn:orders#Get") == "get");
    CHECK(soap("SOAPAction", "urn:orders#Put", how::equals, "urn:orders#Get") == "none");
    CHECK(soap("SOAPAction", "\"\"", how::present, "") == "get");
    CHECK(soap("Content-Type", "application/soap+xml; x=\"a;action=b\"; Action=\"urn:orders#Get\"",
               how::equals, "urn:orders#Get") == "get");
    CHECK(soap("Content-Type", "text/xml; action=\"urn:orders#Get\"", how::equals, "urn:orders#Get") ==
          "none");
    CHECK(soap("Content-Type", "application/soap+xml; x=\"a;action=b\"", how::equals, "b") == "none");
}

TEST_CASE("a condition on the operation is one more condition, and order in the file comes last") {
    auto const both = with(with(path("/rpc"), operation::form, "a"), operation::form, "b");
    told_body const body{{"form:a", {"1"}}, {"form:b", {"2"}}};
    CHECK(where({{"one", {with(path("/rpc"), operation::form, "a")}}, {"two", {both}}}, {"/rpc"}, &body) ==
          "two");
    CHECK(where({{"first", {with(path("/rpc"), operation::form, "a")}},
                 {"second", {with(path("/rpc"), operation::form, "b")}}},
                {"/rpc"}, &body) == "first");
}

TEST_CASE("readings of a path that differ only in a feature that asks for a body wait for it") {
    std::vector<feature> const all = {{"page", {with(path("/a/b"), operation::form, "x", how::equals, "1")}}};
    told_body const asked{{"form:x", {"1"}}};
    told_body const other{{"form:x", {"2"}}};
    CHECK(where(all, {"/a%2Fb"}) == "body");
    CHECK(where(all, {"/a%2Fb"}, &asked) == "ambiguous");
    CHECK(where(all, {"/a%2Fb"}, &other) == "none");
}

TEST_CASE("check knows what an operation's matcher takes") {
    auto const dead = [](matcher_options first, matcher_options second) {
        return !routes({{"a", {std::move(first)}}, {"b", {std::move(second)}}})
                    .compiled()
                    .unreachable()
                    .empty();
    };
    auto const form = [](how kind, std::string value) {
        return with(path("/do"), operation::form, "action", kind, std::move(value));
    };
    CHECK(dead(form(how::equals, "update"), form(how::equals, "update")));
    CHECK(dead(form(how::present, ""), form(how::equals, "update")));
    CHECK_FALSE(dead(form(how::equals, "update"), form(how::present, "")));
    CHECK_FALSE(dead(form(how::equals, "update"), form(how::equals, "delete")));
    CHECK_FALSE(dead(form(how::equals, "update"), path("/do")));
    CHECK_FALSE(dead(path("/do"), form(how::equals, "update")));
    CHECK_FALSE(dead(with(path("/do"), operation::json, "action"), form(how::equals, "update")));
}

TEST_CASE("a matcher says what it asks of the body, and what is wrong with that") {
    auto const m = with(calls("wiki.getPage"), operation::json, "order.kind", how::regex, "^n");
    CHECK(routes({{"f", {m}}}).compiled().describe(0, 0) ==
          "path /rpc, xmlrpc_method=wiki.getPage, json:order.kind~^n");
    auto const wrong = [](matcher_options bad) {
        auto const all = options({{"f", {std::move(bad)}}});
        auto const made = table::compile(all);
        REQUIRE(made.has_error());
        return made.error().front().key + ": " + made.error().front().message;
    };
    CHECK(wrong(with(path("/a"), operation::xml_root, "", how::regex, "("))
              .find("f.match[0].xml_root: `(` is no RE2 pattern") == 0);
    CHECK(wrong(with(path("/a"), operation::json, "a.b", how::regex, ""))
              .find("f.match[0].json.a.b: the pattern is empty") == 0);
}

TEST_CASE(
    "what cannot be read is refused where a feature that says so may be meant, before whoever has the rest") {
    auto all = options({{"page", {calls("page")}}, {"rest", {path("/rpc")}}, {"post", {path("/post")}}});
    auto const refused = [&](std::string target, std::string method = "POST") {
        auto const compiled = ok(table::compile(all));
        table::scratch scratch;
        seen const r({std::move(target), {}, std::move(method)});
        return compiled.refuses_unread(r.facts(), scratch);
    };
    CHECK_FALSE(refused("/rpc"));
    all[0].refuse_unread = true;
    CHECK(refused("/rpc"));
    CHECK(refused("/%72pc"));
    CHECK(refused("/a/../rpc"));
    CHECK_FALSE(refused("/post"));
    CHECK_FALSE(refused("/rpc2"));
    CHECK_FALSE(refused("*"));
    all[0].match[0].methods = {"PUT"};
    CHECK_FALSE(refused("/rpc"));
    CHECK(refused("/rpc", "PUT"));
    // Where another comes first, whatever the body says, it is the other's.
    all[1].match[0].methods = {"PUT"};
    all[1].match[0].headers = {{"X-A", name_match::how::present, ""}};
    auto const compiled = ok(table::compile(all));
    table::scratch scratch;
    seen const r({"/rpc", {{"X-A", "1"}}, "PUT"});
    CHECK(compiled.refuses_unread(r.facts(), scratch));
    all[1].match[0].query = {{"q", name_match::how::present, ""}};
    seen const with_query({"/rpc?q=1", {{"X-A", "1"}}, "PUT"});
    CHECK_FALSE(ok(table::compile(all)).refuses_unread(with_query.facts(), scratch));
}

TEST_CASE("a feature that looks into no body has none to refuse") {
    auto all = options({{"page", {path("/rpc")}}});
    all[0].refuse_unread = true;
    auto const compiled = table::compile(all);
    REQUIRE(compiled.has_error());
    CHECK(compiled.error().front().key == "page.unread");
}

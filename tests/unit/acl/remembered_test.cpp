#include "findings.hpp"
#include "translators.hpp"

#include <vector>

using namespace ficus::acl;
using namespace ficus::acl::testing;

namespace {

constant_options constant(std::string text) {
    return {std::move(text), scalar_type::string};
}

/// JSON-RPC for old clients, whose answers have the id of the request.
translator_options rpc(format legacy = format::json) {
    auto o = mapped(legacy, format::json, {});
    o.request.fields = {field("params", "params")};
    auto id = field("id", "request:id");
    o.response.fields = {field("result", "result"), id};
    return o;
}

message_view body_of(std::string_view body, std::vector<header_view> const& headers = {}) {
    message_view view;
    view.method = "POST";
    view.body = body;
    view.headers = headers;
    return view;
}

/// The answer as the client of the request that becomes the other side's gets it, or `where: message`.
std::string answered(translator const& t, message_view const& request, std::string_view answer,
                     direction way = direction::to_legacy) {
    auto const asked = t.translate(reverse(way), part::request, request);
    if (!asked) return "request: " + asked.error().where + ": " + asked.error().message;
    auto view = body_of(answer);
    view.status = 200;
    view.request = asked->request.get();
    auto const made = t.translate(way, part::response, view);
    return made ? made->body : made.error().where + ": " + made.error().message;
}

} // namespace

TEST_CASE("an answer has the value of its client's request, of whatever type that is") {
    auto const t = make(rpc());
    auto const ask = [&](std::string const& id) {
        return answered(t, body_of(R"({"params":"p","id":)" + id + "}"), R"({"result":"r"})");
    };
    CHECK(ask("17") == R"({"id":17,"result":"r"})");
    CHECK(ask(R"("a-\u00e9")") == "{\"id\":\"a-\u00e9\",\"result\":\"r\"}");
    CHECK(ask("null") == R"({"id":null,"result":"r"})");
    CHECK(ask(R"({"n":[1,2]})") == R"({"id":{"n":[1,2]},"result":"r"})");
    CHECK(answered(t, body_of(R"({"params":"p"})"), R"({"result":"r"})") == R"({"result":"r"})");
}

TEST_CASE("what is repeated is not counted as dropped, and the rest of what nobody names is") {
    auto const t = make(rpc());
    auto const asked =
        t.translate(direction::to_modern, part::request, body_of(R"({"params":"p","id":1,"other":2})"));
    REQUIRE(asked.has_value());
    CHECK(asked->dropped == 1);
    CHECK(asked->body == R"({"params":"p"})");
    auto const answer =
        t.translate(direction::to_modern, part::response, body_of(R"({"result":"r","id":9})"));
    REQUIRE(answer.has_value());
    CHECK(answer->dropped == 0);
    CHECK(answer->body == R"({"result":"r"})");
}

TEST_CASE("a request whose body passes as it is has its value kept, too") {
    auto o = rpc();
    o.request.fields.reset();
    o.response.fields = {field("id", "request:id"), field("result", "outcome")};
    auto const t = make(o);
    CHECK(answered(t, body_of(R"({"id":"x"})"), R"({"outcome":"r"})") == R"({"id":"x","result":"r"})");
    // It is the modern service that is told what it sent.
    CHECK(answered(t, body_of("{"), R"({"outcome":"r"})")
              .starts_with("request:id: the request cannot be read: "));
}

TEST_CASE("values beside the body are texts, and what is said of the field holds") {
    auto o = mapped(format::json, format::json, {});
    o.request.path = {"/old/{no}", "/new/{no}"};
    o.request.fields = {field("a", "a")};
    o.response.fields = {field("page", "request:query:page", scalar_type::integer),
                         field("ref", "request:header:X-Ref"), field("no", "request:path:no"),
                         field("sid", "request:cookie:sid")};
    o.response.fields->at(1).text.emplace();
    o.response.fields->at(1).text->legacy.prefix = "ref-";
    o.response.fields->at(3).missing.legacy = "none";
    auto const t = make(o);
    std::vector<header_view> const headers{{"x-ref", "7"}};
    auto request = body_of("", headers);
    request.path = "/old/a%2Fb";
    request.query = "page=3&size=2";
    request.has_query = true;
    CHECK(answered(t, request, "{}") == R"({"sid":"none","page":3,"ref":"ref-7","no":"a/b"})");
}

TEST_CASE("texts of XML are repeated, and a value that must be there is asked for") {
    auto o = mapped(format::xml, format::json, {});
    o.request.fields = {field("Name", "name")};
    auto ref = field("Ref", "request:Head/@ref");
    ref.required = true;
    o.response.fields = {field("Name", "name"), ref};
    auto const t = make(o);
    constexpr std::string_view answer = R"({"name":"n"})";
    constexpr std::string_view prolog = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    CHECK(answered(t, body_of("<R><Head ref='a&amp;b'/></R>"), answer) ==
          std::string(prolog) + "<R><Name>n</Name><Ref>a&amp;b</Ref></R>");
    CHECK(answered(t, body_of("<R/>"), answer) == "request:Head/@ref: is not there, and must be");
    CHECK(to_legacy(t, answer) == "request:Head/@ref: is not there, and must be");
}

TEST_CASE("an outcome repeats what its request said, and a modern client its own") {
    auto o = rpc();
    o.response.fields.reset();
    outcome_options failure;
    failure.legacy.statuses = {200};
    failure.legacy.when = {{"version", constant("2")}};
    failure.modern.statuses = {404};
    failure.fields = {field("id", "request:id"), field("request:ref", "ref")};
    o.outcomes = {failure};
    auto const t = make(o);
    auto const asked = t.translate(direction::to_modern, part::request, body_of(R"({"id":4})"));
    REQUIRE(asked.has_value());
    auto answer = body_of("{}");
    answer.status = 404;
    answer.request = asked->request.get();
    auto const made = t.translate(direction::to_legacy, part::response, answer);
    REQUIRE(made.has_value());
    CHECK(made->body == R"({"version":"2","id":4})");
    CHECK(made->status == 200);
    auto const other = t.translate(direction::to_legacy, part::request, body_of(R"({"ref":"m"})"));
    REQUIRE(other.has_value());
    auto back = body_of(R"({"version":"2","id":1})");
    back.status = 200;
    back.request = other->request.get();
    auto const modern = t.translate(direction::to_modern, part::response, back);
    REQUIRE(modern.has_value());
    CHECK(modern->body == R"({"ref":"m"})");
}

TEST_CASE("no more of a request is kept than there is room for, and the answer that asks for it says so") {
    auto const t = make(rpc());
    auto const ask = [&](std::size_t size) {
        return answered(t, body_of(R"({"id":")" + std::string(size, 'x') + "\"}"), R"({"result":"r"})");
    };
    CHECK(ask(remembered::most_bytes / 2).size() > remembered::most_bytes / 2);
    CHECK(ask(remembered::most_bytes) ==
          "request:id: the request says more than the 16 KiB that are kept of it for its answer");
    // Many small values are as much.
    std::string many = R"({"id":[0)";
    for (int i = 0; i < 400; ++i) many += ",1";
    CHECK(answered(t, body_of(many + "]}"), "{}").starts_with("request:id: the request says more than"));
}

TEST_CASE("a check proves what is repeated, which need not come back") {
    auto o = rpc();
    o.response.fields->at(1).type = {};
    o.response.fields->at(0).type = {};
    CHECK(findings(make(o)).empty());
    auto id = field("id", "request:id");
    id.required = true;
    o.response.fields = {field("result", "result"), id};
    CHECK(findings(make(o)).empty());
}

TEST_CASE("what cannot be repeated is said with its place") {
    auto o = rpc();
    o.response.fields->push_back(field("no", "request:path:no"));
    CHECK(problems(o) ==
          "response.fields[2].modern: request.path has no {no} of the legacy side; name one of "
          "its template's\n");
    o = rpc();
    o.response.fields->push_back(list("tags[]", "request:tags[]"));
    CHECK(problems(o).starts_with("response.fields[2].modern: the path 'tags[]' is no single value of the "
                                  "request"));
    o = rpc();
    o.request.fields->push_back(field("x", "request:x"));
    CHECK(problems(o).starts_with("request.fields[1]: 'request:...' is of the request that an answer is of"));
    o = rpc();
    o.request.legacy.emplace().kind = format::none;
    o.request.fields = {field("query:a", "a")};
    CHECK(problems(o).starts_with("response.fields[1].modern: those requests have no body"));
    o = rpc();
    field_options version;
    version.modern = "request:version";
    version.constant = constant("2");
    o.response.fields->push_back(version);
    CHECK(problems(o).starts_with("response.fields[2].constant: a request is its client's"));
}

TEST_CASE("of fields that both parts share those that repeat are the answer's") {
    auto const t = make(mapped(format::json, format::json, {field("a", "b"), field("id", "request:id")}));
    CHECK(answered(t, body_of(R"({"a":"1","id":2})"), R"({"b":"3"})") == R"({"id":2,"a":"3"})");
    CHECK(to_modern(t, R"({"a":"1","id":2})") == R"({"b":"1"})");
}

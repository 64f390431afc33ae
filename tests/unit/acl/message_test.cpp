#include "translators.hpp"

#include <sstream>

using namespace ficus::acl;
using namespace ficus::acl::testing;

namespace {

/// A request as text: `GET /a?b=c`, header lines, an empty line, a body.
std::string through(translator const& t, direction way, std::string const& text) {
    std::istringstream lines(text);
    std::string method, target, line;
    std::getline(lines, line);
    std::istringstream(line) >> method >> target;
    std::vector<std::pair<std::string, std::string>> fields;
    while (std::getline(lines, line) && !line.empty())
        fields.emplace_back(line.substr(0, line.find(':')), line.substr(line.find(':') + 2));
    std::string const body(std::istreambuf_iterator<char>(lines), {});
    std::vector<header_view> headers;
    for (auto const& [name, value] : fields) headers.push_back({name, value});
    message_view from;
    from.method = method;
    auto const mark = target.find('?');
    from.path = std::string_view(target).substr(0, mark);
    from.has_query = mark != std::string::npos;
    if (from.has_query) from.query = std::string_view(target).substr(mark + 1);
    from.headers = headers;
    from.body = body;
    auto const made = t.translate(way, part::request, from);
    if (!made) return made.error().where + ": " + made.error().message;
    std::string out = made->method + ' ' + made->path + (made->has_query ? '?' + made->query : "") + '\n';
    for (auto const& name : made->removed) out += '-' + name + '\n';
    for (auto const& [name, value] : made->added) out += name + ": " + value + '\n';
    return out + (made->body.empty() ? "" : '\n' + made->body);
}

translator_options requests(format legacy, format modern, std::vector<field_options> fields) {
    auto o = mapped(legacy, modern, {});
    o.request.fields = std::move(fields);
    return o;
}

} // namespace

TEST_CASE("a value moves between the query and the path, and back") {
    auto o = requests(format::none, format::none, {field("query:id", "path:id")});
    o.request.path = {"/order.php", "/v2/orders/{id}"};
    auto const t = make(o);
    CHECK(through(t, direction::to_modern, "GET /order.php?id=7") == "GET /v2/orders/7\n");
    CHECK(through(t, direction::to_legacy, "GET /v2/orders/7") == "GET /order.php?id=7\n");
    CHECK(through(t, direction::to_modern, "GET /order.php?lang=de&id=7&x=%41") ==
          "GET /v2/orders/7?lang=de&x=%41\n");
    CHECK(through(t, direction::to_legacy, "GET /v2/orders/7?lang=de") == "GET /order.php?lang=de&id=7\n");
    CHECK(through(t, direction::to_modern, "GET /order.php?id=a+b%2Fc%25") ==
          "GET /v2/orders/a%20b%2Fc%25\n");
    CHECK(through(t, direction::to_legacy, "GET /v2/orders/a%20b%2Fc%25") ==
          "GET /order.php?id=a+b%2Fc%25\n");
    CHECK(through(t, direction::to_modern, "GET /elsewhere?id=7") ==
          "the path: it does not fit the template /order.php");
    CHECK(run(t, direction::to_modern, "", part::request) ==
          "the path: there is none, which a whole message has; it is to fit the template /order.php");
}

TEST_CASE("nothing of a value reaches a path unescaped, and a path is never without one") {
    auto o = requests(format::none, format::none, {field("query:id", "path:id")});
    o.request.path = {"/order.php", "/v2/orders/{id}"};
    auto const t = make(o);
    CHECK(through(t, direction::to_modern, "GET /order.php?id=1%3Fa%23b%0D%0AX:y") ==
          "GET /v2/orders/1%3Fa%23b%0D%0AX:y\n");
    CHECK(through(t, direction::to_modern, "GET /order.php?id=..") ==
          "path:id: a dot segment in it would lead out of the path");
    CHECK(through(t, direction::to_modern, "GET /order.php?id=a/../../b") ==
          "path:id: a dot segment in it would lead out of the path");
    CHECK(through(t, direction::to_modern, "GET /order.php?id=") ==
          "path:id: empty, which a segment of a path cannot be");
    CHECK(through(t, direction::to_modern, "GET /order.php") ==
          "path:id: the path needs a value here, and the request has none for it");
    CHECK(through(t, direction::to_modern, "GET /order.php?id=1&id=2") ==
          "query:id: appears more than once; if it may, end its paths in [] in the mapping");
    CHECK(through(t, direction::to_modern, "GET /order.php?id=%FF") ==
          "query:id: not UTF-8 once its escapes are decoded");
}

TEST_CASE("a form becomes a JSON body with another method and path") {
    auto o = requests(format::form, format::json,
                      {field("id", "path:id"), field("qty", "quantity", scalar_type::integer)});
    o.request.method = {"POST", "PATCH"};
    o.request.path = {"/order.php", "/v2/orders/{id}"};
    auto const t = make(o);
    CHECK(through(t, direction::to_modern,
                  "POST /order.php\nContent-Type: application/x-www-form-urlencoded\n\nid=7&qty=2") ==
          "PATCH /v2/orders/7\n\n{\"quantity\":2}");
    CHECK(through(t, direction::to_legacy, "PATCH /v2/orders/7\n\n{\"quantity\":2}") ==
          "POST /order.php\n\nid=7&qty=2");
    CHECK(through(t, direction::to_modern, "PUT /order.php\n\nid=7") == "PUT /v2/orders/7\n\n{}");
}

TEST_CASE("headers, cookies and the query feed a body, and a body feeds them") {
    auto const t =
        make(requests(format::form, format::json,
                      {field("header:X-Client", "client.id"), field("cookie:lang", "client.language"),
                       list("query:tag[]", "tags[]"), field("q", "header:X-Query")}));
    CHECK(through(t, direction::to_modern,
                  "POST /s?tag=a&n=1&tag=b%26c\nx-client: web\nCookie: sid=1; lang=de\n\nq=tea") ==
          "POST /s?n=1\n-x-client\n-cookie\nCookie: sid=1\nX-Query: tea\n\n"
          "{\"client\":{\"id\":\"web\",\"language\":\"de\"},\"tags\":[\"a\",\"b&c\"]}");
    CHECK(through(t, direction::to_legacy,
                  "POST /s?n=1\nCookie: sid=1\nX-Query: tea\n\n"
                  "{\"client\":{\"id\":\"web\",\"language\":\"de\"},\"tags\":[\"a\",\"b&c\"]}") ==
          "POST /s?n=1&tag=a&tag=b%26c\n-x-query\n-cookie\nCookie: sid=1; lang=de\nX-Client: web\n\nq=tea");
    CHECK(through(t, direction::to_modern, "GET /s") == "GET /s\n-cookie\n");
    CHECK(through(t, direction::to_modern, "GET /s?tag=a") == "GET /s\n-cookie\n\n{\"tags\":[\"a\"]}");
}

TEST_CASE("nothing of a value reaches a header unescaped") {
    auto const t =
        make(requests(format::json, format::json, {field("a", "header:X-A"), field("b", "cookie:b")}));
    CHECK(through(t, direction::to_modern, "POST /\n\n{\"a\":\"x\\r\\nEvil: 1\"}") ==
          "header:x-a: a control character, which a header cannot hold");
    CHECK(through(t, direction::to_modern, "POST /\n\n{\"a\":\" x\"}") ==
          "header:x-a: white space at an end, which a header cannot hold");
    CHECK(through(t, direction::to_modern, "POST /\n\n{\"b\":\"1; sid=2\"}")
              .starts_with("cookie:b: a character that a cookie cannot hold"));
    CHECK(through(t, direction::to_modern, "POST /\n\n{\"a\":null}") ==
          "a: null, which 'header:x-a' cannot hold; leave it out");
}

TEST_CASE("what a field writes is there once, whatever the client sent") {
    auto const t =
        make(requests(format::json, format::json, {field("a", "header:X-A"), field("b", "query:b")}));
    CHECK(through(t, direction::to_modern, "POST /?b=evil&c=1\nX-A: evil\n\n{\"a\":\"1\",\"b\":\"2\"}") ==
          "POST /?c=1&b=2\n-x-a\nX-A: 1\n\n{}");
}

TEST_CASE("places that cannot be are refused with the mend") {
    auto const problem = [](translator_options const& o) {
        auto const made = translator::compile(o);
        return made ? std::string("none") : made.error().front().key + ": " + made.error().front().message;
    };
    CHECK(problem(requests(format::json, format::json, {field("path:id", "id")})) ==
          "request.path: a field names 'path:id', but there are no templates; say request.path = { legacy = "
          "\"...\", "
          "modern = \"...\" }");
    auto o = requests(format::json, format::json, {field("path:no", "id")});
    o.request.path = {"/a/{id}", "/b"};
    CHECK(problem(o) ==
          "request.path.legacy: a field names 'path:no', but the template has no {no}; its names are {id}");
    CHECK(problem(requests(format::json, format::json, {field("header:Content-Length", "a")})) ==
          "request.fields[0].legacy: the path 'header:Content-Length' has 'Content-Length', which the facade "
          "itself writes");
    CHECK(problem(requests(format::none, format::json, {field("a", "b")})) ==
          "request.fields[0].legacy: this side has no body there (format = \"none\"); say where the value "
          "lives, such as "
          "'query:page'");
    auto answers = mapped(format::json, format::json, {});
    answers.response.fields = std::vector{field("query:a", "a")};
    CHECK(problem(answers) ==
          "response.fields[0].legacy: an answer has a body and headers alone; put this into "
          "request.fields, or repeat it: 'request:query:a'");
    CHECK(problem(requests(format::json, format::json, {list("l[]", "m[]", {field("query:a", "a")})}))
              .find("leads out of the list's element") != std::string::npos);
    auto twice = requests(format::json, format::json, {field("header:X-A", "a")});
    twice.request.headers = {{"X-B", "X-C"}, {"x-a", "X-D"}};
    CHECK(problem(twice) ==
          "request.headers[1]: a field has 'header:X-A' for its place; leave one of the two out");
    for (auto const* name :
         {"Cookie", "Set-Cookie", "Range", "Accept-Encoding", "Forwarded", "X-Forwarded-Port"})
        CHECK(problem(requests(format::json, format::json, {field("header:" + std::string(name), "a")}))
                  .find("which the facade itself writes") != std::string::npos);
    auto method = requests(format::json, format::json, {field("a", "b")});
    method.request.method = {"GET", "TRACE"};
    CHECK(problem(method) ==
          "request.method.modern: 'TRACE' cannot be a request's method; write one such as PATCH");
}

TEST_CASE("parts may speak other formats, and roots, than the translator says") {
    auto o = mapped(format::xml, format::json, {field("A", "a")});
    o.legacy.response_root = "Answer";
    auto const t = make(o);
    CHECK(run(t, direction::to_modern, "<R><A>1</A></R>", part::request) == R"({"a":"1"})");
    CHECK(run(t, direction::to_modern, "<Answer><A>1</A></Answer>", part::response) == R"({"a":"1"})");
    CHECK(run(t, direction::to_legacy, R"({"a":"1"})", part::response) == "<Answer><A>1</A></Answer>");
    auto other = mapped(format::xml, format::json, {field("A", "a")});
    other.request.legacy = side_options{format::form, "", {}};
    auto const form = make(other);
    CHECK(run(form, direction::to_modern, "A=1", part::request) == R"({"a":"1"})");
    CHECK(run(form, direction::to_modern, "<R><A>1</A></R>", part::response) == R"({"a":"1"})");
    CHECK(form.content_type(direction::to_legacy, part::request) == "application/x-www-form-urlencoded");
}

#include "facade/http/problem.hpp"
#include "unit/http/heads.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include <string>

using namespace ficus::http;
using ficus::test::response;

namespace {

/// An answer of the facade's own, taken apart.
struct answer {
    explicit answer(std::string const& bytes)
        : head(bytes.substr(0, bytes.find("\r\n\r\n") + 4)), body(bytes.substr(bytes.find("\r\n\r\n") + 4)) {
        REQUIRE_FALSE(head.refused);
    }
    std::string field(std::string_view name) const {
        auto const* f = head.head.find(name);
        return f == nullptr ? "" : std::string(f->value);
    }
    response head;
    std::string body;
};

problem const gateway{502, "", "the upstream does not \"answer\"", "connection_refused", "id-1"};

} // namespace

TEST_CASE("a problem document says what is wrong (RFC 9457)") {
    answer const a(render(gateway, false, false));
    CHECK(a.head.head.status == 502);
    CHECK(a.head.head.reason == "Bad Gateway");
    CHECK(a.field("Content-Type") == "application/problem+json");
    CHECK(a.field("Content-Length") == std::to_string(a.body.size()));
    CHECK(a.field("X-Request-ID") == "id-1");
    CHECK(a.field("Cache-Control") == "no-store");
    CHECK(a.field("Connection") == "");
    auto const document = boost::json::parse(a.body).as_object();
    CHECK(document.at("type") == "about:blank");
    CHECK(document.at("title") == "Bad Gateway");
    CHECK(document.at("status") == 502);
    CHECK(document.at("detail") == "the upstream does not \"answer\"");
    CHECK(document.at("request_id") == "id-1");
}

TEST_CASE("Proxy-Status names the error, its details quoted (RFC 9209, RFC 8941)") {
    answer const a(render(gateway, false, false));
    CHECK(a.field("Proxy-Status") ==
          "ficus; error=connection_refused; details=\"the upstream does not \\\"answer\\\"\"");
    problem p = gateway;
    p.detail = "back\\slash, caf\xc3\xa9 and\r\nX-Injected: 1\t";
    answer const odd(render(p, false, false));
    CHECK(odd.field("Proxy-Status") ==
          "ficus; error=connection_refused; details=\"back\\\\slash, caf?? and??X-Injected: 1?\"");
    CHECK(odd.field("X-Injected") == "");
    p.proxy_error = {};
    CHECK(answer(render(p, false, false)).field("Proxy-Status") == "");
}

TEST_CASE("to HEAD the same head is answered, and no body") {
    auto const whole = render(gateway, false, false);
    auto const head = render(gateway, false, true);
    CHECK(head == whole.substr(0, whole.find("\r\n\r\n") + 4));
}

TEST_CASE("a title of its own, and no request id") {
    problem p = gateway;
    p.title = "Cannot be translated";
    p.request_id = {};
    answer const a(render(p, true, false));
    auto const document = boost::json::parse(a.body).as_object();
    CHECK(document.at("title") == "Cannot be translated");
    CHECK_FALSE(document.contains("request_id"));
    CHECK(a.field("X-Request-ID") == "");
    CHECK(a.field("Connection") == "close");
}

TEST_CASE("405 says what is allowed, 503 when to come again, and 415 what is read") {
    problem p = gateway;
    p.status = 405;
    CHECK(answer(render(p, false, false)).field("Allow") == "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    p.status = 503;
    CHECK(answer(render(p, false, false)).field("Retry-After") == "1");
    p.status = 504;
    CHECK(answer(render(p, false, false)).field("Retry-After") == "");
    CHECK(answer(render(p, false, false)).field("Accept-Encoding") == "");
    p.status = 415;
    p.accept_encoding = "gzip";
    CHECK(answer(render(p, false, false)).field("Accept-Encoding") == "gzip");
    CHECK(answer(render(p, false, false)).field("Allow") == "");
}

TEST_CASE("a request that came too soon is told when to come again, and what it is allowed") {
    problem p = gateway;
    p.status = 429;
    CHECK(answer(render(p, false, false)).field("Retry-After") == "");
    CHECK(answer(render(p, false, false)).field("RateLimit") == "");
    p.retry_after = 30;
    std::vector<extra_field> const more = {{"RateLimit-Policy", "\"orders\";q=10;w=60"},
                                           {"RateLimit", "\"orders\";r=0;t=60"}};
    p.more = more;
    answer const a(render(p, false, false));
    CHECK(a.head.head.reason == "Too Many Requests");
    CHECK(a.field("Retry-After") == "30");
    CHECK(a.field("RateLimit-Policy") == "\"orders\";q=10;w=60");
    CHECK(a.field("RateLimit") == "\"orders\";r=0;t=60");
    p.status = 503;
    CHECK(answer(render(p, false, false)).field("Retry-After") == "30");
}

TEST_CASE("a status's reason phrase") {
    CHECK(reason_of(404) == "Not Found");
    CHECK(reason_of(413) == "Payload Too Large");
    CHECK(reason_of(431) == "Request Header Fields Too Large");
    CHECK(reason_of(299) == "Unknown");
    CHECK(reason_of(0) == "Unknown");
}

#include "facade/http/framing.hpp"
#include "unit/http/heads.hpp"

#include <catch2/catch.hpp>

using namespace ficus::http;
using by = framing::by;
using ficus::test::answer_with;
using ficus::test::request;
using ficus::test::response;
using ficus::test::with_fields;

TEST_CASE("where a request's body ends (RFC 9112 section 6.3)") {
    struct row {
        char const* line;
        char const* fields;
        by kind;
        std::uint64_t length;
        unsigned refused; ///< 0: it is not
    };
    auto const [line, fields, kind, length, refused] =
        GENERATE(row{"GET / HTTP/1.1", "Host: a\r\n", by::none, 0, 0},
                 row{"POST / HTTP/1.1", "Host: a\r\n", by::none, 0, 0},
                 row{"POST / HTTP/1.1", "Host: a\r\nContent-Length: 0\r\n", by::none, 0, 0},
                 row{"POST / HTTP/1.1", "Host: a\r\nContent-Length: 7\r\n", by::length, 7, 0},
                 row{"GET / HTTP/1.1", "Host: a\r\nContent-Length: 7\r\n", by::length, 7, 0},
                 row{"POST / HTTP/1.1", "Host: a\r\nTransfer-Encoding: chunked\r\n", by::chunked, 0, 0},
                 row{"HEAD / HTTP/1.1", "Host: a\r\nTransfer-Encoding: chunked\r\n", by::chunked, 0, 0},
                 row{"GET / HTTP/1.0", "", by::none, 0, 0},
                 row{"POST / HTTP/1.0", "Content-Length: 3\r\n", by::length, 3, 0},
                 row{"POST / HTTP/1.0", "Transfer-Encoding: chunked\r\n", by::none, 0, 400},
                 row{"POST / HTTP/1.1", "Host: a\r\nTransfer-Encoding: gzip, chunked\r\n", by::none, 0, 501});
    CAPTURE(line, fields);
    request const r(with_fields(fields, line));
    REQUIRE_FALSE(r.refused);
    auto const framed = frame_request(r.head);
    CHECK((framed.refused ? framed.refused->status : 0U) == refused);
    if (refused == 0) {
        CHECK(framed.body.kind == kind);
        CHECK(framed.body.length == length);
    }
}

TEST_CASE("a request names one host, and only HTTP/1.0 may name none") {
    struct row {
        char const* line;
        char const* fields;
        bool accepted;
    };
    auto const [line, fields, accepted] = GENERATE(
        row{"GET / HTTP/1.1", "Host: shop.example.com\r\n", true},
        row{"GET / HTTP/1.1", "host: a:8080\r\n", true}, row{"GET / HTTP/1.1", "Host: [::1]:80\r\n", true},
        row{"GET / HTTP/1.1", "Host: my_service\r\n", true}, row{"GET / HTTP/1.1", "Host:\r\n", true},
        row{"GET / HTTP/1.1", "Host: a:\r\n", true}, row{"GET / HTTP/1.1", "Host: a:65535\r\n", true},
        row{"GET / HTTP/1.1", "Host: a:65536\r\n", false}, row{"GET / HTTP/1.1", "Host: a:000080\r\n", false},
        row{"GET / HTTP/1.1", "Host: a:b\r\n", false}, row{"GET / HTTP/1.1", "Host: a:-1\r\n", false},
        row{"GET / HTTP/1.1", "Host: a:1:2\r\n", false}, row{"GET / HTTP/1.1", "Host: :80\r\n", false},
        row{"GET / HTTP/1.1", "Host: ::1\r\n", false}, row{"GET / HTTP/1.1", "Host: [::1\r\n", false},
        row{"GET / HTTP/1.1", "Host: [a]\r\n", false}, row{"GET / HTTP/1.1", "Host: [::1]x\r\n", false},
        row{"GET / HTTP/1.1", "Host: a]\r\n", false}, row{"GET / HTTP/1.1", "Host: %61\r\n", false},
        row{"GET / HTTP/1.1", "Host: a,b\r\n", false}, row{"GET / HTTP/1.0", "", true},
        row{"GET / HTTP/1.0", "Host: a\r\n", true}, row{"GET / HTTP/1.1", "", false},
        row{"GET / HTTP/1.1", "X-Host: a\r\n", false}, row{"GET / HTTP/1.1", "Host: a\r\nHost: a\r\n", false},
        row{"GET / HTTP/1.0", "Host: a\r\nHost: b\r\n", false}, row{"GET / HTTP/1.1", "Host: a b\r\n", false},
        row{"GET / HTTP/1.1", "Host: a/b\r\n", false}, row{"GET / HTTP/1.1", "Host: u@a\r\n", false},
        row{"GET / HTTP/1.1", "Host: a?b\r\n", false}, row{"GET / HTTP/1.1", "Host: a#b\r\n", false},
        row{"GET / HTTP/1.1", "Host: a\\b\r\n", false}, row{"GET / HTTP/1.1", "Host: caf\xc3\xa9\r\n", false},
        row{"GET / HTTP/1.1", "Host: <a>\r\n", false}, row{"GET / HTTP/1.1", "Host: a\"b\r\n", false});
    CAPTURE(line, fields);
    request const r(with_fields(fields, line));
    REQUIRE_FALSE(r.refused);
    auto const framed = frame_request(r.head);
    CHECK(framed.refused.has_value() != accepted);
    if (!accepted) CHECK(framed.refused->reason == "bad_host");
}

TEST_CASE("where an answer's body ends (RFC 9112 section 6.3)") {
    struct row {
        char const* method;
        char const* line;
        char const* fields;
        by kind;
        std::uint64_t length;
        bool refused;
    };
    auto const [method, line, fields, kind, length, refused] =
        GENERATE(row{"GET", "HTTP/1.1 200 OK", "Content-Length: 9\r\n", by::length, 9, false},
                 row{"GET", "HTTP/1.1 200 OK", "Content-Length: 0\r\n", by::none, 0, false},
                 row{"GET", "HTTP/1.1 200 OK", "Transfer-Encoding: chunked\r\n", by::chunked, 0, false},
                 row{"GET", "HTTP/1.1 200 OK", "", by::until_close, 0, false},
                 row{"GET", "HTTP/1.0 200 OK", "", by::until_close, 0, false},
                 row{"GET", "HTTP/1.0 200 OK", "Content-Length: 9\r\n", by::length, 9, false},
                 row{"GET", "HTTP/1.0 200 OK", "Transfer-Encoding: chunked\r\n", by::none, 0, true},
                 row{"GET", "HTTP/1.1 200 OK", "Transfer-Encoding: gzip, chunked\r\n", by::none, 0, true},
                 row{"HEAD", "HTTP/1.1 200 OK", "Content-Length: 9\r\n", by::none, 0, false},
                 row{"HEAD", "HTTP/1.1 200 OK", "Transfer-Encoding: chunked\r\n", by::none, 0, false},
                 row{"HEAD", "HTTP/1.1 200 OK", "", by::none, 0, false},
                 row{"head", "HTTP/1.1 200 OK", "Content-Length: 9\r\n", by::length, 9, false},
                 row{"GET", "HTTP/1.1 204 No Content", "", by::none, 0, false},
                 row{"GET", "HTTP/1.1 204 No Content", "Content-Length: 9\r\n", by::none, 0, false},
                 row{"GET", "HTTP/1.1 204 No Content", "Transfer-Encoding: chunked\r\n", by::none, 0, false},
                 row{"GET", "HTTP/1.1 304 Not Modified", "Content-Length: 9\r\n", by::none, 0, false},
                 row{"GET", "HTTP/1.1 304 Not Modified", "", by::none, 0, false},
                 row{"GET", "HTTP/1.1 101 Switching", "", by::none, 0, false},
                 row{"GET", "HTTP/1.1 100 Continue", "", by::none, 0, false},
                 row{"GET", "HTTP/1.1 103 Early Hints", "Content-Length: 9\r\n", by::none, 0, true},
                 row{"GET", "HTTP/1.1 103 Early Hints", "Content-Length: 0\r\n", by::none, 0, false},
                 row{"GET", "HTTP/1.1 101 Switching", "Transfer-Encoding: chunked\r\n", by::none, 0, true},
                 row{"GET", "HTTP/1.1 205 Reset", "", by::until_close, 0, false},
                 row{"GET", "HTTP/1.1 500 Oops", "Content-Length: 9\r\n", by::length, 9, false},
                 row{"POST", "HTTP/1.1 302 Found", "", by::until_close, 0, false});
    CAPTURE(method, line, fields);
    response const a(answer_with(fields, line));
    REQUIRE_FALSE(a.refused);
    auto const framed = frame_response(a.head, method);
    REQUIRE(framed.refused.has_value() == refused);
    if (refused) {
        CHECK(framed.refused->status == 502);
    } else {
        CHECK(framed.body.kind == kind);
        CHECK(framed.body.length == length);
    }
}

TEST_CASE("whether an answer's connection can carry another one") {
    struct row {
        char const* method;
        char const* line;
        char const* fields;
        bool reusable;
    };
    auto const [method, line, fields, reusable] =
        GENERATE(row{"GET", "HTTP/1.1 200 OK", "Content-Length: 9\r\n", true},
                 row{"GET", "HTTP/1.1 200 OK", "Transfer-Encoding: chunked\r\n", true},
                 row{"GET", "HTTP/1.1 200 OK", "Content-Length: 9\r\nConnection: close\r\n", false},
                 row{"GET", "HTTP/1.1 200 OK", "", false},
                 row{"GET", "HTTP/1.0 200 OK", "Content-Length: 9\r\n", false},
                 row{"GET", "HTTP/1.0 200 OK", "Content-Length: 9\r\nConnection: keep-alive\r\n", true},
                 row{"HEAD", "HTTP/1.1 200 OK", "Content-Length: 9\r\n", true},
                 row{"GET", "HTTP/1.1 304 Not Modified", "Content-Length: 9\r\n", true},
                 row{"GET", "HTTP/1.1 204 No Content", "Content-Length: 0\r\n", true},
                 // What was announced may still come.
                 row{"GET", "HTTP/1.1 204 No Content", "Content-Length: 9\r\n", false},
                 row{"GET", "HTTP/1.1 204 No Content", "Transfer-Encoding: chunked\r\n", false});
    CAPTURE(method, line, fields);
    response const a(answer_with(fields, line));
    REQUIRE_FALSE(a.refused);
    CHECK(frame_response(a.head, method).reusable == reusable);
}

TEST_CASE("whether a connection lives on (RFC 9112 section 9.3)") {
    struct row {
        char const* line;
        char const* fields;
        bool persists;
    };
    auto const [line, fields, lives] =
        GENERATE(row{"GET / HTTP/1.1", "", true}, row{"GET / HTTP/1.1", "Connection: keep-alive\r\n", true},
                 row{"GET / HTTP/1.1", "Connection: close\r\n", false},
                 row{"GET / HTTP/1.1", "Connection: keep-alive, close\r\n", false},
                 row{"GET / HTTP/1.1", "Connection: x\r\nConnection: CLOSE\r\n", false},
                 row{"GET / HTTP/1.0", "", false}, row{"GET / HTTP/1.0", "Connection: Keep-Alive\r\n", true},
                 row{"GET / HTTP/1.0", "Connection: keep-alive, close\r\n", false},
                 row{"GET / HTTP/1.0", "Keep-Alive: timeout=5\r\n", false});
    CAPTURE(line, fields);
    request const r(with_fields(fields, line));
    REQUIRE_FALSE(r.refused);
    CHECK(persists(r.head) == lives);
}

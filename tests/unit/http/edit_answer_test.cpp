#include "facade/http/edit.hpp"
#include "unit/http/heads.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace ficus::http;
using by = framing::by;
using ficus::test::answer_with;
using ficus::test::count_of;
using ficus::test::response;
using ficus::test::values_of;

namespace {

/// What a client gets to see of an answer with these fields.
struct relayed {
    explicit relayed(std::string const& fields, response_edit const& edit,
                     std::string const& line = "HTTP/1.1 200 OK") {
        response const r(answer_with(fields, line));
        REQUIRE_FALSE(r.refused);
        scratch out;
        write_response_head(out, r.head, edit);
        text = std::string_view(out);
        response const again(text);
        INFO(text);
        REQUIRE_FALSE(again.refused);
    }
    std::string field(std::string_view name) const { return values_of(response(text).head, name); }
    std::size_t count(std::string_view name) const { return count_of(response(text).head, name); }
    std::string text;
};

} // namespace

TEST_CASE("an answer's Via says every hop's version") {
    CHECK(relayed("Via: 1.1 origin\r\n", {}).field("Via") == "1.1 origin, 1.1 ficus");
    CHECK(relayed("", {}, "HTTP/1.0 200 OK").field("Via") == "1.0 ficus");
}

TEST_CASE("an answer that agrees to an upgrade says so, and has no length") {
    response_edit back;
    back.upgrade = true;
    back.close = true;
    relayed const r(
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: x\r\nContent-Length: 9\r\n", back,
        "HTTP/1.1 101 Switching Protocols");
    CHECK(r.field("Upgrade") == "websocket");
    CHECK(r.field("Connection") == "upgrade");
    CHECK(r.field("Sec-WebSocket-Accept") == "x");
    CHECK(r.count("Content-Length") == 0);
}

TEST_CASE("an answer's status line keeps code and reason") {
    response_edit edit;
    CHECK(relayed("", edit, "HTTP/1.0 404 Not Here").text.rfind("HTTP/1.1 404 Not Here\r\n", 0) == 0);
    CHECK(relayed("", edit, "HTTP/1.1 503 ").text.rfind("HTTP/1.1 503 \r\n", 0) == 0);
}

TEST_CASE("an answer's hop-by-hop fields are dropped and its framing is written anew") {
    response_edit edit;
    edit.body = {by::chunked, 0};
    relayed const r("Connection: close, X-Hop\r\nKeep-Alive: timeout=5\r\nX-Hop: 1\r\nSet-Cookie: "
                    "a=1\r\nSet-Cookie: b=2\r\n",
                    edit);
    CHECK(r.count("Connection") == 0);
    CHECK(r.count("Keep-Alive") == 0);
    CHECK(r.count("X-Hop") == 0);
    CHECK(r.field("Set-Cookie") == "a=1 | b=2");
    CHECK(r.field("Transfer-Encoding") == "chunked");
    edit.body = {by::length, 7};
    relayed const l("Content-Length: 7\r\n", edit);
    CHECK(l.field("Content-Length") == "7");
    edit.body = {by::until_close, 0};
    relayed const open("", edit);
    CHECK(open.count("Content-Length") == 0);
    CHECK(open.count("Transfer-Encoding") == 0);
}

TEST_CASE("Connection tells the client what becomes of its connection") {
    response_edit edit;
    CHECK(relayed("Connection: close\r\n", edit).count("Connection") == 0);
    edit.close = true;
    CHECK(relayed("", edit).field("Connection") == "close");
    edit.close = false;
    edit.say_keep_alive = true;
    CHECK(relayed("", edit).field("Connection") == "keep-alive");
}

TEST_CASE("without a body, Content-Length is what it says of the body that HEAD and 304 do not send") {
    response_edit edit;
    edit.keep_length = true;
    CHECK(relayed("Content-Length: 42\r\n", edit).field("Content-Length") == "42");
    CHECK(relayed("Content-Length: 42\r\n", edit, "HTTP/1.1 304 Not Modified").field("Content-Length") ==
          "42");
    CHECK(relayed("", edit).count("Content-Length") == 0);
    CHECK(relayed("Content-Length: 0\r\n", edit).field("Content-Length") == "0");
    CHECK(relayed("Content-Length: 42\r\nContent-Length: 42\r\n", edit).field("Content-Length") == "42");
    edit.keep_length = false;
    CHECK(relayed("", edit).field("Content-Length") == "0");
}

TEST_CASE("204 and 1xx have no Content-Length (RFC 9110 section 8.6)") {
    response_edit edit;
    for (bool const keep : {false, true}) {
        edit.keep_length = keep;
        CHECK(relayed("Content-Length: 42\r\n", edit, "HTTP/1.1 204 No Content").count("Content-Length") ==
              0);
        CHECK(relayed("", edit, "HTTP/1.1 204 No Content").count("Content-Length") == 0);
    }
    edit.keep_length = false;
    CHECK(relayed("", edit, "HTTP/1.1 304 Not Modified").count("Content-Length") == 0);
}

TEST_CASE("the request id is said where the upstream says none") {
    response_edit edit;
    edit.request_id = "ours";
    CHECK(relayed("", edit).field("X-Request-ID") == "ours");
    CHECK(relayed("x-request-id: theirs\r\n", edit).field("X-Request-ID") == "theirs");
}

TEST_CASE("the date is said where the upstream says none (RFC 9110 section 6.6.1)") {
    response_edit edit;
    edit.date = "Fri, 27 Nov 2026 01:00:00 GMT";
    CHECK(relayed("", edit).field("Date") == edit.date);
    CHECK(relayed("date: theirs\r\n", edit).field("Date") == "theirs");
}

TEST_CASE("a translated answer no longer claims what was true of the other bytes") {
    response_edit edit;
    edit.translated = true;
    edit.body = {by::length, 3};
    extra_field const type{"Content-Type", "text/xml"};
    edit.extra = {&type, 1};
    relayed const r("Content-Type: application/json\r\nContent-Encoding: identity\r\nContent-Length: "
                    "99\r\nETag: \"v1\"\r\n"
                    "Accept-Ranges: bytes\r\nContent-Range: bytes 0-9/10\r\nContent-MD5: x\r\nDigest: "
                    "y\r\nContent-Digest: "
                    "z\r\nRepr-Digest: z\r\nLast-Modified: now\r\n",
                    edit);
    CHECK(r.field("Content-Type") == "text/xml");
    CHECK(r.field("Content-Length") == "3");
    CHECK(r.field("ETag") == "W/\"v1\"");
    CHECK(r.field("Last-Modified") == "now");
    for (auto const* name : {"Content-Encoding", "Accept-Ranges", "Content-Range", "Content-MD5", "Digest",
                             "Content-Digest", "Repr-Digest"}) {
        CAPTURE(name);
        CHECK(r.count(name) == 0);
    }
    CHECK(relayed("ETag: W/\"v1\"\r\n", edit).field("ETag") == "W/\"v1\"");
    // A HEAD answer's length would be that of the other side's body.
    edit.body = {};
    edit.keep_length = true;
    edit.extra = {};
    CHECK(relayed("Content-Length: 99\r\n", edit).count("Content-Length") == 0);
    // That of an empty one is known, and without it a client would wait for the connection's end.
    CHECK(relayed("Content-Length: 0\r\n", edit).field("Content-Length") == "0");
    // What was not translated keeps all of it.
    response_edit plain;
    plain.body = {by::length, 99};
    relayed const same(
        "Content-Encoding: gzip\r\nContent-Length: 99\r\nETag: \"v1\"\r\nAccept-Ranges: bytes\r\n", plain);
    CHECK(same.field("ETag") == "\"v1\"");
    CHECK(same.field("Content-Encoding") == "gzip");
    CHECK(same.field("Accept-Ranges") == "bytes");
}

TEST_CASE("an answer whose coding was chosen says so once") {
    response_edit edit;
    edit.translated = edit.vary_encoding = true;
    extra_field const coding{"Content-Encoding", "br"};
    edit.extra = {&coding, 1};
    relayed const r("Content-Encoding: gzip\r\nVary: Cookie\r\n", edit);
    CHECK(r.field("Content-Encoding") == "br");
    CHECK(r.field("Vary") == "Cookie | Accept-Encoding");
    for (std::string const said : {"Cookie, accept-encoding", "*"})
        CHECK(relayed("Vary: " + said + "\r\n", edit).field("Vary") == said);
    edit.vary_encoding = false;
    CHECK(relayed("", edit).count("Vary") == 0);
}

TEST_CASE("an answer's fields are renamed and added to") {
    response_edit edit;
    rename_field const rename = [](std::string_view name) -> std::string_view {
        return iequals(name, "X-Modern") ? "X-Legacy" : "";
    };
    extra_field const cookie{"Set-Cookie", "ficus=1"};
    edit.rename = &rename;
    edit.extra = {&cookie, 1};
    relayed const r("X-Modern: 1\r\nSet-Cookie: theirs=2\r\n", edit);
    CHECK(r.field("X-Legacy") == "1");
    CHECK(r.count("X-Modern") == 0);
    CHECK(r.field("Set-Cookie") == "theirs=2 | ficus=1");
}

TEST_CASE("1xx heads go on with their fields, but not with those of the hop") {
    response const r(answer_with(
        "Link: </a>\r\nConnection: close, X-Hop\r\nKeep-Alive: 1\r\nContent-Length: 5\r\nX-Hop: 1\r\n",
        "HTTP/1.1 103 Early Hints"));
    REQUIRE_FALSE(r.refused);
    scratch out;
    write_interim_head(out, r.head);
    CHECK(std::string_view(out) == "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
}

TEST_CASE("an answer's fields that pass as they came are written as they came") {
    relayed const r("A: 1\r\nKeep-Alive: 1\r\nB:2\r\nC: 3\r\nVia: 1.1 a\r\nD: 4\r\n", {});
    CHECK(r.text.starts_with("HTTP/1.1 200 OK\r\nA: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\nVia: 1.1 a, 1.1 ficus\r\n"));
}

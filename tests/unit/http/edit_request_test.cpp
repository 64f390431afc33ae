#include "facade/http/edit.hpp"
#include "unit/http/heads.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <string>

using namespace ficus::http;
using by = framing::by;
using ficus::test::count_of;
using ficus::test::request;
using ficus::test::values_of;
using ficus::test::with_fields;

namespace {

/// What an upstream gets to see of a request with these fields.
struct sent {
    explicit sent(std::string const& fields, request_edit edit = plain(),
                  std::string const& line = "GET / HTTP/1.1") {
        request const r(with_fields(fields, line));
        REQUIRE_FALSE(r.refused);
        scratch out;
        write_request_head(out, r.head, edit);
        text = std::string_view(out);
        request const again(text);
        // Whatever went in: what comes out is one well-framed message.
        INFO(text);
        REQUIRE_FALSE(again.refused);
    }
    static request_edit plain() {
        request_edit e;
        e.method = "GET";
        e.target = "/t?q";
        e.host = "up.example";
        e.via.peer = "192.0.2.1";
        e.via.host = "shop.example";
        return e;
    }
    std::string field(std::string_view name) const { return values_of(request(text).head, name); }
    std::size_t count(std::string_view name) const { return count_of(request(text).head, name); }
    std::string text;
};

} // namespace

TEST_CASE("a request goes on in this version, with its target, one Host, and its own fields in order") {
    sent const s("Accept: a\r\nHost: shop.example\r\nX-B: 1\r\nx-b: 2\r\n", sent::plain(), "GET / HTTP/1.0");
    CHECK(s.text.rfind("GET /t?q HTTP/1.1\r\nHost: up.example\r\nAccept: a\r\nX-B: 1\r\nx-b: 2\r\n", 0) == 0);
    CHECK(s.count("Host") == 1);
    CHECK(s.field("Connection") == "");
}

TEST_CASE("hop-by-hop fields stay on their hop") {
    sent const s(
        "Connection: close, X-Hop ,x-other\r\nKeep-Alive: timeout=5\r\nProxy-Connection: keep-alive\r\n"
        "TE: trailers\r\nTransfer-Encoding: chunked\r\nUpgrade: h2c\r\nX-Hop: 1\r\nx-OTHER: 2\r\nX-Stays: "
        "3\r\n");
    for (auto const* name : {"Connection", "Keep-Alive", "Proxy-Connection", "TE", "Transfer-Encoding",
                             "Upgrade", "X-Hop", "X-Other"}) {
        CAPTURE(name);
        CHECK(s.count(name) == 0);
    }
    CHECK(s.field("X-Stays") == "3");
}

TEST_CASE("what Connection nominates is dropped, known or not") {
    sent const s("Connection: accept-encoding, content-type, range, cookie\r\nAccept-Encoding: gzip\r\n"
                 "Content-Type: a/b\r\nRange: bytes=0-1\r\nCookie: a=b\r\n");
    CHECK(s.count("Accept-Encoding") == 0);
    CHECK(s.count("Content-Type") == 0);
    CHECK(s.count("Range") == 0);
    CHECK(s.count("Cookie") == 0);
}

TEST_CASE("nominating a field does not hide who asked") {
    auto edit = sent::plain();
    edit.via.trusted = true;
    sent const s(
        "Connection: X-Forwarded-For, X-Forwarded-Proto, Via, Host, X-Request-ID\r\n"
        "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\nVia: 1.1 edge\r\nX-Request-ID: abc\r\n",
        edit);
    CHECK(s.field("X-Forwarded-For") == "203.0.113.9, 192.0.2.1");
    CHECK(s.field("X-Forwarded-Proto") == "https");
    CHECK(s.field("Via") == "1.1 edge, 1.1 ficus");
    CHECK(s.field("Host") == "up.example");
}

TEST_CASE("X-Forwarded-* of an untrusted peer are replaced") {
    sent const s(
        "X-Forwarded-For: 1.2.3.4\r\nX-FORWARDED-for: 5.6.7.8\r\nX-Forwarded-Proto: https\r\n"
        "X-Forwarded-Host: evil\r\nX-Forwarded-Port: 1\r\nx-forwarded-prefix: /a\r\nForwarded: for=a\r\n");
    CHECK(s.count("X-Forwarded-Port") + s.count("X-Forwarded-Prefix") + s.count("Forwarded") == 0);
    CHECK(s.field("X-Forwarded-For") == "192.0.2.1");
    CHECK(s.field("X-Forwarded-Proto") == "http");
    CHECK(s.field("X-Forwarded-Host") == "shop.example");
}

TEST_CASE("X-Forwarded-* of a trusted peer are believed and appended to") {
    auto edit = sent::plain();
    edit.via.trusted = true;
    sent const s("X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-For: 5.6.7.8\r\nX-Forwarded-Proto: https\r\n"
                 "X-Forwarded-Host: public\r\n",
                 edit);
    CHECK(s.field("X-Forwarded-For") == "1.2.3.4, 5.6.7.8, 192.0.2.1");
    CHECK(s.field("X-Forwarded-Proto") == "https");
    CHECK(s.field("X-Forwarded-Host") == "public");
    sent const bare("Accept: a\r\n", edit);
    CHECK(bare.field("X-Forwarded-For") == "192.0.2.1");
    CHECK(bare.field("X-Forwarded-Proto") == "http");
    CHECK(bare.field("X-Forwarded-Host") == "shop.example");
}

TEST_CASE("without a Host there is no X-Forwarded-Host") {
    auto edit = sent::plain();
    edit.via.host = {};
    CHECK(sent("Accept: a\r\n", edit).count("X-Forwarded-Host") == 0);
}

TEST_CASE("Via says every hop's version") {
    CHECK(sent("Accept: a\r\n").field("Via") == "1.1 ficus");
    CHECK(sent("Via: 1.0 a\r\nVIA: 1.1 b\r\n").field("Via") == "1.0 a, 1.1 b, 1.1 ficus");
    CHECK(sent("Accept: a\r\n", sent::plain(), "GET / HTTP/1.0").field("Via") == "1.0 ficus");
}

TEST_CASE("request id and trace context are the client's, or those that were made in their place") {
    std::string const fields = "X-Request-ID: theirs\r\ntraceparent: 00-a\r\ntracestate: s=1\r\n";
    sent const kept(fields);
    CHECK(kept.field("X-Request-ID") == "theirs");
    CHECK(kept.field("traceparent") == "00-a");
    auto edit = sent::plain();
    edit.via.request_id = "ours";
    edit.via.traceparent = "00-b";
    sent const made(fields, edit);
    CHECK(made.field("X-Request-ID") == "ours");
    CHECK(made.field("traceparent") == "00-b");
    CHECK(kept.field("tracestate") == "s=1");
    CHECK(made.count("tracestate") == 0);
}

TEST_CASE("only the facade itself marks a copy") {
    CHECK(sent("X-Ficus-Shadow: 1\r\n").count("X-Ficus-Shadow") == 0);
}

TEST_CASE("a request is framed anew") {
    auto edit = sent::plain();
    edit.body = {by::length, 12};
    CHECK(sent("Content-Length: 7\r\n", edit).field("Content-Length") == "12");
    CHECK(sent("Transfer-Encoding: chunked\r\n", edit).field("Content-Length") == "12");
    edit.body = {by::chunked, 0};
    sent const chunked("Transfer-Encoding: chunked\r\n", edit);
    CHECK(chunked.field("Transfer-Encoding") == "chunked");
    CHECK(chunked.count("Content-Length") == 0);
    edit.body = {by::length, 0};
    CHECK(sent("Content-Length: 7\r\n", edit).field("Content-Length") == "0");
}

TEST_CASE("a request that said its body is empty still says so, and no other does") {
    CHECK(sent("Content-Length: 0\r\n").field("Content-Length") == "0");
    CHECK(sent("Accept: a\r\n").count("Content-Length") == 0);
}

TEST_CASE("an upgrade is passed on only when it was decided to be") {
    auto edit = sent::plain();
    std::string const fields = "Connection: Upgrade, X-Hop\r\nUpgrade: websocket\r\nX-Hop: 1\r\n";
    CHECK(sent(fields, edit).count("Upgrade") == 0);
    edit.upgrade = true;
    sent const s(fields, edit);
    CHECK(s.field("Upgrade") == "websocket");
    CHECK(s.field("Connection") == "upgrade");
    CHECK(s.count("X-Hop") == 0);
}

TEST_CASE("an answer that is to be read is asked for whole and uncompressed") {
    auto edit = sent::plain();
    std::string const fields =
        "Accept-Encoding: gzip\r\nRange: bytes=0-1\r\nIf-Range: \"a\"\r\nAccept: a\r\n";
    CHECK(sent(fields, edit).field("Accept-Encoding") == "gzip");
    edit.identity = true;
    sent const s(fields, edit);
    CHECK(s.count("Accept-Encoding") == 0);
    CHECK(s.count("Range") == 0);
    CHECK(s.count("If-Range") == 0);
    CHECK(s.field("Accept") == "a");
}

TEST_CASE("what described the client's body is not said of another one") {
    auto edit = sent::plain();
    std::string const fields = "Content-Type: a/b\r\nContent-Encoding: gzip\r\nContent-MD5: x\r\n"
                               "Digest: x\r\nContent-Digest: x\r\nRepr-Digest: x\r\nX-A: b\r\n";
    std::array const described{"Content-Type", "Content-Encoding", "Content-MD5",
                               "Digest",       "Content-Digest",   "Repr-Digest"};
    for (auto const* name : described) CHECK(sent(fields, edit).count(name) == 1);
    edit.other_body = true;
    sent const s(fields, edit);
    for (auto const* name : described) {
        INFO(name);
        CHECK(s.count(name) == 0);
    }
    CHECK(s.field("X-A") == "b");
}

TEST_CASE("a weak tag that guards a write is the upstream's strong one, and one that is looked for is not") {
    auto edit = sent::plain();
    std::string const fields = "If-Match: W/\"a\", \"W/\", W/\"b W/\"\r\nIf-None-Match: W/\"a\"\r\n";
    CHECK(sent(fields, edit).field("If-Match") == "W/\"a\", \"W/\", W/\"b W/\"");
    edit.translated = true;
    sent const s(fields, edit);
    CHECK(s.field("If-Match") == "\"a\", \"W/\", \"b W/\"");
    CHECK(s.field("If-None-Match") == "W/\"a\"");
    CHECK(sent("If-Match: *\r\n", edit).field("If-Match") == "*");
}

TEST_CASE("what the facade took on itself is not asked of the upstream again") {
    auto edit = sent::plain();
    CHECK(sent("Expect: 100-continue\r\n", edit).field("Expect") == "100-continue");
    edit.drop_expect = true;
    CHECK(sent("Expect: 100-continue\r\n", edit).count("Expect") == 0);
}

TEST_CASE("a translated request's type is replaced and its fields renamed") {
    auto edit = sent::plain();
    rename_field const rename = [](std::string_view name) -> std::string_view {
        return iequals(name, "X-Client") ? "X-Client-Id" : "";
    };
    extra_field const type{"Content-Type", "application/json"};
    edit.rename = &rename;
    edit.other_body = true;
    edit.extra = {&type, 1};
    sent const s("Content-Type: text/xml\r\nx-client: 7\r\nX-Stays: 1\r\n", edit);
    CHECK(s.field("Content-Type") == "application/json");
    CHECK(s.field("X-Client-Id") == "7");
    CHECK(s.count("X-Client") == 0);
    CHECK(s.field("X-Stays") == "1");
}

TEST_CASE("heads are appended to what is there") {
    request const r(with_fields("Host: a\r\n"));
    scratch out;
    out += "before";
    write_request_head(out, r.head, sent::plain());
    CHECK(std::string_view(out).starts_with("beforeGET "));
}

TEST_CASE("fields that pass as they came are written as they came, whatever stands between them") {
    sent const s("A: 1\r\nB:2\r\nC: \t3\r\nD: 4 \r\nE: 5\r\nTE: trailers\r\nF: 6\r\nG:\r\nH: \r\nI: 7\r\n");
    CHECK(
        s.text.starts_with("GET /t?q HTTP/1.1\r\nHost: up.example\r\nA: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\nE: 5\r\n"
                           "F: 6\r\nG: \r\nH: \r\nI: 7\r\nX-Forwarded-For: "));
}

TEST_CASE("a head that is larger than the memory at hand is written whole") {
    std::string fields;
    for (int n = 0; n < 100; ++n)
        fields += "X-" + std::to_string(n) + (n % 2 == 0 ? ": " : ":") + std::string(100, 'v') + "\r\n";
    sent const s(fields);
    for (int n = 0; n < 100; ++n) CHECK(s.field("X-" + std::to_string(n)) == std::string(100, 'v'));
    CHECK(s.field("X-Forwarded-For") == "192.0.2.1");
    CHECK(s.text.size() > 10'000);
}

TEST_CASE("what is written is kept when more follows, and gone once it is cleared") {
    scratch out;
    std::string expected;
    for (int n = 0; n < 1000; ++n) {
        out += "0123456789";
        expected += "0123456789";
        REQUIRE(std::string_view(out) == expected);
    }
    CHECK(out.size() == 10'000);
    out.clear();
    CHECK(out.empty());
    out += "anew";
    CHECK(std::string_view(out) == "anew");
}

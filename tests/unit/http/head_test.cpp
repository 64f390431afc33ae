#include "unit/http/heads.hpp"

#include <catch2/catch.hpp>

#include <vector>

using ficus::http::known;
using ficus::test::answer_with;
using ficus::test::request;
using ficus::test::response;
using ficus::test::with_fields;

namespace {

/// The short name of the refusal; empty when the head was accepted.
template<class Head>
std::string reason_for(ficus::test::read_head<Head> const& read) {
    return read.refused ? std::string(read.refused->reason) : std::string();
}

} // namespace

TEST_CASE("a request's head is taken apart into views of its bytes") {
    request const r("POST /a/b?c=d HTTP/1.1\r\nHost: shop.example:8080\r\nX-Empty:\r\nX-Padded: \t v w \t\r\n"
                    "Cookie: a=1\r\ncookie: b=2\r\n\r\n");
    REQUIRE_FALSE(r.refused);
    CHECK(r.head.method == "POST");
    CHECK(r.head.target == "/a/b?c=d");
    CHECK(r.head.minor == 1);
    REQUIRE(r.head.fields.size() == 5);
    CHECK(r.head.fields[0].value == "shop.example:8080");
    CHECK(r.head.fields[0].id == known::host);
    CHECK(r.head.fields[1].name == "X-Empty");
    CHECK(r.head.fields[1].value == "");
    CHECK(r.head.fields[2].value == "v w");
    CHECK(r.head.fields[2].id == known::other);
    CHECK(r.head.count(known::cookie) == 2);
    CHECK(r.head.find("COOKIE")->value == "a=1");
    CHECK(r.head.find("X-None") == nullptr);
    CHECK(r.head.find(known::via) == nullptr);
    auto const* first = r.bytes.data();
    CHECK(r.head.target.data() > first);
    CHECK(r.head.target.data() < first + r.bytes.size());
}

TEST_CASE("an answer's head is taken apart") {
    response const r("HTTP/1.0 404 Not Here\r\nContent-Length: 5\r\n\r\n");
    REQUIRE_FALSE(r.refused);
    CHECK(r.head.status == 404);
    CHECK(r.head.reason == "Not Here");
    CHECK(r.head.minor == 0);
    CHECK(r.head.content_length == 5);
    response const bare("HTTP/1.1 200 \r\n\r\n");
    REQUIRE_FALSE(bare.refused);
    CHECK(bare.head.reason == "");
}

TEST_CASE("every field that the facade knows is told by its name in any case") {
    struct row {
        char const* name;
        known id;
    };
    auto const [name, id] = GENERATE(
        row{"ACCEPT-encoding", known::accept_encoding}, row{"Connection", known::connection},
        row{"content-ENCODING", known::content_encoding}, row{"content-type", known::content_type},
        row{"COOKIE", known::cookie}, row{"Date", known::date}, row{"eTag", known::etag},
        row{"host", known::host}, row{"keep-alive", known::keep_alive},
        row{"proxy-connection", known::proxy_connection}, row{"Range", known::range},
        row{"set-cookie", known::set_cookie}, row{"te", known::te}, row{"trailer", known::trailer},
        row{"UPGRADE", known::upgrade}, row{"via", known::via}, row{"TraceParent", known::traceparent},
        row{"x-request-id", known::x_request_id}, row{"X-FICUS-SHADOW", known::x_ficus_shadow},
        row{"x-forwarded-for", known::x_forwarded_for}, row{"x-forwarded-host", known::x_forwarded_host},
        row{"x-forwarded-proto", known::x_forwarded_proto}, row{"x-forwarded-fox", known::x_forwarded_more},
        row{"x-request-ix", known::other});
    request const r(with_fields(std::string(name) + ": v\r\n"));
    CAPTURE(name);
    REQUIRE_FALSE(r.refused);
    CHECK(r.head.fields[0].id == id);
}

TEST_CASE("what Connection says is noted, in one field or several") {
    auto const read = [](std::string const& fields) { return request(with_fields(fields)); };
    {
        auto const r = read("Connection: Close\r\n");
        CHECK(r.head.close);
        CHECK_FALSE(r.head.keep_alive);
        CHECK(r.head.connection_names == 0);
    }
    {
        auto const r = read("Connection: keep-alive , Upgrade\r\nconnection: ,,x-hop\r\n");
        REQUIRE_FALSE(r.refused);
        CHECK(r.head.keep_alive);
        CHECK(r.head.upgrade);
        CHECK(r.head.connection_names > 0);
        CHECK_FALSE(r.head.close);
    }
    {
        auto const r = read("X-Connection: close\r\n");
        CHECK_FALSE(r.head.close);
    }
}

TEST_CASE("Connection is a list of names, and so is what it was called to proxies") {
    auto const name = GENERATE(as<std::string>{}, "Connection", "Proxy-Connection");
    for (auto const* value : {"a b", "close;x", "\"close\"", "x, (y)"}) {
        CAPTURE(name, value);
        CHECK(reason_for(request(with_fields(name + ": " + value + "\r\n"))) == "bad_field");
        CHECK(reason_for(response(answer_with(name + ": " + value + "\r\n"))) == "bad_field");
    }
    CHECK(reason_for(request(with_fields(name + ": , a,b ,\r\n"))) == "");
}

TEST_CASE("Connection names 64 fields at the most") {
    std::string names = "x-0";
    for (int n = 1; n < 64; ++n) names += ", x-" + std::to_string(n);
    CHECK(reason_for(request(with_fields("Connection: " + names + "\r\n"))).empty());
    request const more(with_fields("Connection: " + names + "\r\nConnection: x-64\r\n"));
    REQUIRE(more.refused);
    CHECK(more.refused->status == 431);
}

TEST_CASE("a head has nothing of the one that was read into the same memory before") {
    request first(with_fields("Connection: close, upgrade, keep-alive, x-a\r\nContent-Length: 5\r\n"));
    REQUIRE_FALSE(first.refused);
    auto const second = with_fields("Host: a\r\n");
    REQUIRE_FALSE(parse_head(second, first.head));
    CHECK_FALSE(first.head.content_length);
    CHECK(first.head.connection_names == 0);
    CHECK_FALSE((first.head.close || first.head.keep_alive || first.head.upgrade));
    auto const third = with_fields("Transfer-Encoding: chunked\r\n");
    REQUIRE_FALSE(parse_head(third, first.head));
    REQUIRE_FALSE(parse_head(second, first.head));
    CHECK_FALSE((first.head.chunked || first.head.other_coding));
}

TEST_CASE("nothing follows a head's empty line") {
    CHECK(reason_for(request(with_fields("Host: a\r\n") + "X: y\r\n")) == "bad_field");
    CHECK(reason_for(response(answer_with("X: y\r\n") + "X: y\r\n")) == "bad_field");
}

TEST_CASE("letters alone have a case") {
    using ficus::http::iequals;
    CHECK(iequals("Accept-1", "aCCEPT-1"));
    CHECK_FALSE(iequals("a@", "a`"));
    CHECK_FALSE(iequals("[a", "{a"));
    CHECK_FALSE(iequals("-", "\r"));
}

TEST_CASE("start lines: what is accepted and what is refused") {
    struct row {
        char const* line;
        char const* reason;
    };
    auto const [line, reason] =
        GENERATE(row{"GET / HTTP/1.1", ""}, row{"GET / HTTP/1.0", ""}, row{"BREW /pot HTTP/1.1", ""},
                 row{"get / HTTP/1.1", ""}, row{"OPTIONS * HTTP/1.1", ""}, row{"GET http://a/ HTTP/1.1", ""},
                 row{"M-SEARCH!#$%&'*+.^_`|~ / HTTP/1.1", ""}, row{"GET / http/1.1", "bad_version"},
                 row{"GET / HTTP/1.1 ", "bad_version"}, row{"GET / HTTP/11", "bad_version"},
                 row{"GET / HTTP/1.10", "bad_version"}, row{"GET / HTTP /1.1", "bad_version"},
                 row{"GET / HTTPS/1.1", "bad_version"}, row{"GET /  HTTP/1.1", "bad_version"},
                 row{"GET  / HTTP/1.1", "bad_target"}, row{"GET /a b HTTP/1.1", "bad_version"},
                 row{"GET HTTP/1.1", "bad_target"}, row{"GET /", "bad_target"}, row{"GET", "bad_method"},
                 row{" GET / HTTP/1.1", "bad_method"}, row{"GE(T / HTTP/1.1", "bad_method"},
                 row{"G\xc3\x89T / HTTP/1.1", "bad_method"}, row{"\tGET / HTTP/1.1", "bad_method"},
                 row{"GET\t/ HTTP/1.1", "bad_method"}, row{"GET /\t HTTP/1.1", "bad_target"},
                 row{"GET /\x01 HTTP/1.1", "bad_target"}, row{"GET /\x7f HTTP/1.1", "bad_target"},
                 row{"", "bad_method"});
    request const r(with_fields("Host: a\r\n", line));
    CAPTURE(line);
    CHECK(reason_for(r) == reason);
    if (r.refused) CHECK(r.refused->status == 400);
    if (r.refused) CHECK_FALSE(r.refused->message.empty());
}

TEST_CASE("a version that is not spoken here gets 505") {
    auto const line = GENERATE("GET / HTTP/1.2", "GET / HTTP/2.0", "GET / HTTP/0.9", "PRI * HTTP/2.0");
    request const r(with_fields("Host: a\r\n", line));
    CAPTURE(line);
    REQUIRE(r.refused);
    CHECK(r.refused->status == 505);
    CHECK(r.refused->reason == "bad_version");
}

TEST_CASE("status lines: what is accepted and what is refused") {
    struct row {
        char const* line;
        bool accepted;
    };
    auto const [line, accepted] = GENERATE(
        row{"HTTP/1.1 200 OK", true}, row{"HTTP/1.0 200 OK", true}, row{"HTTP/1.1 599 ", true},
        row{"HTTP/1.1 999 Far Out", true}, row{"HTTP/1.1 100 Continue", true},
        row{"HTTP/1.1 200 caf\xc3\xa9", true}, row{"HTTP/1.1 99 Short", false},
        row{"HTTP/1.1 099 Padded", false}, row{"HTTP/1.1 000 Nothing", false},
        row{"HTTP/1.1 2000 Long", false}, row{"HTTP/1.1 2x0 OK", false}, row{"HTTP/1.1 -20 OK", false},
        row{"HTTP/1.1  200 OK", false}, row{"HTTP/1.1 200\tOK", false}, row{"HTTP/2.0 200 OK", false},
        row{"HTTP/1.2 200 OK", false}, row{"http/1.1 200 OK", false}, row{"ICY 200 OK", false},
        row{"HTTP/1.1200 OK", false}, row{"HTTP/1.1 200 O\x01K", false},
        // Read on behind its two octets this would be a field.
        row{"HTTP/1.1 200 O\x01KX: y", false}, row{" HTTP/1.1 200 OK", false});
    response const r(answer_with("Content-Length: 0\r\n", line));
    CAPTURE(line);
    CHECK(r.refused.has_value() != accepted);
}

TEST_CASE("field lines: what is accepted and what is refused") {
    struct row {
        char const* fields;
        char const* reason;
    };
    auto const [fields, reason] = GENERATE(
        row{"A: b\r\n", ""}, row{"A:b\r\n", ""}, row{"A:\r\n", ""}, row{"A: \r\n", ""},
        row{"a!#$%&'*+-.^_`|~1: b\r\n", ""}, row{"A: \"quoted\" (comment)\r\n", ""},
        row{"A: caf\xc3\xa9 \xff\r\n", ""}, row{"A: b\tc\r\n", ""}, row{"A : b\r\n", "bad_field"},
        row{"A\t: b\r\n", "bad_field"}, row{": b\r\n", "bad_field"}, row{"A\r\n", "bad_field"},
        row{"A b: c\r\n", "bad_field"}, row{"A(: c\r\n", "bad_field"}, row{"A\xc3\xa9: c\r\n", "bad_field"},
        row{"A\x01: c\r\n", "bad_field"}, row{"A\x7f: c\r\n", "bad_field"}, row{"A: b\x01\r\n", "bad_field"},
        row{"A: b\x7f\r\n", "bad_field"}, row{"A: \x0b\r\n", "bad_field"},
        row{"A: b\x1f\x63\r\n", "bad_field"}, row{"A: b\r\n c\r\n", "obs_fold"},
        row{"A: b\r\n\tc\r\n", "obs_fold"}, row{" A: b\r\n", "obs_fold"}, row{"A: b\r\n \r\n", "obs_fold"},
        row{"A:\r\n b\r\n", "obs_fold"},
        // A CR alone, behind which another field would stand.
        row{"A: b\rcX: d\r\n", "bad_field"});
    CAPTURE(fields);
    CHECK(reason_for(request(with_fields(fields))) == reason);
    CHECK(reason_for(response(answer_with(fields))) == reason);
}

TEST_CASE("an empty field name is refused in the middle of a head too") {
    CHECK(reason_for(request(with_fields("Host: a\r\n: b\r\n"))) == "bad_field");
}

TEST_CASE("Content-Length is one plain number") {
    struct row {
        char const* fields;
        std::optional<std::uint64_t> length;
    };
    auto const [fields, length] = GENERATE(
        row{"Content-Length: 0\r\n", 0}, row{"content-length: 42\r\n", 42}, row{"Content-Length: 007\r\n", 7},
        row{"Content-Length: 999999999999999999\r\n", 999999999999999999},
        row{"Content-Length: 5\r\nContent-Length: 6\r\n", {}}, row{"Content-Length: 5, 5\r\n", {}},
        row{"Content-Length: 5,6\r\n", {}}, row{"Content-Length: \r\n", {}},
        row{"Content-Length: +5\r\n", {}}, row{"Content-Length: -5\r\n", {}},
        row{"Content-Length: \t5 \r\nA: b\r\n", 5}, row{"Content-Length: 0x5\r\n", {}},
        row{"Content-Length: 5.0\r\n", {}}, row{"Content-Length: 5e1\r\n", {}},
        row{"Content-Length: 5 5\r\n", {}}, row{"Content-Length: five\r\n", {}},
        row{"Content-Length: 5;\r\n", {}}, row{"Content-Length: 9999999999999999999\r\n", {}},
        row{"Content-Length: 18446744073709551616\r\n", {}},
        row{"Content-Length: 18446744073709551621\r\n", {}}, row{"Content-Length: 5\xc2\xb2\r\n", {}},
        row{"Content-Length: 5\r\nContent-Length: \r\n", {}});
    CAPTURE(fields);
    request const r(with_fields(fields));
    response const a(answer_with(fields));
    CHECK(r.refused.has_value() == !length.has_value());
    CHECK(a.refused.has_value() == !length.has_value());
    if (length) CHECK(r.head.content_length == length);
    if (length) CHECK(a.head.content_length == length);
    if (r.refused) CHECK(r.refused->reason == "bad_content_length");
}

TEST_CASE("the same Content-Length again passes in an answer, never in a request (RFC 9112 section 6.3)") {
    auto const fields =
        GENERATE("Content-Length: 5\r\nContent-Length: 5\r\n", "Content-Length: 5\r\nContent-Length: 05\r\n",
                 "Content-Length: 5 \r\nA: b\r\nContent-Length: \t5\r\n");
    CAPTURE(fields);
    CHECK(reason_for(request(with_fields(fields))) == "bad_content_length");
    response const a(answer_with(fields));
    REQUIRE_FALSE(a.refused);
    CHECK(a.head.content_length == 5U);
}

TEST_CASE("Transfer-Encoding: chunked alone is understood, and never beside Content-Length") {
    struct row {
        char const* fields;
        bool chunked;
        bool other;
        bool refused;
    };
    auto const [fields, chunked, other, refused] =
        GENERATE(row{"Transfer-Encoding: chunked\r\n", true, false, false},
                 row{"transfer-encoding: \t Chunked \r\n", true, false, false},
                 row{"Transfer-Encoding: gzip\r\n", false, false, true},
                 row{"Transfer-Encoding: gzip, chunked\r\n", false, true, false},
                 row{"Transfer-Encoding: chunked, gzip\r\n", false, false, true},
                 row{"Transfer-Encoding: identity\r\n", false, false, true},
                 row{"Transfer-Encoding: xchunked\r\n", false, false, true},
                 row{"Transfer-Encoding: chunked;q=1\r\n", false, false, true},
                 row{"Transfer-Encoding: \"chunked\"\r\n", false, false, true},
                 row{"Transfer-Encoding: ,chunked\r\n", false, false, true},
                 row{"Transfer-Encoding:\r\n", false, false, true},
                 row{"Transfer-Encoding: chunked, chunked\r\n", false, false, true},
                 row{"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", false, false, true},
                 row{"Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", false, false, true},
                 row{"Transfer-Encoding:\r\nTransfer-Encoding: chunked\r\n", false, false, true},
                 row{"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", false, false, true},
                 row{"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", false, false, true},
                 row{"Transfer-Encoding: gzip\r\nContent-Length: 0\r\n", false, false, true},
                 row{"Content-Length: 0\r\nTransfer-Encoding: identity\r\n", false, false, true});
    CAPTURE(fields);
    request const r(with_fields(fields));
    response const a(answer_with(fields));
    REQUIRE(r.refused.has_value() == refused);
    REQUIRE(a.refused.has_value() == refused);
    if (!refused) {
        CHECK(r.head.chunked == chunked);
        CHECK(r.head.other_coding == other);
        CHECK(a.head.chunked == chunked);
        CHECK(a.head.other_coding == other);
    }
}

TEST_CASE("the only expectation there is, is 100-continue, and not of HTTP/1.0") {
    request const asks(with_fields("Expect: 100-Continue\r\n"));
    CHECK_FALSE(asks.refused);
    CHECK(asks.head.expect_continue);
    request const old(with_fields("Expect: 100-continue\r\n", "POST / HTTP/1.0"));
    CHECK_FALSE(old.refused);
    CHECK_FALSE(old.head.expect_continue);
    request const other(with_fields("Expect: tea\r\n"));
    REQUIRE(other.refused);
    CHECK(other.refused->status == 417);
    CHECK_FALSE(request(with_fields("")).head.expect_continue);
}

TEST_CASE("a head that is cut anywhere is refused, never read as a shorter one") {
    std::string const whole = "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\n\r\n";
    for (std::size_t n = 0; n < whole.size(); ++n) {
        CAPTURE(n);
        CHECK(request(whole.substr(0, n)).refused);
    }
}

TEST_CASE("more fields than the list holds in place") {
    std::string fields;
    for (int i = 0; i < 256; ++i) fields += "X-" + std::to_string(i) + ": " + std::to_string(i) + "\r\n";
    request const r(with_fields(fields));
    REQUIRE_FALSE(r.refused);
    REQUIRE(r.head.fields.size() == 256);
    CHECK(r.head.find("x-255")->value == "255");
}

TEST_CASE("a head with more fields than anybody has is refused") {
    std::string fields;
    for (int i = 0; i < 257; ++i) fields += "X: \r\n";
    request const r(with_fields(fields));
    REQUIRE(r.refused);
    CHECK(r.refused->status == 431);
    CHECK(reason_for(r) == "too_many_fields");
    CHECK(reason_for(response(answer_with(fields))) == "too_many_fields");
}

TEST_CASE("list elements are trimmed, and empty ones left out") {
    std::vector<std::string> seen;
    ficus::http::for_each_element(" a ,, \tb\t,c d,", [&](std::string_view e) { seen.emplace_back(e); });
    CHECK(seen == std::vector<std::string>{"a", "b", "c d"});
}

#include "facade/http/body.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using ficus::http::body_decoder;
using ficus::http::chunk_head;
using ficus::http::framing;
using by = framing::by;

namespace {

/// All that a decoder made of its input.
struct reading {
    std::string data;
    std::string trailers;
    std::size_t consumed = 0;
    bool done = false;
    bool failed = false;
    friend bool operator==(reading const&, reading const&) = default;
};

/// Feeds the bytes in pieces that end at the given places.
reading decode(framing f, std::string_view bytes, std::vector<std::size_t> const& ends) {
    body_decoder decoder(f);
    reading r;
    std::size_t begin = 0;
    for (auto end : ends) {
        std::string piece(bytes.substr(begin, end - begin));
        begin = end;
        if (piece.empty()) continue;
        auto const got = decoder.decode(piece);
        REQUIRE(got.data <= got.consumed);
        REQUIRE(got.consumed <= piece.size());
        r.data.append(piece, 0, got.data);
        r.consumed += got.consumed;
        if (decoder.done() || !decoder.failed().empty()) break;
        REQUIRE(got.consumed == piece.size());
    }
    r.done = decoder.done();
    r.failed = !decoder.failed().empty();
    r.trailers = decoder.trailers();
    return r;
}

/// What is read of the bytes in one piece; the same when they are split at any two places, and byte by byte.
reading decode_all_ways(framing f, std::string const& bytes) {
    auto const whole = decode(f, bytes, {bytes.size()});
    std::vector<std::size_t> every;
    for (std::size_t i = 1; i <= bytes.size(); ++i) every.push_back(i);
    CAPTURE(bytes);
    CHECK(decode(f, bytes, every) == whole);
    for (std::size_t a = 0; a <= bytes.size(); ++a) {
        CAPTURE(a);
        CHECK(decode(f, bytes, {a, bytes.size()}) == whole);
        if (bytes.size() > 60) continue;
        for (std::size_t b = a; b <= bytes.size(); ++b)
            CHECK(decode(f, bytes, {a, b, bytes.size()}) == whole);
    }
    return whole;
}

reading chunked(std::string const& bytes) {
    return decode_all_ways({by::chunked, 0}, bytes);
}

} // namespace

TEST_CASE("without a body nothing is read") {
    body_decoder decoder(framing{});
    CHECK(decoder.done());
    std::string next = "GET / HTTP/1.1";
    CHECK(decoder.decode(next).consumed == 0);
    body_decoder empty({by::length, 0});
    CHECK(empty.done());
}

TEST_CASE("a body of known length ends there, and what follows is left alone") {
    auto const r = decode_all_ways({by::length, 5}, "helloGET /");
    CHECK(r.data == "hello");
    CHECK(r.consumed == 5);
    CHECK(r.done);
    auto const cut = decode_all_ways({by::length, 9}, "hello");
    CHECK(cut.data == "hello");
    CHECK_FALSE(cut.done);
}

TEST_CASE("the peer's end completes a body only where nothing else marks the end") {
    body_decoder open({by::until_close, 0});
    std::string bytes = "some of it";
    auto const got = open.decode(bytes);
    CHECK(got.data == bytes.size());
    CHECK_FALSE(open.done());
    CHECK(open.end_of_input());
    CHECK(open.done());

    body_decoder length({by::length, 11});
    length.decode(bytes);
    CHECK_FALSE(length.end_of_input());
    body_decoder chunks({by::chunked, 0});
    std::string some = "5\r\nhello\r\n";
    chunks.decode(some);
    CHECK_FALSE(chunks.end_of_input());
    std::string last = "0\r\n\r\n";
    chunks.decode(last);
    CHECK(chunks.end_of_input());
}

TEST_CASE("chunks are taken out of their framing") {
    auto const r = chunked("4\r\nWiki\r\n6\r\npedia \r\nE\r\nin \r\n\r\nchunks.\r\n0\r\n\r\nGET");
    CHECK(r.data == "Wikipedia in \r\n\r\nchunks.");
    CHECK(r.done);
    CHECK_FALSE(r.failed);
    CHECK(r.consumed ==
          std::string("4\r\nWiki\r\n6\r\npedia \r\nE\r\nin \r\n\r\nchunks.\r\n0\r\n\r\n").size());
}

TEST_CASE("chunk sizes: hexadecimal in either case, leading zeros, up to fifteen digits") {
    CHECK(chunked("a\r\n0123456789\r\nA\r\n0123456789\r\n000\r\n\r\n").data == "01234567890123456789");
    CHECK(chunked("000000000000001\r\nx\r\n0\r\n\r\n").data == "x");
    CHECK(chunked("0\r\n\r\n").done);
    CHECK_FALSE(chunked("fffffffffffffff\r\nx").failed);
}

TEST_CASE("chunk-size tricks are refused") {
    auto const bytes = GENERATE(
        as<std::string>{}, "\r\n", " 5\r\nhello\r\n", "5 \r\nhello\r\n", "5\t\r\nhello\r\n",
        "+5\r\nhello\r\n", "-5\r\nhello\r\n", "0x5\r\nhello\r\n", "5h\r\nhello\r\n", "g\r\n", ";a\r\n",
        "5\nhello\r\n", "5\r\rhello\r\n", "5\rhello\r\n", "5\r\nhello!\r\n0\r\n\r\n", "5\r\nhello\n0\r\n\r\n",
        "5\r\nhello\rx", "5\r\nhello0\r\n\r\n", "5\r\nhell\r\n0\r\n\r\n", "0000000000000005\r\nhello\r\n",
        "ffffffffffffffff\r\nx", "10000000000000005\r\nhello\r\n", "5 ;a\r\nhello\r\n", "5,5\r\nhello\r\n",
        "5;a\nhello\r\n", "5;a\rb\r\nhello\r\n", "5;a\x01\r\nhello\r\n", "5;a\x7f\r\nhello\r\n", "0\n\n",
        "0\r\n\n", "0\r\nA: b\n\r\n", "0\r\nA: b\r\r\n", "\xef\xbc\x95\r\nhello\r\n");
    auto const r = chunked(bytes);
    CHECK(r.failed);
    CHECK_FALSE(r.done);
}

TEST_CASE("NUL is refused in chunk sizes, extensions and trailers, and is content in data") {
    using namespace std::string_literals;
    CHECK(chunked("5\0\r\nhello\r\n"s).failed);
    CHECK(chunked("5;a\0b\r\nhello\r\n"s).failed);
    CHECK(chunked("0\r\nA: b\0c\r\n\r\n"s).failed);
    CHECK(chunked("0\r\nA\0: c\r\n\r\n"s).failed);
    CHECK(chunked("3\r\na\0b\r\n0\r\n\r\n"s).data == "a\0b"s);
}

TEST_CASE("chunk extensions are dropped, up to a limit") {
    auto const r = chunked("5;name=value;other=\"quo ted\"\t\r\nhello\r\n0;last\r\n\r\n");
    CHECK(r.data == "hello");
    CHECK(r.done);
    auto const endless = "5;" + std::string(20'000, 'x');
    auto const refused = decode({by::chunked, 0}, endless, {endless.size()});
    CHECK(refused.failed);
    // Many small ones cost as much as a long one.
    std::string many;
    for (int i = 0; i < 9'000; ++i) many += "1;ab\r\nx\r\n";
    CHECK(decode({by::chunked, 0}, many, {many.size()}).failed);
    std::string plain;
    for (int i = 0; i < 9'000; ++i) plain += "1\r\nx\r\n";
    CHECK_FALSE(decode({by::chunked, 0}, plain, {plain.size()}).failed);
}

TEST_CASE("trailers are kept, but not those that no trailer may be") {
    auto const r =
        chunked("0\r\nX-Checksum: 1a\r\nContent-Length: 5\r\ntransfer-ENCODING: chunked\r\n"
                "Host: evil\r\nSet-Cookie: a=b\r\nAuthorization: x\r\nX-Empty:\r\nConnection: close\r\n\r\n");
    CHECK(r.done);
    CHECK(r.trailers == "X-Checksum: 1a\r\nX-Empty:\r\n");
}

TEST_CASE("no trailer may pretend to be what the facade itself says of a request") {
    auto const name = GENERATE(as<std::string>{}, "X-Forwarded-For", "x-forwarded-proto", "X-Forwarded-Host",
                               "Via", "X-Request-ID", "traceparent", "X-Ficus-Shadow");
    CAPTURE(name);
    CHECK(chunked("0\r\n" + name + ": 1\r\n\r\n").trailers == "");
}

TEST_CASE("trailers that are no fields are refused") {
    auto const line = GENERATE(as<std::string>{}, "no colon", ": no name", "A : b", " A: b", "\tfold",
                               "A(: b", "A: \x01", "A: b\x7f", "A\xc3\xa9: b");
    CAPTURE(line);
    CHECK(chunked("0\r\n" + line + "\r\n\r\n").failed);
    CHECK(chunked("0\r\nA: b\r\n" + line + "\r\n\r\n").failed);
}

TEST_CASE("trailers are limited") {
    auto const endless = "0\r\nA: " + std::string(20'000, 'x');
    CHECK(decode({by::chunked, 0}, endless, {endless.size()}).failed);
    auto const fair = "0\r\nA: " + std::string(8'000, 'x') + "\r\n\r\n";
    CHECK(decode({by::chunked, 0}, fair, {fair.size()}).done);
}

TEST_CASE("after the end and after a failure nothing more is read") {
    body_decoder decoder({by::chunked, 0});
    std::string bytes = "0\r\n\r\n";
    decoder.decode(bytes);
    REQUIRE(decoder.done());
    std::string more = "5\r\nhello\r\n";
    CHECK(decoder.decode(more).consumed == 0);
    body_decoder broken({by::chunked, 0});
    std::string bad = "x";
    broken.decode(bad);
    REQUIRE_FALSE(broken.failed().empty());
    CHECK(broken.decode(more).consumed == 0);
}

TEST_CASE("the size line of a chunk, read back") {
    for (std::size_t size :
         {std::size_t{1}, std::size_t{9}, std::size_t{10}, std::size_t{15}, std::size_t{16}, std::size_t{255},
          std::size_t{256}, std::size_t{65'536}, std::size_t{1} << 40}) {
        chunk_head const head(size);
        CAPTURE(size, head.view());
        CHECK(std::stoull(std::string(head.view()), nullptr, 16) == size);
        CHECK(head.view().substr(head.view().size() - 2) == "\r\n");
        CHECK(head.view().front() != '0');
    }
    CHECK(chunk_head(26).view() == "1a\r\n");
    CHECK(chunk_head(0).view() == "0\r\n");
    CHECK(chunk_head(static_cast<std::size_t>(-1)).view() == "ffffffffffffffff\r\n");
}

TEST_CASE("a chunk extension ends where all readers see it end (RFC 9112 section 7.1.1)") {
    for (std::string const good : {";a", ";a=b", "; a = b", ";a=\"b;c\"", ";a=\"\"", ";a=\"b\\\"c\"",
                                   ";a;b=c\t;d", ";a=\"caf\xc3\xa9\"", ";a=\"b\" ;c"}) {
        CAPTURE(good);
        auto const r = chunked("2" + good + "\r\nhi\r\n0" + good + "\r\n\r\n");
        CHECK(r.done);
        CHECK(r.data == "hi");
    }
    for (std::string const wrong :
         {";", ";;a", ";=b", ";a=", ";a=\"b", ";a=\"b\\\"", ";a=b c", ";a b", ";a=\"b\"c", ";a=\xc3\xa9",
          ";a=b\x01", ";a=\"\x7f\"", " ;a", ";a=\"b\\\r\n"}) {
        CAPTURE(wrong);
        CHECK_FALSE(chunked("2" + wrong + "\r\nhi\r\n0\r\n\r\n").done);
    }
}

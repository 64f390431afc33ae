// Chunks, their extensions and trailers (RFC 9112 §7.1, RFC 9110 §6.5).
#include "strict/case.hpp"

namespace ficus::test {

using namespace std::string_literals;

namespace {

std::string const head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

request_case good(std::string_view section, std::string_view name, std::string const& chunks,
                  std::string const& seen) {
    return {section, name, head + chunks, passes(head + seen)};
}
request_case wrong(std::string_view section, std::string_view name, std::string const& chunks) {
    return {section, name, head + chunks, refused(400, "bad_chunk")};
}

} // namespace

std::vector<request_case> request_chunk_cases() {
    return {
        good("9112 7.1", "one chunk", "5\r\nhello\r\n0\r\n\r\n", "hello"),
        good("9112 7.1", "several chunks", "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", "hello"),
        good("9112 7.1", "no content", "0\r\n\r\n", ""),
        good("9112 7.1", "sizes in either letter case", "a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n",
             "01234567890123456789"),
        good("9112 7.1", "leading zeros", "0005\r\nhello\r\n000\r\n\r\n", "hello"),
        good("9112 7.1", "content that looks like the end", "5\r\n0\r\n\r\n\r\n0\r\n\r\n", "0\r\n\r\n"),
        good("9112 7.1", "NUL and all else in content", "4\r\n\0\r\n\x7f\r\n0\r\n\r\n"s, "\0\r\n\x7f"s),
        wrong("9112 7.1", "no size", "\r\nhello\r\n0\r\n\r\n"),
        wrong("9112 7.1", "a size with a prefix", "0x5\r\nhello\r\n0\r\n\r\n"),
        wrong("9112 7.1", "a size with a plus sign", "+5\r\nhello\r\n0\r\n\r\n"),
        wrong("9112 7.1", "a negative size", "-5\r\nhello\r\n0\r\n\r\n"),
        wrong("9112 7.1", "a size that is no number", "x\r\nhello\r\n0\r\n\r\n"),
        wrong("9112 7.1", "a size with a suffix", "5h\r\nhello\r\n0\r\n\r\n"),
        wrong("9112 7.1", "a space before the size", " 5\r\nhello\r\n0\r\n\r\n"),
        wrong("9112 7.1", "a space behind the size", "5 \r\nhello\r\n0\r\n\r\n"),
        wrong("9112 7.1", "a tab behind the size", "5\t\r\nhello\r\n0\r\n\r\n"),
        wrong("9112 7.1", "a size that is 5 modulo 2^64", "10000000000000005\r\nhello\r\n0\r\n\r\n"),
        wrong("9112 7.1", "a size of 2^64 - 1", "ffffffffffffffff\r\nhello\r\n0\r\n\r\n"),
        wrong("9112 7.1", "five with more zeros than anyone counts",
              "0000000000000005\r\nhello\r\n0\r\n\r\n"),
        wrong("9112 7.1", "NUL in the size", "5\0\r\nhello\r\n0\r\n\r\n"s),
        wrong("9112 2.2", "a size line that ends in LF", "5\nhello\r\n0\r\n\r\n"),
        wrong("9112 2.2", "a size line that ends in CR", "5\rhello\r\n0\r\n\r\n"),
        wrong("9112 2.2", "a size line that ends in CR CR LF", "5\r\r\nhello\r\n0\r\n\r\n"),
        wrong("9112 7.1", "content without its CRLF", "5\r\nhello0\r\n\r\n"),
        wrong("9112 7.1", "content longer than its size", "5\r\nhello!\r\n0\r\n\r\n"),
        wrong("9112 7.1", "content that ends in LF", "5\r\nhello\n0\r\n\r\n"),
        wrong("9112 7.1", "content that ends in CR", "5\r\nhello\r0\r\n\r\n"),
        wrong("9112 7.1", "content shorter than its size", "7\r\nhello\r\n0\r\n\r\n"),
        wrong("9112 2.2", "the last line is a bare LF", "5\r\nhello\r\n0\r\n\n"),
        wrong("9112 2.2", "the last size ends in LF", "5\r\nhello\r\n0\n\r\n"),
        good("9112 7.1.1", "an extension", "5;a\r\nhello\r\n0;b=c\r\n\r\n", "hello"),
        good("9112 7.1.1", "an extension in quotes", "5;a=\"b;c\\\"\"\r\nhello\r\n0\r\n\r\n", "hello"),
        good("9112 7.1.1", "white space within extensions", "5; a = b ;c\r\nhello\r\n0\r\n\r\n", "hello"),
        wrong("9112 7.1.1", "white space before the extension", "5 ;a\r\nhello\r\n0\r\n\r\n"),
        wrong("9112 7.1.1", "an extension without a name", "5;\r\nhello\r\n0\r\n\r\n"),
        wrong("9112 7.1.1", "an extension without a value", "5;a=\r\nhello\r\n0\r\n\r\n"),
        wrong("9112 7.1.1", "an extension whose quotes do not end", "5;a=\"b\r\nhello\r\n0\r\n\r\n"),
        wrong("9112 7.1.1", "an extension whose quotes reach over the line",
              "5;a=\"\r\nhello\r\n0\r\n\r\n\"\r\n"),
        wrong("9112 7.1.1", "an extension with a bare LF", "5;a\nhello\r\n0\r\n\r\n"),
        wrong("9112 7.1.1", "an extension with a bare CR", "5;a\rb\r\nhello\r\n0\r\n\r\n"),
        wrong("9112 7.1.1", "an extension with NUL", "5;a=\"\0\"\r\nhello\r\n0\r\n\r\n"s),
        wrong("9112 7.1.1", "an extension that is a second size", "5;7 x\r\nhello\r\n0\r\n\r\n"),
        wrong("9112 7.1.1", "extensions that are longer than a body's may be",
              "5;" + times(17'000, "a") + "\r\nhello\r\n0\r\n\r\n"),
        good("9110 6.5", "a trailer", "5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n",
             "hello"
             "X-Sum: 1\r\n"),
        good("9110 6.5.1", "trailers that frame are dropped",
             "0\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\nHost: b\r\nX-Sum: 1\r\n\r\n",
             "X-Sum: 1\r\n"),
        good("9110 6.5.1", "trailers that say who asks are dropped",
             "0\r\nAuthorization: x\r\nCookie: y\r\nX-Forwarded-For: z\r\nProxy-Authorization: q\r\n\r\n",
             ""),
        good("9110 6.5.1", "trailers that change what was asked are dropped",
             "0\r\nIf-Match: x\r\nRange: bytes=0-\r\nContent-Type: y\r\nExpect: 100-continue\r\n\r\n", ""),
        wrong("9112 7.1.2", "a trailer without a colon", "0\r\nX\r\n\r\n"),
        wrong("9112 7.1.2", "a trailer with a space before its colon", "0\r\nX : y\r\n\r\n"),
        wrong("9112 7.1.2", "a trailer without a name", "0\r\n: y\r\n\r\n"),
        wrong("9112 7.1.2", "a folded trailer", "0\r\nX: y\r\n z\r\n\r\n"),
        wrong("9112 7.1.2", "a trailer that ends in LF", "0\r\nX: y\n\r\n"),
        wrong("9112 7.1.2", "a trailer with a bare CR", "0\r\nX: y\rz\r\n\r\n"),
        wrong("9112 7.1.2", "a trailer with NUL", "0\r\nX: \0\r\n\r\n"s),
        wrong("9112 7.1.2", "trailers that are longer than a body's may be",
              "0\r\nX: " + times(17'000, "y") + "\r\n\r\n"),
        wrong("9112 7.1", "a request instead of the last line",
              "0\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"),
    };
}

} // namespace ficus::test

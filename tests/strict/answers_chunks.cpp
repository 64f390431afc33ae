// Chunked answers (RFC 9112 §7.1).
#include "strict/case.hpp"

namespace ficus::test {

using namespace std::string_literals;

namespace {

std::string const head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

answer_case good(std::string_view section, std::string_view name, std::string const& chunks,
                 std::string const& seen) {
    return {section, name, "GET", head + chunks, passes(head + seen)};
}
answer_case wrong(std::string_view section, std::string_view name, std::string const& chunks) {
    return {section, name, "GET", head + chunks, refused(502, "bad_chunk")};
}

} // namespace

std::vector<answer_case> answer_chunk_cases() {
    return {
        good("9112 7.1", "chunks", "1\r\no\r\n1\r\nk\r\n0\r\n\r\n", "ok"),
        good("9112 7.1.1", "an extension", "2;a=\"b\"\r\nok\r\n0\r\n\r\n", "ok"),
        good("9110 6.5", "a trailer", "2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n", "okX-Sum: 1\r\n"),
        good("9110 6.5.1", "trailers about the connection, which they cannot end",
             "2\r\nok\r\n0\r\nConnection: close\r\nTransfer-Encoding: gzip\r\n\r\n", "ok"),
        good(
            "9110 6.5.1", "trailers that must not be",
            "2\r\nok\r\n0\r\nContent-Length: 9\r\nSet-Cookie: a=b\r\nLocation: /\r\nCache-Control: x\r\n\r\n",
            "ok"),
        wrong("9112 7.1", "a size that is no number", "zz\r\nok\r\n0\r\n\r\n"),
        wrong("9112 7.1", "a negative size", "-2\r\nok\r\n0\r\n\r\n"),
        wrong("9112 7.1", "a size with a prefix", "0x2\r\nok\r\n0\r\n\r\n"),
        wrong("9112 7.1", "a size that overflows", "10000000000000002\r\nok\r\n0\r\n\r\n"),
        wrong("9112 7.1", "a padded size, as one old server sends it", "2  \r\nok\r\n0\r\n\r\n"),
        wrong("9112 7.1", "no size", "\r\nok\r\n0\r\n\r\n"),
        wrong("9112 2.2", "a size line that ends in LF", "2\nok\r\n0\r\n\r\n"),
        wrong("9112 7.1", "content without its CRLF", "2\r\nok0\r\n\r\n"),
        wrong("9112 7.1", "content that ends in LF", "2\r\nok\n0\r\n\r\n"),
        wrong("9112 7.1", "content longer than its size", "1\r\nok\r\n0\r\n\r\n"),
        wrong("9112 7.1.1", "an extension whose quotes do not end", "2;a=\"\r\nok\r\n0\r\n\r\n"),
        wrong("9112 7.1.2", "a trailer without a colon", "2\r\nok\r\n0\r\nX\r\n\r\n"),
        wrong("9112 7.1.2", "the next answer instead of the last line",
              "2\r\nok\r\n0\r\nHTTP/1.1 200 OK\r\n\r\n"),
    };
}

} // namespace ficus::test

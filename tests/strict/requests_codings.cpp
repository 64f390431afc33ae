// Transfer-Encoding (RFC 9112 §6.1 and §6.3).
#include "strict/case.hpp"

namespace ficus::test {

using namespace std::string_literals;

namespace {

std::string const line = "POST / HTTP/1.1\r\nHost: a\r\n";
std::string const chunks = "\r\n5\r\nhello\r\n0\r\n\r\n";

request_case good(std::string_view section, std::string_view name, std::string const& field) {
    return {section, name, line + field + chunks, passes(line + "Transfer-Encoding: chunked\r\n\r\nhello")};
}
request_case wrong(std::string_view section, std::string_view name, std::string const& fields,
                   unsigned status = 400, std::string_view reason = "bad_transfer_encoding") {
    return {section, name, line + fields + chunks, refused(status, reason)};
}

} // namespace

std::vector<request_case> request_coding_cases() {
    return {
        good("9112 6.1", "chunked", "Transfer-Encoding: chunked\r\n"),
        good("9112 7", "chunked in another letter case", "tRANSFER-eNCODING: CHUNKED\r\n"),
        good("9112 5.1", "white space around chunked", "Transfer-Encoding: \tchunked \t\r\n"),
        {"9110 9.3.1", "chunked content with GET",
         "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n" + chunks,
         passes("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nhello")},
        wrong("9112 6.1", "Content-Length in front of it",
              "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"),
        // The reason is that of the field which came second.
        wrong("9112 6.1", "Content-Length behind it", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
              400, "bad_content_length"),
        wrong("9112 6.1", "a Content-Length of nothing",
              "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n"),
        wrong("9112 6.1", "Content-Length and an unknown coding",
              "Transfer-Encoding: x\r\nContent-Length: 5\r\n"),
        wrong("9112 6.1", "Content-Length and identity",
              "Content-Length: 5\r\nTransfer-Encoding: identity\r\n"),
        wrong("9112 6.1", "Content-Length and an empty coding",
              "Content-Length: 5\r\nTransfer-Encoding:\r\n"),
        wrong("9112 6.1", "a coding before chunked that is not understood",
              "Transfer-Encoding: gzip, chunked\r\n", 501),
        wrong("9112 6.1", "two codings before chunked", "Transfer-Encoding: x,y,chunked\r\n", 501),
        wrong("9112 6.1", "identity before chunked", "Transfer-Encoding: identity, chunked\r\n", 501),
        wrong("9112 6.3", "identity", "Transfer-Encoding: identity\r\n"),
        wrong("9112 6.3", "gzip alone", "Transfer-Encoding: gzip\r\n"),
        wrong("9112 6.3", "chunked and then identity", "Transfer-Encoding: chunked, identity\r\n"),
        wrong("9112 6.3", "chunked and then gzip", "Transfer-Encoding: chunked, gzip\r\n"),
        wrong("9112 7.1", "chunked twice in a list", "Transfer-Encoding: chunked, chunked\r\n"),
        wrong("9112 7.1", "chunked twice in two fields",
              "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
        wrong("9112 6.3", "chunked, and another field that says identity",
              "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"),
        wrong("9112 6.3", "identity, and another field that says chunked",
              "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n"),
        wrong("9112 6.3", "gzip and chunked in two fields",
              "Transfer-Encoding: gzip\r\nX: y\r\ntransfer-encoding: chunked\r\n"),
        wrong("9112 7.1", "chunked with a parameter", "Transfer-Encoding: chunked;q=1\r\n"),
        wrong("9112 7.1", "chunked with an empty parameter", "Transfer-Encoding: chunked;\r\n"),
        wrong("9112 7", "chunked in quotes", "Transfer-Encoding: \"chunked\"\r\n"),
        wrong("9112 7", "chunked in single quotes", "Transfer-Encoding: 'chunked'\r\n"),
        wrong("9112 7", "a name that begins with chunked", "Transfer-Encoding: chunkedx\r\n"),
        wrong("9112 7", "a name that ends in chunked", "Transfer-Encoding: xchunked\r\n"),
        wrong("9112 7", "chunked and another word", "Transfer-Encoding: chunked x\r\n"),
        wrong("9112 7", "another word and chunked", "Transfer-Encoding: x chunked\r\n"),
        wrong("9110 5.6.1", "an empty element before chunked", "Transfer-Encoding: ,chunked\r\n"),
        wrong("9110 5.6.1", "an empty element behind chunked", "Transfer-Encoding: chunked,\r\n"),
        wrong("9112 6.1", "an empty coding", "Transfer-Encoding:\r\n"),
        wrong("9112 6.1", "an empty coding, and a field that says chunked",
              "Transfer-Encoding:\r\nTransfer-Encoding: chunked\r\n"),
        wrong("9110 5.5", "chunked behind a vertical tab",
              "Transfer-Encoding: \x0b"
              "chunked\r\n",
              400, "bad_field"),
        wrong("9110 5.5", "chunked and DEL", "Transfer-Encoding: chunked\x7f\r\n", 400, "bad_field"),
        wrong("9110 5.5", "chunked and NUL", "Transfer-Encoding: chunked\0\r\n"s, 400, "bad_head"),
        wrong("9112 7", "chunked and an octet above 127", "Transfer-Encoding: chunked\xc2\xa0\r\n"),
        wrong("9112 2.2", "chunked behind a bare CR", "Transfer-Encoding:\rchunked\r\n", 400, "bad_head"),
        wrong("9112 2.2", "chunked behind a bare LF", "X: y\nTransfer-Encoding: chunked\r\n", 400,
              "bad_head"),
        {"9112 6.1", "HTTP/1.0 has no transfer codings",
         "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n" + chunks,
         refused(400, "bad_transfer_encoding")},
        {"9112 6.1", "HTTP/1.0 that would be kept alive",
         "POST / HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n" + chunks,
         refused(400, "bad_transfer_encoding")},
        {"9112 6.1", "a field that only one reader takes for it", line + "Transfer_Encoding: chunked\r\n\r\n",
         passes(line + "Transfer_Encoding: chunked\r\n\r\n")},
        {"9110 8.4", "Content-Encoding is no transfer coding",
         line + "Content-Encoding: chunked\r\nContent-Length: 5\r\n\r\nhello",
         passes(line + "Content-Encoding: chunked\r\nContent-Length: 5\r\n\r\nhello")},
    };
}

} // namespace ficus::test

// Where an answer's content ends: Content-Length and Transfer-Encoding (RFC 9112 §6), and answers without
// content.
#include "strict/case.hpp"

namespace ficus::test {

namespace {

std::string const line = "HTTP/1.1 200 OK\r\n";
std::string const chunks = "\r\n2\r\nok\r\n0\r\n\r\n";

answer_case wrong_length(std::string_view section, std::string_view name, std::string const& fields) {
    return {section, name, "GET", line + fields + "\r\nok", refused(502, "bad_content_length")};
}
answer_case wrong_coding(std::string_view section, std::string_view name, std::string const& fields,
                         std::string_view reason = "bad_transfer_encoding") {
    return {section, name, "GET", line + fields + chunks, refused(502, reason)};
}
/// An answer that can have no content, by its status line or because HEAD was asked.
answer_case bare(std::string_view section, std::string_view name, std::string_view method,
                 std::string const& head, std::string const& seen) {
    return {section, name, method, head + "\r\n", passes(seen + "\r\n")};
}

} // namespace

std::vector<answer_case> answer_length_cases() {
    std::string const none = "HTTP/1.1 204 No Content\r\n";
    std::string const unchanged = "HTTP/1.1 304 Not Modified\r\n";
    std::string const two = "Content-Length: 2\r\n";
    return {
        {"9112 6.2", "a length", "GET", line + two + "\r\nok", passes(line + two + "\r\nok")},
        {"9112 6.2", "a length of nothing", "GET", line + "Content-Length: 0\r\n\r\n",
         passes(line + "Content-Length: 0\r\n\r\n")},
        {"9112 6.3", "the same length twice", "GET", line + two + two + "\r\nok",
         passes(line + two + "\r\nok")},
        {"9112 6.1", "chunked", "GET", line + "Transfer-Encoding: Chunked\r\n" + chunks,
         passes(line + "Transfer-Encoding: chunked\r\n\r\nok")},
        // llhttp takes neither tab for white space, the first as content up to the connection's end.
        {"9110 5.5", "white space around chunked", "GET",
         line + "Transfer-Encoding: \tchunked \t\r\n" + chunks,
         passes(line + "Transfer-Encoding: chunked\r\n\r\nok")},
        {"9110 5.5", "white space around a length", "GET", line + "Content-Length: \t2 \t\r\n\r\nok",
         passes(line + two + "\r\nok")},
        wrong_length("9112 6.3", "two lengths that differ", "Content-Length: 2\r\nContent-Length: 3\r\n"),
        wrong_length("9112 6.3", "a list of lengths", "Content-Length: 2, 2\r\n"),
        wrong_length("9110 8.6", "a negative length", "Content-Length: -2\r\n"),
        wrong_length("9110 8.6", "a length with a plus sign", "Content-Length: +2\r\n"),
        wrong_length("9110 8.6", "a hexadecimal length", "Content-Length: 0x2\r\n"),
        wrong_length("9110 8.6", "an empty length", "Content-Length:\r\n"),
        wrong_length("9110 8.6", "a length that overflows", "Content-Length: 18446744073709551618\r\n"),
        wrong_coding("9112 6.3", "Content-Length in front of chunked",
                     "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n"),
        wrong_coding("9112 6.3", "Content-Length behind chunked",
                     "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n", "bad_content_length"),
        wrong_coding("9112 6.1", "a coding that is not understood", "Transfer-Encoding: gzip, chunked\r\n"),
        wrong_coding("9112 6.1", "a coding without chunked", "Transfer-Encoding: gzip\r\n"),
        wrong_coding("9112 6.1", "identity", "Transfer-Encoding: identity\r\n"),
        wrong_coding("9112 7.1", "chunked twice",
                     "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
        wrong_coding("9112 7.1", "chunked with a parameter", "Transfer-Encoding: chunked;x=y\r\n"),
        wrong_coding("9112 6.1", "an empty coding", "Transfer-Encoding:\r\n"),
        {"9112 6.1", "chunked of HTTP/1.0", "GET",
         "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n" + chunks, refused(502, "bad_transfer_encoding")},
        bare("9110 9.3.2", "HEAD with a length", "HEAD", line + "Content-Length: 9\r\n",
             line + "Content-Length: 9\r\n"),
        bare("9110 9.3.2", "HEAD with chunked", "HEAD", line + "Transfer-Encoding: chunked\r\n", line),
        bare("9110 9.3.2", "HEAD with neither", "HEAD", line, line),
        {"9112 6.3", "HEAD with content, which is none of it", "HEAD", line + two + "\r\nok",
         passes_alone(line + two + "\r\n")},
        bare("9110 15.4.5", "304 with a length", "GET", unchanged + "Content-Length: 9\r\n",
             unchanged + "Content-Length: 9\r\n"),
        bare("9110 15.4.5", "304 with chunked", "GET", unchanged + "Transfer-Encoding: chunked\r\n",
             unchanged),
        {"9112 6.3", "304 with content", "GET", unchanged + two + "\r\nok",
         passes_alone(unchanged + two + "\r\n")},
        bare("9110 15.3.5", "204", "GET", none, none),
        bare("9110 8.6", "204 with a length of nothing", "GET", none + "Content-Length: 0\r\n", none),
        {"9110 8.6", "204 with a length, whose content may still come", "GET", none + two + "\r\n",
         passes_alone(none + "\r\n")},
        {"9112 6.1", "204 with chunked, whose content may still come", "GET",
         none + "Transfer-Encoding: chunked\r\n\r\n", passes_alone(none + "\r\n")},
        {"9112 6.3", "204 with content", "GET", none + two + "\r\nok", passes_alone(none + "\r\n")},
        {"9110 15.3.6", "205 with content", "GET", "HTTP/1.1 205 Reset Content\r\n" + two + "\r\nok",
         passes("HTTP/1.1 205 Reset Content\r\n" + two + "\r\nok")},
        {"9110 15.2", "interim answers before the final one", "GET",
         "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n" + line + two +
             "\r\nok",
         passes("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n" + line + two +
                "\r\nok")},
        {"9110 15.2.1", "100 that nobody waits for", "GET",
         "HTTP/1.1 100 Continue\r\n\r\n" + line + two + "\r\nok", passes(line + two + "\r\nok")},
        {"9112 9.6", "an interim answer that says close: the final one comes, and none behind it", "GET",
         "HTTP/1.1 103 Early Hints\r\nConnection: close\r\n\r\n" + line + two + "\r\nok",
         passes_alone("HTTP/1.1 103 Early Hints\r\n\r\n" + line + two + "\r\nok")},
        {"9110 15.2", "an interim answer of HTTP/1.0, which has none", "GET",
         "HTTP/1.0 103 Early Hints\r\n\r\n" + line + two + "\r\nok",
         passes_alone("HTTP/1.1 103 Early Hints\r\n\r\n" + line + two + "\r\nok")},
        {"9110 8.6", "an interim answer with a length of nothing", "GET",
         "HTTP/1.1 100 Continue\r\nContent-Length: 0\r\n\r\n" + line + two + "\r\nok",
         passes(line + two + "\r\nok")},
        {"9110 8.6", "an interim answer that announces content", "GET",
         "HTTP/1.1 103 Early Hints\r\nContent-Length: 2\r\n\r\nok" + line + two + "\r\nok",
         refused(502, "bad_interim_answer")},
        {"9112 6.1", "an interim answer in chunks", "GET",
         "HTTP/1.1 100 Continue\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + line + two + "\r\nok",
         refused(502, "bad_interim_answer")},
        {"9110 15.2.2", "101 that nobody asked for", "GET",
         "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
         refused(502, "unexpected_upgrade")},
    };
}

} // namespace ficus::test

// Answers that their connection's end delimits or cuts (RFC 9112 §6.3, §8 and §9), and bytes behind an
// answer's end.
#include "strict/case.hpp"

namespace ficus::test {

namespace {

std::string const line = "HTTP/1.1 200 OK\r\n";
std::string const two = "Content-Length: 2\r\n\r\nok";

answer_case cut(std::string_view section, std::string_view name, std::string const& bytes,
                std::string_view reason) {
    return {section, name, "GET", bytes, refused(502, reason), true};
}

} // namespace

std::vector<answer_case> answer_end_cases() {
    return {
        {"9112 6.3", "content up to the connection's end", "GET", line + "\r\nok",
         passes_alone(line + "Transfer-Encoding: chunked\r\n\r\nok"), true},
        {"9112 6.3", "no content up to the connection's end", "GET", line + "\r\n",
         passes_alone(line + "Transfer-Encoding: chunked\r\n\r\n"), true},
        {"9112 6.3", "content of HTTP/1.0 up to the connection's end", "GET",
         "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\nok",
         passes_alone(line + "Transfer-Encoding: chunked\r\n\r\nok"), true},
        {"9112 9.6", "a connection that ends behind a whole answer", "GET", line + two,
         passes_alone(line + two), true},
        cut("9112 8", "an end before the first byte", "", "closed_before_head"),
        cut("9112 8", "an end within the status line", "HTTP/1.1 20", "closed_before_head"),
        cut("9112 8", "an end within the fields", line + "Content-Le", "closed_before_head"),
        cut("9112 8", "an end before the empty line", line + "Content-Length: 2\r\n", "closed_before_head"),
        cut("9112 8", "an end behind an interim answer", "HTTP/1.1 103 Early Hints\r\n\r\n",
            "closed_before_head"),
        cut("9112 8", "an end before the content", line + "Content-Length: 2\r\n\r\n", "cut_short"),
        cut("9112 8", "an end within the content", line + "Content-Length: 3\r\n\r\nok", "cut_short"),
        cut("9112 8", "an end within a chunk", line + "Transfer-Encoding: chunked\r\n\r\n5\r\nok",
            "cut_short"),
        cut("9112 8", "an end between chunks", line + "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n",
            "cut_short"),
        cut("9112 8", "an end behind the last chunk",
            line + "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n", "cut_short"),
        cut("9112 8", "an end within the trailers",
            line + "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX: y\r\n", "cut_short"),
        {"9112 9.2", "more content than announced", "GET", line + two + "ay", passes_alone(line + two)},
        {"9112 9.2", "a second answer that nobody asked for", "GET", line + two + line + two,
         passes_alone(line + two)},
        {"9112 9.2", "CRLF behind the content", "GET", line + two + "\r\n", passes_alone(line + two)},
        {"9112 9.2", "a second answer behind the last chunk", "GET",
         line + "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n" + line + two,
         passes_alone(line + "Transfer-Encoding: chunked\r\n\r\nok")},
    };
}

} // namespace ficus::test

// Field lines of an answer (RFC 9110 §5, RFC 9112 §5 and §9).
#include "strict/case.hpp"

namespace ficus::test {

using namespace std::string_literals;

namespace {

std::string const line = "HTTP/1.1 200 OK\r\n";
std::string const rest = "Content-Length: 2\r\n\r\nok";

answer_case good(std::string_view section, std::string_view name, std::string const& fields,
                 std::string const& seen) {
    return {section, name, "GET", line + fields + rest, passes(line + seen + rest)};
}
answer_case last(std::string_view section, std::string_view name, std::string const& fields) {
    return {section, name, "GET", line + fields + rest, passes_alone(line + rest)};
}
answer_case wrong(std::string_view section, std::string_view name, std::string const& fields,
                  std::string_view reason = "bad_field") {
    return {section, name, "GET", line + fields + rest, refused(502, reason)};
}

} // namespace

std::vector<answer_case> answer_field_cases() {
    return {
        good("9110 5.5", "octets above 127 in a value", "X: caf\xe9\r\n", "X: caf\xe9\r\n"),
        good("9110 5.3", "the same name twice", "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n",
             "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n"),
        good("9110 5.5", "an empty value", "X:\r\n", "X: \r\n"),
        wrong("9112 5.1", "a space before the colon", "X : y\r\n"),
        wrong("9112 5.1", "a space before Content-Length's colon", "Content-Length : 9\r\n"),
        wrong("9110 5.1", "no colon", "X\r\n"),
        wrong("9110 5.1", "no name", ": y\r\n"),
        wrong("9110 5.1", "a second status line", "HTTP/1.1 404 Not Found\r\n"),
        wrong("9110 5.5", "a control character in a value", "X: \x01\r\n"),
        wrong("9110 5.5", "NUL in a value", "X: y\0\r\n"s, "bad_head"),
        wrong("9112 2.2", "a line that ends in LF", "X: y\n", "bad_head"),
        wrong("9112 2.2", "a bare CR in a value", "X: y\rZ: 1\r\n", "bad_head"),
        {"9112 2.2", "all lines end in LF", "GET", "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
         refused(502, "bad_head")},
        wrong("9112 5.2", "a folded value", "X: y\r\n z\r\n", "obs_fold"),
        wrong("9112 5.2", "a folded Transfer-Encoding", "Transfer-Encoding:\r\n\tchunked\r\n", "obs_fold"),
        wrong("6585 5", "more fields than anybody has", times(257, "X: y\r\n"), "too_many_fields"),
        wrong("6585 5", "Connection names more fields than anybody has",
              "Connection: " + times(65, "x,") + "\r\n", "too_many_fields"),
        wrong("ours", "a head that is larger than one may be", "X: " + times(33'000, "y") + "\r\n",
              "header_too_large"),
        last("9112 9.6", "close", "Connection: close\r\n"),
        last("9112 9.6", "close in a list", "Connection: keep-alive, Close\r\n"),
        good("9110 7.6.1", "what Connection names is for this hop alone",
             "Connection: x-a\r\nX-A: 1\r\nX-B: 2\r\n", "X-B: 2\r\n"),
        good("9110 7.6.1", "Connection names Content-Length", "Connection: content-length\r\n", ""),
        good("9110 7.6.1", "fields of this hop",
             "Keep-Alive: timeout=5\r\nProxy-Connection: close\r\nUpgrade: h2c\r\n", ""),
        {"9112 9.3", "HTTP/1.0 ends its connection", "GET", "HTTP/1.0 200 OK\r\n" + rest,
         passes_alone(line + rest)},
        {"9112 9.3", "HTTP/1.0 that keeps it alive", "GET",
         "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n" + rest, passes(line + rest)},
    };
}

} // namespace ficus::test

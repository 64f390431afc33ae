// The status line of an answer (RFC 9112 §4), and what its class decides (RFC 9110 §15).
#include "strict/case.hpp"

namespace ficus::test {

using namespace std::string_literals;

namespace {

std::string const rest = "\r\nContent-Length: 2\r\n\r\nok";

answer_case good(std::string_view section, std::string_view name, std::string const& line,
                 std::string const& seen) {
    return {section, name, "GET", line + rest, passes(seen + rest)};
}
answer_case wrong(std::string_view section, std::string_view name, std::string const& line,
                  std::string_view reason = "bad_status") {
    return {section, name, "GET", line + rest, refused(502, reason)};
}

} // namespace

std::vector<answer_case> status_line_cases() {
    return {
        good("9112 4", "a plain status line", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK"),
        good("9112 4", "no reason, but its space", "HTTP/1.1 200 ", "HTTP/1.1 200 "),
        good("9112 4", "a reason of several words", "HTTP/1.1 200 All is \t well",
             "HTTP/1.1 200 All is \t well"),
        good("9112 4", "a reason above 127", "HTTP/1.1 200 \xc3\xa0 votre sant\xe9",
             "HTTP/1.1 200 \xc3\xa0 votre sant\xe9"),
        good("9110 15", "a status that nobody has registered", "HTTP/1.1 299 Odd", "HTTP/1.1 299 Odd"),
        good("9110 15", "a status without a class", "HTTP/1.1 600 Beyond", "HTTP/1.1 600 Beyond"),
        good("9110 15", "the last status", "HTTP/1.1 999 Far", "HTTP/1.1 999 Far"),
        wrong("9112 4", "no space behind the status", "HTTP/1.1 200"),
        wrong("9112 4", "the reason without a space", "HTTP/1.1 200OK"),
        wrong("9112 4", "a tab behind the status", "HTTP/1.1 200\tOK"),
        wrong("9112 4", "two spaces before the status", "HTTP/1.1  200 OK"),
        wrong("9112 4", "no status", "HTTP/1.1 OK"),
        wrong("9112 4", "a status of two digits", "HTTP/1.1 99 Short"),
        wrong("9112 4", "a status of four digits", "HTTP/1.1 2000 Long"),
        wrong("9112 4", "a status of 0", "HTTP/1.1 000 Nothing"),
        wrong("9112 4", "a status below 100", "HTTP/1.1 099 Padded"),
        wrong("9112 4", "a negative status", "HTTP/1.1 -20 OK"),
        wrong("9112 4", "a hexadecimal status", "HTTP/1.1 2a0 OK"),
        wrong("9112 4", "a control character in the reason", "HTTP/1.1 200 O\x01K"),
        wrong("9112 4", "NUL in the reason", "HTTP/1.1 200 O\0K"s, "bad_head"),
        wrong("9112 2.3", "no version", "200 OK", "bad_version"),
        wrong("9112 2.3", "another protocol", "ICY 200 OK", "bad_version"),
        wrong("9112 2.3", "a version in small letters", "http/1.1 200 OK", "bad_version"),
        wrong("9110 2.5", "HTTP/0.9", "HTTP/0.9 200 OK", "bad_version"),
        wrong("9110 2.5", "HTTP/1.2", "HTTP/1.2 200 OK", "bad_version"),
        wrong("9110 2.5", "HTTP/2.0", "HTTP/2.0 200 OK", "bad_version"),
        wrong("9112 2.3", "HTTP/2, as people write it", "HTTP/2 200 OK", "bad_version"),
        wrong("9112 2.2", "a status line that ends in LF", "HTTP/1.1 200 OK\nX: y", "bad_head"),
        wrong("9112 2.2", "a status line that ends in CR", "HTTP/1.1 200 OK\rX: y", "bad_head"),
        wrong("9112 2.2", "an empty line in front", "\r\nHTTP/1.1 200 OK", "bad_field"),
        wrong("9112 2.2", "a space in front", " HTTP/1.1 200 OK", "bad_version"),
        wrong("9112 4", "a page and no head", "<html>", "bad_version"),
    };
}

} // namespace ficus::test

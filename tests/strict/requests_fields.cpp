// Field lines (RFC 9110 §5, RFC 9112 §5).
#include "strict/case.hpp"

namespace ficus::test {

using namespace std::string_literals;

namespace {

std::string const line = "GET / HTTP/1.1\r\nHost: a\r\n";

request_case good(std::string_view section, std::string_view name, std::string const& fields,
                  std::string const& seen) {
    return {section, name, line + fields + "\r\n", passes(line + seen + "\r\n")};
}
request_case wrong(std::string_view section, std::string_view name, std::string const& fields,
                   std::string_view reason = "bad_field") {
    return {section, name, line + fields + "\r\n", refused(400, reason)};
}

} // namespace

std::vector<request_case> request_field_cases() {
    return {
        good("9112 5.1", "no space behind the colon", "X:y\r\n", "X: y\r\n"),
        good("9112 5.1", "white space around the value", "X: \t y \t\r\n", "X: y\r\n"),
        good("9110 5.5", "an empty value", "X:\r\n", "X: \r\n"),
        good("9110 5.5", "white space alone is an empty value", "X: \t \r\n", "X: \r\n"),
        good("9110 5.5", "a tab within the value", "X: y\tz\r\n", "X: y\tz\r\n"),
        good("9110 5.5", "octets above 127 in the value", "X: caf\xc3\xa9 \xff\x80\r\n",
             "X: caf\xc3\xa9 \xff\x80\r\n"),
        good("9110 5.1", "all that a name may have", "x!#$%&'*+-.^_`|~9: y\r\n", "x!#$%&'*+-.^_`|~9: y\r\n"),
        good("9110 5.3", "the same name twice, in order", "X: 1\r\nY: 2\r\nX: 3\r\n",
             "X: 1\r\nY: 2\r\nX: 3\r\n"),
        good("9110 5.6.4", "quoted strings and comments", "X: \"a, \\\"b\" (c)\r\n",
             "X: \"a, \\\"b\" (c)\r\n"),
        good("9110 5.4", "as many fields as there may be", times(255, "X: y\r\n"), times(255, "X: y\r\n")),
        wrong("9112 5.1", "a space before the colon", "X : y\r\n"),
        wrong("9112 5.1", "a tab before the colon", "X\t: y\r\n"),
        wrong("9112 5.1", "a space before Content-Length's colon", "Content-Length : 0\r\n"),
        wrong("9112 5.1", "a space before Transfer-Encoding's colon", "Transfer-Encoding : chunked\r\n"),
        wrong("9110 5.1", "no name", ": y\r\n"),
        wrong("9110 5.1", "no colon", "X\r\n"),
        wrong("9110 5.1", "a space within the name", "X Y: z\r\n"),
        wrong("9110 5.1", "a bracket in the name", "X(Y): z\r\n"),
        wrong("9110 5.1", "a slash in the name", "X/Y: z\r\n"),
        wrong("9110 5.1", "a quoted name", "\"X\": y\r\n"),
        wrong("9110 5.1", "an octet above 127 in the name", "X\xc3\xa9: y\r\n"),
        wrong("9110 5.1", "a control character in the name", "X\x01: y\r\n"),
        wrong("9110 5.1", "a zero-width space in front of the name",
              "\xe2\x80\x8bTransfer-Encoding: chunked\r\n"),
        wrong("9110 5.5", "a control character in the value", "X: y\x01z\r\n"),
        wrong("9110 5.5", "a vertical tab in the value",
              "X: \x0b"
              "chunked\r\n"),
        wrong("9110 5.5", "a form feed in the value", "X: y\x0c\r\n"),
        wrong("9110 5.5", "an escape in the value", "X: \x1b[31m\r\n"),
        wrong("9110 5.5", "DEL in the value", "X: y\x7f\r\n"),
        wrong("9110 5.5", "NUL in the value", "X: y\0z\r\n"s, "bad_head"),
        wrong("9110 5.5", "NUL in the name", "X\0: y\r\n"s, "bad_head"),
        wrong("9112 2.2", "a bare LF within the value", "X: y\nZ: 1\r\n", "bad_head"),
        wrong("9112 2.2", "a bare CR within the value", "X: y\rZ: 1\r\n", "bad_head"),
        wrong("9112 2.2", "CR CR LF at the end of a line", "X: y\r\r\n", "bad_head"),
        wrong("9112 2.2", "LF CR at the end of a line", "X: y\n\rZ: 1\r\n", "bad_head"),
        wrong("9112 2.2", "a bare CR in the name", "X\rY: z\r\n", "bad_head"),
        {"9112 2.2", "an empty line that is a bare LF", line + "\nContent-Length: 0\r\n\r\n",
         refused(400, "bad_head")},
        {"9112 2.2", "an empty line that ends in CR LF, behind a bare LF", line + "X: y\n\r\n",
         refused(400, "bad_head")},
        wrong("9112 5.2", "a folded value", "X: y\r\n z\r\n", "obs_fold"),
        wrong("9112 5.2", "a value folded by a tab", "X: y\r\n\tz\r\n", "obs_fold"),
        wrong("9112 5.2", "a folded line that looks like a field", "X: y\r\n Content-Length: 5\r\n",
              "obs_fold"),
        wrong("9112 5.2", "a folded line of white space", "X: y\r\n \r\n", "obs_fold"),
        wrong("9112 5.2", "a folded Transfer-Encoding", "Transfer-Encoding:\r\n chunked\r\n", "obs_fold"),
        {"9112 2.2", "white space in front of the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n",
         refused(400, "obs_fold")},
        {"9112 2.2", "a line of white space in front of the first field",
         "GET / HTTP/1.1\r\n \r\nHost: a\r\n\r\n", refused(400, "obs_fold")},
        {"6585 5", "more fields than anybody has", line + times(257, "X: y\r\n") + "\r\n",
         refused(431, "too_many_fields")},
        {"6585 5", "one field that is longer than a head may be",
         line + "X: " + times(33'000, "y") + "\r\n\r\n", refused(431, "header_too_large")},
        {"6585 5", "a name that is longer than a head may be", line + times(33'000, "X") + ": y\r\n\r\n",
         refused(431, "header_too_large")},
        good("9110 10.1.4", "TE is for this hop alone", "TE: trailers, deflate;q=0.5\r\n", ""),
        good("9110 7.6.2", "Max-Forwards says nothing with GET", "Max-Forwards: 0\r\n",
             "Max-Forwards: 0\r\n"),
        good("ours", "nobody but the facade marks a copy", "X-Ficus-Shadow: 1\r\n", ""),
    };
}

} // namespace ficus::test

// Content-Length (RFC 9110 §8.6, RFC 9112 §6.2 and §6.3).
#include "strict/case.hpp"

namespace ficus::test {

namespace {

std::string const line = "POST / HTTP/1.1\r\nHost: a\r\n";

/// Five bytes of content are sent with it, so that whoever reads another length goes astray.
request_case wrong(std::string_view section, std::string_view name, std::string const& fields,
                   std::string_view reason = "bad_content_length") {
    return {section, name, line + fields + "\r\nhello", refused(400, reason)};
}
request_case good(std::string_view section, std::string_view name, std::string const& value,
                  std::string const& content, std::string const& seen) {
    return {section, name, line + "Content-Length:" + value + "\r\n\r\n" + content,
            passes(line + "Content-Length: " + seen + "\r\n\r\n" + content)};
}

} // namespace

std::vector<request_case> request_length_cases() {
    return {
        good("9112 6.2", "a length", " 5", "hello", "5"),
        good("9112 6.2", "a length of nothing", " 0", "", "0"),
        good("9112 5.1", "white space around a length", "\t5 ", "hello", "5"),
        good("9110 8.6", "leading zeros are digits", " 00000005", "hello", "5"),
        {"9112 6.3", "no length and no coding is no body", line + "\r\n", passes(line + "\r\n")},
        {"9110 9.3.1", "content with GET", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
         passes("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")},
        {"9110 9.3.2", "content with HEAD", "HEAD / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
         passes("HEAD / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")},
        {"9112 6.2", "content of HTTP/1.0", "POST / HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello",
         passes_alone("POST / HTTP/1.1\r\nHost: <endpoint>\r\nContent-Length: 5\r\n\r\nhello")},
        {"9112 6.2", "content that looks like a request",
         line + "Content-Length: 37\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n..",
         passes(line + "Content-Length: 37\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n..")},
        wrong("9110 8.6", "an empty length", "Content-Length:\r\n"),
        wrong("9110 8.6", "a length with a plus sign", "Content-Length: +5\r\n"),
        wrong("9110 8.6", "a negative length", "Content-Length: -5\r\n"),
        wrong("9110 8.6", "a length of minus nothing", "Content-Length: -0\r\n"),
        wrong("9110 8.6", "a hexadecimal length", "Content-Length: 0x5\r\n"),
        wrong("9110 8.6", "a hexadecimal length without its prefix", "Content-Length: a\r\n"),
        wrong("9110 8.6", "a length with a fraction", "Content-Length: 5.0\r\n"),
        wrong("9110 8.6", "a length with an exponent", "Content-Length: 5e0\r\n"),
        wrong("9110 8.6", "two numbers", "Content-Length: 5 5\r\n"),
        wrong("9110 8.6", "a number and more", "Content-Length: 5;x\r\n"),
        wrong("9110 8.6", "a number in quotes", "Content-Length: \"5\"\r\n"),
        wrong("9110 8.6", "a digit that is not ASCII", "Content-Length: \xd9\xa5\r\n"),
        wrong("9110 8.6", "a number with a thousands separator", "Content-Length: 1_000\r\n"),
        wrong("9110 8.6", "a length of 2^64", "Content-Length: 18446744073709551616\r\n"),
        wrong("9110 8.6", "a length that is 5 modulo 2^64", "Content-Length: 18446744073709551621\r\n"),
        wrong("9110 8.6", "a length of 2^63", "Content-Length: 9223372036854775808\r\n"),
        wrong("9110 8.6", "a length of a hundred digits", "Content-Length: " + times(100, "9") + "\r\n"),
        wrong("9110 8.6", "five with more zeros than anyone counts",
              "Content-Length: " + times(99, "0") + "5\r\n"),
        {"9110 15.5.14", "a length that is larger than a body may be",
         line + "Content-Length: 4294967301\r\n\r\nhello", refused(413, "body_too_large")},
        wrong("9112 6.3", "two lengths that differ", "Content-Length: 5\r\nContent-Length: 6\r\n"),
        wrong("9112 6.3", "two lengths that do not differ", "Content-Length: 5\r\nContent-Length: 5\r\n"),
        wrong("9112 6.3", "two lengths apart", "Content-Length: 5\r\nX: y\r\ncontent-length: 5\r\n"),
        wrong("9112 6.3", "two lengths, one of them wrong", "Content-Length: 5\r\nContent-Length: +5\r\n"),
        wrong("9112 6.3", "two lengths, one of them empty", "Content-Length:\r\nContent-Length: 5\r\n"),
        wrong("9112 6.3", "two lengths of nothing", "Content-Length: 0\r\nContent-Length: 0\r\n"),
        wrong("9112 6.3", "a list of lengths that differ", "Content-Length: 5, 6\r\n"),
        wrong("9112 6.3", "a list of lengths that do not differ", "Content-Length: 5, 5\r\n"),
        wrong("9112 6.3", "a list with an empty element", "Content-Length: 5,\r\n"),
        {"9112 6.3", "a length that only one reader takes for Content-Length",
         line + "Content_Length: 9\r\nContent-Length: 5\r\n\r\nhello",
         passes(line + "Content_Length: 9\r\nContent-Length: 5\r\n\r\nhello")},
    };
}

} // namespace ficus::test

// Host: once in every HTTP/1.1 request, and one that everybody reads alike (RFC 9110 §7.2, RFC 9112 §3.2).
#include "strict/case.hpp"

namespace ficus::test {

namespace {

request_case good(std::string_view section, std::string_view name, std::string const& host) {
    return {section, name, "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n",
            passes("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")};
}
request_case wrong(std::string_view section, std::string_view name, std::string const& fields) {
    return {section, name, "GET / HTTP/1.1\r\n" + fields + "\r\n", refused(400, "bad_host")};
}

} // namespace

std::vector<request_case> host_cases() {
    return {
        good("9110 7.2", "a name", "shop.example.com"),
        good("9110 7.2", "a name and a port", "shop.example.com:8080"),
        good("3986 3.2.3", "an empty port", "a:"),
        good("3986 3.2.2", "an address", "192.0.2.1:80"),
        good("3986 3.2.2", "an IPv6 address", "[2001:db8::1]:8080"),
        good("3986 3.2.2", "an IPv6 address without a port", "[::ffff:192.0.2.1]"),
        good("ours", "an underscore, as internal names have it", "my_service"),
        good("3986 3.2.2", "all that a registered name may have", "a-._~!$&'()*+;=b"),
        {"9112 3.2", "an empty Host says that there is none", "GET / HTTP/1.1\r\nHost:\r\n\r\n",
         passes("GET / HTTP/1.1\r\nHost: <endpoint>\r\n\r\n")},
        {"9112 3.2", "HTTP/1.0 needs no Host", "GET / HTTP/1.0\r\n\r\n",
         passes_alone("GET / HTTP/1.1\r\nHost: <endpoint>\r\n\r\n")},
        {"9112 5.1", "its name's letter case does not matter", "GET / HTTP/1.1\r\nhOST: a\r\n\r\n",
         passes("GET / HTTP/1.1\r\nHost: a\r\n\r\n")},
        {"9112 3.2", "it need not be the first field", "GET / HTTP/1.1\r\nX: y\r\nHost: a\r\n\r\n",
         passes("GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n")},
        wrong("9112 3.2", "none", ""),
        wrong("9112 3.2", "none, but one that looks alike", "X-Host: a\r\n"),
        wrong("9112 3.2", "two that differ", "Host: a\r\nHost: b\r\n"),
        wrong("9112 3.2", "two that do not differ", "Host: a\r\nHost: a\r\n"),
        wrong("9112 3.2", "two apart, in different letter case", "Host: a\r\nX: y\r\nHOST: b\r\n"),
        wrong("9112 3.2", "one, and an empty one", "Host: a\r\nHost:\r\n"),
        {"9112 3.2", "two of HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n",
         refused(400, "bad_host")},
        wrong("9110 5.3", "a list", "Host: a, b\r\n"),
        wrong("9110 5.3", "a list without a space", "Host: a,b\r\n"),
        wrong("9110 7.2", "two names", "Host: a b\r\n"),
        wrong("9110 7.2", "a path", "Host: a/b\r\n"),
        wrong("9110 7.2", "a query", "Host: a?b\r\n"),
        wrong("9110 7.2", "a fragment", "Host: a#b\r\n"),
        wrong("9110 7.2", "a URL", "Host: http://a\r\n"),
        wrong("9110 7.2", "a user", "Host: u@a\r\n"),
        wrong("9110 7.2", "a backslash", "Host: a\\b\r\n"),
        wrong("3986 3.2.2", "an encoded letter", "Host: %61\r\n"),
        wrong("3986 3.2.2", "octets above 127", "Host: caf\xc3\xa9\r\n"),
        wrong("3986 3.2.3", "a port that is no number", "Host: a:b\r\n"),
        wrong("3986 3.2.3", "a signed port", "Host: a:+80\r\n"),
        wrong("3986 3.2.3", "a port that none exists of", "Host: a:65536\r\n"),
        wrong("3986 3.2.3", "a port that overflows", "Host: a:4294967376\r\n"),
        wrong("3986 3.2.3", "two ports", "Host: a:80:81\r\n"),
        wrong("3986 3.2.2", "a port alone", "Host: :80\r\n"),
        wrong("3986 3.2.2", "an IPv6 address without its brackets", "Host: ::1\r\n"),
        wrong("3986 3.2.2", "an IPv6 address with half its brackets", "Host: [::1\r\n"),
        wrong("3986 3.2.2", "more than a port behind the bracket", "Host: [::1]a:80\r\n"),
        wrong("3986 3.2.2", "brackets around a name", "Host: [a]\r\n"),
        wrong("3986 3.2.2", "a name in front of the bracket", "Host: a[::1]\r\n"),
    };
}

} // namespace ficus::test

// Request targets: their four forms, and the characters that they may have (RFC 9112 §3.2, RFC 3986 §3).
#include "strict/case.hpp"

namespace ficus::test {

namespace {

/// A request for this target, and what the upstream sees of it.
request_case origin(std::string_view section, std::string_view name, std::string const& target,
                    std::string const& seen) {
    return {section, name, "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n",
            passes("GET " + seen + " HTTP/1.1\r\nHost: a\r\n\r\n")};
}
request_case wrong(std::string_view section, std::string_view name, std::string const& target,
                   std::string_view reason = "bad_target") {
    return {section, name, "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n", refused(400, reason)};
}

} // namespace

std::vector<request_case> target_cases() {
    return {
        origin("9112 3.2.1", "a path and a query", "/a/b?c=d&e", "/a/b?c=d&e"),
        origin("9112 3.2.1", "an empty query is a query", "/a?", "/a?"),
        origin("9112 3.2.1", "a question mark within the query", "/a?b?c", "/a?b?c"),
        origin("3986 3.4", "a query that no path could be", "/a?../..//%2F;x\\%zz", "/a?../..//%2F;x\\%zz"),
        origin("3986 3.4", "a URL in the query", "/a?to=http://b/c", "/a?to=http://b/c"),
        origin("3986 3.3", "all that a segment may have", "/a-._~!$&'()*+,;=:@", "/a-._~!$&'()*+,;=:@"),
        origin("ours", "what browsers forget to encode", "/a|b{c}\"<d>^`", "/a|b{c}\"<d>^`"),
        origin("ours", "octets above 127", "/caf\xc3\xa9/\xff", "/caf\xc3\xa9/\xff"),
        origin("9112 3.2.1", "a path that looks like an authority", "//b/c", "//b/c"),
        origin("9112 3.2.1", "a path that looks like a URL", "/http://b/c", "/http://b/c"),
        wrong("9112 3.2", "a path without its slash", "a/b"),
        wrong("9112 3.2", "a query alone", "?a"),
        wrong("9112 3.2", "a fragment", "/a#b"),
        wrong("9112 3.2", "an empty fragment", "/a#"),
        wrong("9112 3.2", "a fragment in the query", "/a?b#c"),
        wrong("9112 3.2", "a space in the path", "/a b", "bad_version"),
        wrong("9112 3.2", "a space in the query", "/a?b c", "bad_version"),
        wrong("9112 3.2", "a tab in the path", "/a\tb"),
        wrong("9112 3.2", "a control character in the path", "/a\x01"),
        wrong("9112 3.2", "a control character in the query", "/a?\x1f"),
        wrong("9112 3.2", "DEL in the path", "/a\x7f"),
        wrong("9112 3.2", "a backslash instead of the first slash", "\\a"),
        {"9112 3.2.2", "a URL: its host replaces Host", "GET http://b/c?d HTTP/1.1\r\nHost: a\r\n\r\n",
         passes("GET /c?d HTTP/1.1\r\nHost: b\r\n\r\n")},
        {"9112 3.2.2", "a URL with a port", "GET http://b:81/ HTTP/1.1\r\nHost: a\r\n\r\n",
         passes("GET / HTTP/1.1\r\nHost: b:81\r\n\r\n")},
        {"9112 3.2.2", "a URL without a path", "GET http://b HTTP/1.1\r\nHost: b\r\n\r\n",
         passes("GET / HTTP/1.1\r\nHost: b\r\n\r\n")},
        {"9112 3.2.2", "a URL with a query and no path", "GET http://b?c HTTP/1.1\r\nHost: b\r\n\r\n",
         passes("GET /?c HTTP/1.1\r\nHost: b\r\n\r\n")},
        {"3986 3.1", "a scheme in capitals", "GET HTTP://b/ HTTP/1.1\r\nHost: b\r\n\r\n",
         passes("GET / HTTP/1.1\r\nHost: b\r\n\r\n")},
        {"9112 3.2.2", "a URL of https", "GET https://b/ HTTP/1.1\r\nHost: b\r\n\r\n",
         passes("GET / HTTP/1.1\r\nHost: b\r\n\r\n")},
        {"9112 3.2.2", "a URL of HTTP/1.0 needs no Host", "GET http://b/ HTTP/1.0\r\n\r\n",
         passes_alone("GET / HTTP/1.1\r\nHost: b\r\n\r\n")},
        {"9112 3.2", "a URL replaces no Host that is missing", "GET http://b/ HTTP/1.1\r\n\r\n",
         refused(400, "bad_host")},
        {"9112 3.2", "a URL mends no Host that is wrong", "GET http://b/ HTTP/1.1\r\nHost: a/b\r\n\r\n",
         refused(400, "bad_host")},
        wrong("9110 4.2.4", "a URL with a user", "http://u@b/"),
        wrong("9110 4.2.4", "a URL with a user and a password", "http://u:p@b/"),
        wrong("9110 4.2.4", "a URL whose user looks like a host", "http://a:80@b/"),
        wrong("9110 4.2.1", "a URL without a host", "http:///c"),
        wrong("9110 4.2.1", "a URL with a port alone", "http://:80/c"),
        wrong("9110 4.2.1", "a URL with nothing behind the scheme", "http://"),
        wrong("9112 3.2.2", "a URL with one slash", "http:/b/c"),
        wrong("9112 3.2.2", "a URL of another scheme", "ftp://b/c"),
        wrong("9112 3.2.2", "a URL with a fragment", "http://b/c#d"),
        wrong("3986 3.2.2", "a URL with a backslash before its path", "http://b\\c/"),
        wrong("3986 3.2.2", "a URL whose host is not ASCII", "http://caf\xc3\xa9/"),
        wrong("3986 3.2.2", "a URL whose host is percent-encoded", "http://%62/"),
        wrong("3986 3.2.3", "a URL whose port is no number", "http://b:8x/"),
        wrong("3986 3.2.3", "a URL whose port is none that exists", "http://b:65536/"),
        wrong("9112 3.2.3", "an authority, but not with CONNECT", "b:443"),
        {"9112 3.2.4", "OPTIONS * is about the server", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
         passes("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n")},
        wrong("9112 3.2.4", "* is for OPTIONS alone", "*"),
        {"9112 3.2.4", "* with more behind it", "OPTIONS */a HTTP/1.1\r\nHost: a\r\n\r\n",
         refused(400, "bad_target")},
        {"9112 3.2.4", "* in another method's letter case", "options * HTTP/1.1\r\nHost: a\r\n\r\n",
         refused(400, "bad_target")},
    };
}

} // namespace ficus::test

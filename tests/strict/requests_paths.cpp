// Paths that servers read differently (RFC 3986 §3.3 and §5.2.4, RFC 9110 §4.2.3). The feature `orders` has
// all below
// `/orders`, the feature `page` has `/page` and nothing else.
#include "strict/case.hpp"

namespace ficus::test {

namespace {

/// Goes through, and byte for byte.
request_case same(std::string_view section, std::string_view name, std::string const& target) {
    return {section, name, "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n",
            passes("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n")};
}
request_case doubtful(std::string_view section, std::string_view name, std::string const& target) {
    return {section, name, "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n", refused(400, "ambiguous_path")};
}
request_case malformed(std::string_view section, std::string_view name, std::string const& target) {
    return {section, name, "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n", refused(400, "bad_path")};
}

} // namespace

std::vector<request_case> path_cases() {
    return {
        same("3986 2.1", "encoded letters", "/%6frders/%31"),
        same("3986 2.1", "encoded octets that are no UTF-8", "/a/%ff%c0%af"),
        malformed("3986 2.1", "a percent sign alone", "/a%"),
        malformed("3986 2.1", "a percent sign and one digit", "/a%2"),
        malformed("3986 2.1", "a percent sign and no digits", "/a%zz"),
        malformed("3986 2.1", "half a sequence before a slash", "/a%2/b"),
        malformed("3986 2.1", "what only one vendor's servers decode", "/a%u002f"),
        same("3986 5.2.4", "dot segments", "/a/./b/../c"),
        same("3986 5.2.4", "dot segments into a feature", "/a/../orders/1"),
        same("3986 5.2.4", "dot segments above the root", "/../../orders"),
        same("3986 5.2.4", "encoded dot segments", "/a/%2e%2E/orders"),
        same("3986 5.2.4", "three dots are a name", "/a/.../b"),
        same("9110 4.2.3", "an encoded slash where it makes no difference", "/a/b%2Fc"),
        same("9110 4.2.3", "an encoded slash within a feature", "/orders/a%2Fb"),
        doubtful("9110 4.2.3", "an encoded slash that may lead into a feature", "/orders%2F1"),
        doubtful("9110 4.2.3", "an encoded slash behind dots that may lead into a feature", "/a/..%2Forders"),
        doubtful("ours", "a backslash that may lead into a feature", "/orders\\1"),
        doubtful("ours", "an encoded backslash that may lead into a feature", "/orders%5c1"),
        doubtful("ours", "a backslash behind dots that may lead out of a feature", "/orders/b\\..\\..\\a"),
        same("ours", "a backslash where it makes no difference", "/a\\b"),
        same("ours", "doubled slashes where they make no difference", "/a//b"),
        doubtful("ours", "doubled slashes before a feature", "//orders/1"),
        doubtful("ours", "doubled slashes that dots may or may not eat", "/orders//../a"),
        same("ours", "%00 where it makes no difference", "/a%00b"),
        doubtful("ours", "%00 that may end the path early", "/orders%00/../a"),
        doubtful("ours", "%00 behind a feature's name", "/page%00.html"),
        same("3986 3.3", "parameters where they make no difference", "/a;v=1/b"),
        same("3986 3.3", "parameters within a feature", "/orders/1;v=1"),
        doubtful("3986 3.3", "parameters that may be part of a feature's name", "/orders;v=1/1"),
        doubtful("3986 3.3", "parameters that hide dots", "/a/..;/orders"),
        doubtful("3986 3.3", "encoded parameters", "/page%3Bv=1"),
        same("ours", "the session of a Java application behind an exact path",
             "/page;jsessionid=0A1B.node-1"),
        same("ours", "the same with a query", "/page;jsessionid=0A1B!c~2?q=1"),
        doubtful("ours", "a session and more", "/page;jsessionid=0A1B;v=1"),
        doubtful("ours", "a session in the middle", "/orders;jsessionid=0A1B/1"),
        doubtful("ours", "a session that holds more than a name", "/page;jsessionid=a%2Fb"),
        doubtful("ours", "an empty session", "/page;jsessionid="),
        doubtful("ours", "a session behind dots", "/a/..;jsessionid=1/page;jsessionid=1"),
        same("ours", "a path is compared in its letter case", "/ORDERS/1"),
    };
}

} // namespace ficus::test

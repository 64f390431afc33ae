// What a request says of its connection (RFC 9110 §7.6.1, §7.8, §10.1.1, RFC 9112 §9).
#include "strict/case.hpp"

namespace ficus::test {

namespace {

std::string const line = "GET / HTTP/1.1\r\nHost: a\r\n";

request_case good(std::string_view section, std::string_view name, std::string const& fields,
                  std::string const& seen) {
    return {section, name, line + fields + "\r\n", passes(line + seen + "\r\n")};
}
request_case last(std::string_view section, std::string_view name, std::string const& fields,
                  std::string const& seen = "") {
    return {section, name, line + fields + "\r\n", passes_alone(line + seen + "\r\n")};
}

} // namespace

std::vector<request_case> request_connection_cases() {
    std::string const old = "GET / HTTP/1.0\r\nHost: a\r\n";
    std::string const post = "POST / HTTP/1.1\r\nHost: a\r\n";
    return {
        good("9112 9.3", "keep-alive is what HTTP/1.1 does", "Connection: keep-alive\r\n", ""),
        last("9112 9.6", "close", "Connection: close\r\n"),
        last("9112 9.6", "close in another letter case", "cONNECTION: CLOSE\r\n"),
        last("9112 9.6", "close in a list", "Connection: x, close , y\r\n"),
        last("9112 9.6", "close wins over keep-alive", "Connection: keep-alive, close\r\n"),
        last("9112 9.6", "close in the second of two fields",
             "Connection: keep-alive\r\nConnection: close\r\n"),
        good("9112 9.6", "a name that begins with close", "Connection: closed\r\n", ""),
        good("9110 5.6.1", "empty elements", "Connection: ,, keep-alive ,\r\n", ""),
        good("9110 7.6.1", "an empty list", "Connection:\r\n", ""),
        {"9110 7.6.1", "something that is no name", line + "Connection: a b\r\n\r\n",
         refused(400, "bad_field")},
        {"9110 7.6.1", "a name with a parameter", line + "Connection: close;x\r\n\r\n",
         refused(400, "bad_field")},
        {"9110 7.6.1", "a quoted name", line + "Connection: \"close\"\r\n\r\n", refused(400, "bad_field")},
        {"9112 9.3", "HTTP/1.0 ends its connection", old + "\r\n", passes_alone(line + "\r\n")},
        {"9112 9.3", "HTTP/1.0 that asks to be kept alive", old + "Connection: keep-alive\r\n\r\n",
         passes(line + "\r\n")},
        {"9112 9.3", "HTTP/1.0 that asks for both", old + "Connection: keep-alive, close\r\n\r\n",
         passes_alone(line + "\r\n")},
        good("9110 7.6.1", "what Connection names is for this hop alone",
             "Connection: x-a, X-B\r\nX-A: 1\r\nx-b: 2\r\nX-C: 3\r\n", "X-C: 3\r\n"),
        good("6585 5", "Connection names as many fields as it may", "Connection: " + times(64, "x,") + "\r\n",
             ""),
        {"6585 5", "Connection names more fields than anybody has",
         line + "Connection: " + times(65, "x,") + "\r\n\r\n", refused(431, "too_many_fields")},
        {"6585 5", "so do two Connections together",
         line + "Connection: " + times(33, "x,") + "\r\nConnection: " + times(32, "y,") + "\r\n\r\n",
         refused(431, "too_many_fields")},
        good("9110 7.6.1", "Connection cannot name itself away", "Connection: connection\r\n", ""),
        good("9110 7.6.1", "Connection names Host", "Connection: host\r\n", ""),
        {"9110 7.6.1", "Connection names Content-Length",
         post + "Connection: content-length\r\nContent-Length: 5\r\n\r\nhello",
         passes(post + "Content-Length: 5\r\n\r\nhello")},
        {"9110 7.6.1", "Connection names Transfer-Encoding",
         post + "Connection: transfer-encoding\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         passes(post + "Transfer-Encoding: chunked\r\n\r\n")},
        good("9110 7.6.1", "fields that were never meant for anybody else",
             "Keep-Alive: timeout=5\r\nProxy-Connection: keep-alive\r\nTE: trailers\r\nUpgrade: h2c\r\n", ""),
        good("9110 7.8", "Upgrade that Connection does not name", "Upgrade: websocket\r\n", ""),
        good("9110 7.8", "Upgrade to what is not relayed",
             "Connection: upgrade, http2-settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n", ""),
        good("9110 7.8", "Connection names an Upgrade that is not there", "Connection: upgrade\r\n", ""),
        good("6455 4.1", "Upgrade to WebSocket", "Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n",
             "Upgrade: websocket\r\nConnection: upgrade\r\n"),
        {"9110 7.8", "Upgrade of HTTP/1.0", old + "Connection: upgrade\r\nUpgrade: websocket\r\n\r\n",
         passes_alone(line + "\r\n")},
        {"9110 7.8", "Upgrade with content",
         post + "Connection: upgrade\r\nUpgrade: websocket\r\nContent-Length: 5\r\n\r\nhello",
         passes(post + "Content-Length: 5\r\n\r\nhello")},
        {"9110 7.8", "Upgrade with chunked content",
         post + "Connection: upgrade\r\nUpgrade: websocket\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         passes(post + "Transfer-Encoding: chunked\r\n\r\n")},
        {"9110 10.1.1", "an expectation of 100 by a client that does not wait",
         post + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\nhello",
         passes(post + "Content-Length: 5\r\n\r\nhello")},
        {"9110 10.1.1", "an expectation in another letter case",
         post + "Expect: 100-CONTINUE\r\nContent-Length: 5\r\n\r\nhello",
         passes(post + "Content-Length: 5\r\n\r\nhello")},
        good("9110 10.1.1", "an expectation without content", "Expect: 100-continue\r\n", ""),
        {"9110 10.1.1", "an expectation of HTTP/1.0",
         "POST / HTTP/1.0\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello",
         passes_alone(post + "Content-Length: 5\r\n\r\nhello")},
        {"9110 10.1.1", "another expectation", line + "Expect: tea\r\n\r\n", refused(417, "bad_expect")},
        {"9110 10.1.1", "an expectation and another one", line + "Expect: 100-continue, tea\r\n\r\n",
         refused(417, "bad_expect")},
        {"9110 10.1.1", "two expectations in two fields",
         line + "Expect: 100-continue\r\nExpect: tea\r\n\r\n", refused(417, "bad_expect")},
        {"9110 10.1.1", "an empty expectation", line + "Expect:\r\n\r\n", refused(417, "bad_expect")},
    };
}

} // namespace ficus::test

#include "unit/recording/readings.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace ficus;
using namespace ficus::test;

namespace {

/// One entry, with a request's and a response's members; `more` is of the entry.
std::string entry(std::string const& request, std::string const& response, std::string const& more = "") {
    return R"({"startedDateTime":"2026-11-27T14:00:00.5+01:00","time":12.5,"request":{)" + request +
           R"(},"response":{)" + response + "}" + more + "}";
}
std::string har(std::string const& entries) {
    return R"({"log":{"version":"1.2","creator":{"name":"t","version":"1"},"entries":[)" + entries + "]}}";
}
std::string get(std::string const& url) {
    return R"("method":"GET","headers":[],"url":")" + url + "\"";
}
std::string const ok = R"("status":200,"headers":[],"content":{"size":2,"text":"{}"})";

recording::recorded only(std::string const& entries) {
    auto found = whole(har(entries));
    REQUIRE(found.requests.size() == 1);
    return std::move(found.requests[0]);
}

} // namespace

TEST_CASE("what Chromium's developer tools export is a recording") {
    std::ifstream from(FICUS_SOURCE_DIR "/tests/unit/recording/chromium.har", std::ios::binary);
    auto const found = recording::read_recording(from);
    REQUIRE(found.has_value());
    // A page, its image, what its script fetched, the browser's own icon; the POST is none of them.
    CHECK(found->passed_over == 1);
    std::vector<std::string> seen;
    for (auto const& one : found->requests)
        seen.push_back(one.target + " " + (one.answered ? std::to_string(one.answered->status) : "-"));
    CHECK(seen == std::vector<std::string>{"/shop?utm=1 200", "/logo.png 200",
                                           "/api/orders?page=2&sort=date 200", "/latin.xml 200",
                                           "/favicon.ico 404", "/old 302", "/api/orders?page=1 200",
                                           "/gone 404", "/empty 204"});
    REQUIRE(found->requests.size() == 9);

    auto const& page = found->requests[0];
    CHECK(page.after == std::chrono::microseconds(0));
    CHECK(page.host == "127.0.0.1:8000");
    CHECK_FALSE(field(page.headers, "Connection"));
    CHECK_FALSE(field(page.headers, "Host"));
    std::vector<std::string> cookies;
    for (auto const& [name, value] : page.answered->headers)
        if (name == "Set-Cookie") cookies.push_back(value);
    CHECK(cookies == std::vector<std::string>{"sid=abc; Path=/", "theme=dark"});
    CHECK(page.answered->latency == std::chrono::microseconds(1'344));

    auto const& image = *found->requests[1].answered;
    CHECK(image.body.size() == 70);
    CHECK(image.body.substr(0, 8) == "\x89PNG\r\n\x1a\n");

    auto const& orders = found->requests[2];
    CHECK(orders.after == std::chrono::milliseconds(189));
    CHECK(field(orders.headers, "X-Client") == "shop");
    CHECK(field(orders.headers, "Cookie") == "sid=abc; theme=dark");
    // It came in gzip, and is in no coding here.
    CHECK(orders.answered->body == R"({"orders": [{"id": 7, "name": "Käse"}]})");
    CHECK_FALSE(field(orders.answered->headers, "Content-Encoding"));
    CHECK_FALSE(field(orders.answered->headers, "Content-Length"));

    // As the server sent it, and not as the file has it.
    CHECK(found->requests[3].answered->body ==
          "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><n>K\xe4se</n>");
    CHECK(found->requests[5].answered->body.empty());
    CHECK(field(found->requests[5].answered->headers, "Location") == "/api/orders?page=1");
}

TEST_CASE("only GETs over http and https are requests") {
    auto const found =
        whole(har(entry(get("https://a.example/x"), ok) + "," + entry(get("data:text/plain,a"), ok) + "," +
                  entry(get("ws://a.example/x"), ok) + "," + entry(get("chrome-extension://abc/x.js"), ok) +
                  "," + entry(R"("method":"POST","url":"https://a.example/")", ok) + "," +
                  entry(R"("method":"HEAD","url":"https://a.example/")", ok)));
    CHECK(found.requests.size() == 1);
    CHECK(found.passed_over == 5);
}

TEST_CASE("a URL is taken apart") {
    auto const [url, host, target] = GENERATE(table<std::string, std::string, std::string>({
        {"http://a.example", "a.example", "/"},
        {"http://a.example?x=1", "a.example", "/?x=1"},
        {"HTTPS://me:secret@a.example:8443/b/c?d=/e#f", "a.example:8443", "/b/c?d=/e"},
        {"http://[::1]:80/", "[::1]:80", "/"},
    }));
    auto const one = only(entry(get(url), ok));
    CHECK(one.host == host);
    CHECK(one.target == target);
}

TEST_CASE("what the browser did not keep of an answer is no answer") {
    auto const of = [](std::string const& response) {
        return only(entry(get("http://a/"), response)).answered.has_value();
    };
    CHECK(of(ok));
    CHECK_FALSE(of(R"("status":0,"headers":[],"content":{"size":0},"_error":"net::ERR_ABORTED")"));
    CHECK_FALSE(of(R"("status":200,"headers":[],"content":{"size":7})"));
    CHECK(of(R"("status":200,"headers":[],"content":{"size":0})"));
    CHECK(of(R"("status":304,"headers":[],"content":{"size":7})"));
}

TEST_CASE("fields of HTTP/2 and of the connection stay behind, and fields put together come apart") {
    auto const one = only(entry(
        R"("method":"GET","url":"http://a/","headers":[{"name":":authority","value":"a"},{"name":"TE","value":"x"},)"
        R"({"name":"accept","value":"b"}])",
        R"("status":200,"headers":[{"name":"set-cookie","value":"a=1\nb=2"},{"name":"content-encoding","value":"br"}],)"
        R"("content":{"size":2,"text":"{}"})"));
    CHECK(one.headers == recording::fields{{"accept", "b"}});
    CHECK(one.answered->headers == recording::fields{{"set-cookie", "a=1"}, {"set-cookie", "b=2"}});
}

TEST_CASE("latency lasts until the answer's head, or as long as the file knows") {
    CHECK(only(entry(get("http://a/"), ok)).answered->latency == std::chrono::microseconds(12'500));
    CHECK(only(entry(get("http://a/"), ok, R"(,"timings":{"send":1,"wait":2.25,"receive":100})"))
              .answered->latency == std::chrono::microseconds(3'250));
    CHECK(only(entry(get("http://a/"), ok, R"(,"timings":{"send":-1,"wait":1e300,"receive":0})"))
              .answered->latency == std::chrono::hours(24));
}

TEST_CASE("what is wrong with a HAR file is told with its place") {
    auto const [text, expected] = GENERATE(table<std::string, std::string>({
        {"{\"log\":{\"entries\":[",
         "0: it begins as JSON does and is none (line 1, column 20: the JSON text ends too early): is "
         "the HAR file whole? (0)"},
        {"{\"a\":1}", "0: it is JSON, but neither a recording of `ficus record` (whose first line has "
                      "`ficus_recording`) nor a HAR file (which has a list `log.entries`) (0)"},
        {har(entry(get("http://a/"), ok) + "," + entry(R"("method":"GET")", ok)),
         "0: log.entries[1].request.url: it is missing (1)"},
        {har("7"), "0: log.entries[0].request.method: it is missing (0)"},
        {har(R"({"startedDateTime":"now","request":{"method":"GET","url":"http://a/"}})"),
         "0: log.entries[0].startedDateTime: it is no time of ISO 8601, such as 2026-11-27T14:00:00.123Z "
         "(0)"},
        {har(entry(get("http://a b/"), ok)),
         "0: log.entries[0]: host: it is no host name with an optional port (0)"},
        {har(entry(R"("method":"GET","url":"http://a/","headers":[{"name":"a"}])", ok)),
         R"(0: log.entries[0].request.headers: each is {"name":"...","value":"..."} (0))"},
        {har(entry(get("http://a/"),
                   R"("status":200,"headers":[],"content":{"size":2,"text":"*","encoding":"base64"})")),
         "0: log.entries[0].response.content.text: it is no base64, which its encoding says that it is (0)"},
    }));
    CHECK(mistake(text) == expected);
}

TEST_CASE("a byte order mark does not make a HAR file a log") {
    CHECK(whole("\xef\xbb\xbf" + har(entry(get("http://a/"), ok))).requests.size() == 1);
}

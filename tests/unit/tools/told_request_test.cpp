#include "tools/told_request.hpp"

#include <catch2/catch.hpp>

using namespace ficus;
using namespace ficus::tools;

namespace {

told_request told(std::string const& url, std::vector<std::string> headers = {}) {
    auto request = told_request::from({"GET", url, std::move(headers), {}});
    REQUIRE(request.has_value());
    return std::move(*request);
}

std::string complaint(explain_command const& command) {
    auto const request = told_request::from(command);
    REQUIRE(request.has_error());
    CHECK(request.error().status == exit_status::usage);
    return request.error().messages.front();
}

} // namespace

TEST_CASE("a path is taken byte for byte") {
    auto const request = told("/a/%2e%2E//b;x=1?q=%20&q=2#part");
    CHECK(request.path == "/a/%2e%2E//b;x=1");
    CHECK(request.query == "q=%20&q=2");
    CHECK(request.has_query);
    CHECK(told("/a?").has_query);
    CHECK(told("/a?").query.empty());
    CHECK_FALSE(told("/a").has_query);
    CHECK(told("/go?to=http://elsewhere/x").path == "/go");
    CHECK(told("/go?to=http://elsewhere/x").host.empty());
    auto const whole = told_request::from({"OPTIONS", "*", {}, {}});
    REQUIRE(whole.has_value());
    CHECK(whole->path == "*");
}

TEST_CASE("the URL's host comes before the Host field") {
    CHECK(told("http://shop.example:8080/a").host == "shop.example:8080");
    CHECK(told("http://shop.example").path == "/");
    CHECK(told("http://shop.example?q").path == "/");
    CHECK(told("http://shop.example/a", {"Host: other"}).host == "shop.example");
    CHECK(told("/a", {"host: other"}).host == "other");
}

TEST_CASE("fields and the client are what rules may ask for") {
    auto const request =
        told_request::from({"POST", "/a", {"X-Beta:  1 ", "Cookie: a=b; c=d"}, "2001:db8::1"});
    REQUIRE(request.has_value());
    std::vector<rules::field_view> views;
    auto const facts = request->facts(views);
    CHECK(facts.method == "POST");
    REQUIRE(facts.fields.size() == 2);
    CHECK(facts.fields[0].name == "X-Beta");
    CHECK(facts.fields[0].value == "1");
    CHECK(facts.client.to_string() == "2001:db8::1");
    CHECK(told("/a").client.to_string() == "127.0.0.1");
}

TEST_CASE("what is no request is refused with a mend") {
    CHECK(complaint({"GE T", "/a", {}, {}}).find("no method") != std::string::npos);
    CHECK(complaint({"GET", "a/b", {}, {}}).find("no URL") != std::string::npos);
    CHECK(complaint({"GET", "/a", {"X-Beta"}, {}}).find("'Name: value'") != std::string::npos);
    CHECK(complaint({"GET", "/a", {"X Beta: 1"}, {}}).find("no header field") != std::string::npos);
    CHECK(complaint({"GET", "/a", {}, "10.0.0"}).find("no address") != std::string::npos);
}

TEST_CASE("what the facade refuses before it routes is said as it says it") {
    auto const refused = [](std::string const& method, std::string const& url) {
        auto const request = told_request::from({method, url, {}, {}});
        REQUIRE(request.has_error());
        CHECK(request.error().status == exit_status::failed);
        return request.error().messages.front().substr(0, 46);
    };
    CHECK(refused("TRACE", "/x") == "the facade answers 405 to this request: CONNEC");
    CHECK(refused("CONNECT", "shop.example:443") == "the facade answers 405 to this request: CONNEC");
    CHECK(refused("GET", "*") == "the facade answers 400 to this request: the ta");
    CHECK(refused("GET", "http://a b/x") == "the facade answers 400 to this request: the re");
}

TEST_CASE("X-Forwarded-For names the client where the peer is trusted, and only there") {
    auto const client = [](std::string const& peer, std::vector<std::string> headers) {
        auto const request = told_request::from({"GET", "/a", std::move(headers), peer},
                                                {*rules::network::parse("10.0.0.0/8")});
        REQUIRE(request.has_value());
        return request->client.to_string();
    };
    CHECK(client("10.0.0.1", {"X-Forwarded-For: 6.6.6.6, 192.0.2.7, 10.0.0.9"}) == "192.0.2.7");
    CHECK(client("10.0.0.1", {"x-forwarded-for: 192.0.2.7", "X-Forwarded-For: 10.2.2.2"}) == "192.0.2.7");
    CHECK(client("11.0.0.1", {"X-Forwarded-For: 192.0.2.7"}) == "11.0.0.1");
    CHECK(client("10.0.0.1", {}) == "10.0.0.1");
}

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
    CHECK(told("*").path == "*");
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

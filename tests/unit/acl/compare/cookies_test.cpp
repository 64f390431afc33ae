#include "comparing.hpp"

#include <catch2/catch.hpp>

using namespace ficus::acl;
using comparing::found;

namespace {

constexpr std::int64_t now = 1'735'063'200'000; // 2024-12-24T18:00:00Z

using set_cookies = std::vector<std::string_view>;

comparison cookies(set_cookies const& legacy, set_cookies const& modern,
                   cookie_policy policy = cookie_policy::attributes, std::vector<std::string> ignore = {}) {
    compare_options options;
    options.cookies = policy;
    options.ignore = std::move(ignore);
    auto const fields = [](set_cookies const& from) {
        std::vector<header_view> all = {{"Content-Type", "text/plain"}};
        for (auto const value : from) all.push_back({"Set-Cookie", value});
        return all;
    };
    auto const l = fields(legacy);
    auto const m = fields(modern);
    return comparing::compiled(options).compare({200, l, "", ""}, {200, m, "", ""}, now);
}

found differing(set_cookies const& legacy, set_cookies const& modern,
                cookie_policy policy = cookie_policy::attributes, std::vector<std::string> ignore = {}) {
    return comparing::lines(cookies(legacy, modern, policy, std::move(ignore)));
}

} // namespace

TEST_CASE("cookies are compared where that is asked for") {
    CHECK(differing({"sid=1"}, {}, cookie_policy::off).empty());
    CHECK(differing({"sid=1"}, {}, cookie_policy::names) == found{"missing cookie:sid"});
    CHECK(differing({}, {"sid=1"}, cookie_policy::names) == found{"extra cookie:sid"});
    CHECK(differing({"a=1", "b=1"}, {"b=2", "a=3"}, cookie_policy::names).empty());
    CHECK(differing({"sid=1; Secure"}, {"sid=1; Path=/x"}, cookie_policy::names).empty());
}

TEST_CASE("a cookie's value is neither compared nor shown") {
    CHECK(differing({"sid=4111-secret; Path=/"}, {"sid=other; Path=/"}).empty());
    auto const differs = cookies({"sid=4111-secret; Path=/; HttpOnly"}, {}).differences.at(0);
    CHECK(differs.path == "cookie:sid");
    CHECK(differs.legacy == "[redacted]; path=/; httponly=yes");
    CHECK(differs.modern.empty());
    CHECK(cookies({"4111-secret; Secure"}, {"4111-secret"}).differences.at(0).legacy == "yes");
}

TEST_CASE("each attribute that differs is a difference of its own") {
    CHECK(differing({"s=1; Path=/; Domain=a.example; Secure; HttpOnly; SameSite=Lax; Max-Age=60"},
                    {"s=1; Path=/x; Domain=b.example; SameSite=Strict"}) ==
          found{"value cookie:s.path", "value cookie:s.domain", "value cookie:s.lifetime",
                "value cookie:s.secure", "value cookie:s.httponly", "value cookie:s.samesite"});
    CHECK(differing({"s=1; path = /; DOMAIN=.A.example; secure; samesite=LAX; Unknown=1"},
                    {"s=1;Path=/;Domain=a.example;Secure=;SameSite=lax"})
              .empty());
    auto const differs = cookies({"s=1; Path=/a"}, {"s=1; path=relative"}).differences.at(0);
    CHECK(differs.legacy == "/a");
    CHECK(differs.modern.empty());
}

TEST_CASE("of a cookie's lifetime counts whether it is kept or deleted, and not for how long") {
    CHECK(differing({"s=1; Max-Age=60"}, {"s=1; Max-Age=3600"}).empty());
    CHECK(differing({"s=1; Max-Age=60"}, {"s=1; Expires=Wed, 24 Dec 2025 18:00:00 GMT"}).empty());
    CHECK(differing({"s=; Max-Age=0"}, {"s=; Expires=Thu, 01-Jan-1970 00:00:01 GMT"}).empty());
    CHECK(differing({"s=; Max-Age=-1"}, {"s=; Expires=Mon, 23 Dec 2024 18:00:00 GMT"}).empty());
    CHECK(differing({"s=; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT"}, {"s=1; Max-Age=60"}).empty());
    auto const differs = cookies({"s=; Max-Age=0"}, {"s=1; Max-Age=60"}).differences.at(0);
    CHECK(differs.path == "cookie:s.lifetime");
    CHECK(differs.legacy == "deleted");
    CHECK(differs.modern == "kept");
    CHECK(differing({"s=1"}, {"s=1; Max-Age=60"}) == found{"value cookie:s.lifetime"});
}

TEST_CASE("cookies of one name are paired in their order") {
    CHECK(differing({"s=1; Path=/a", "s=2; Path=/b"}, {"s=1; Path=/a", "s=2; Path=/b"}).empty());
    CHECK(differing({"s=1; Path=/a", "s=2; Path=/b"}, {"s=1; Path=/a", "s=2; Path=/c"}) ==
          found{"value cookie:s.path"});
    CHECK(differing({"s=1", "s=2", "s=3"}, {"s=1"}) == found{"missing cookie:s", "missing cookie:s"});
}

TEST_CASE("cookies can be ignored, one of their attributes, or all that begin alike") {
    CHECK(differing({"a=1"}, {"b=1"}, cookie_policy::names, {"cookie:a"}) == found{"extra cookie:b"});
    CHECK(differing({"wp_1=1; Secure", "x=1"}, {"wp_2=1", "x=1; Secure"}, cookie_policy::attributes,
                    {"cookie:wp_*"}) == found{"value cookie:x.secure"});
    CHECK(differing({"connect.sid=1; Secure; Path=/"}, {"connect.sid=1; Path=/x"}, cookie_policy::attributes,
                    {"cookie:connect.sid.secure"}) == found{"value cookie:connect.sid.path"});
    CHECK(differing({"connect.sid=1"}, {}, cookie_policy::attributes, {"cookie:connect.sid"}).empty());
    CHECK(differing({"a=1; Secure"}, {"a=1"}, cookie_policy::attributes, {"cookie:*.secure"}).empty());
    CHECK(differing({"a=1; Secure"}, {}, cookie_policy::attributes, {"cookie:*.secure"}) ==
          found{"missing cookie:a"});
}

#include "facade/translation/own_origin.hpp"

#include <catch2/catch.hpp>

using namespace ficus;
using translation::link_view;
using translation::own_origin;

namespace {

own_origin const
    legacy({.redirects = true,
            .origins = {"http://127.0.0.1:9001", "http://legacy.internal", "https://legacy.internal"},
            .cookie_domain = {{".old.example", "shop.example"}, {"gone.example", ""}},
            .cookie_path = {{"/", "/all"}, {"/app", "/"}, {"/app/deep", "/d"}}});

link_view seen_from(std::string_view scheme = "https", std::string_view host = "shop.example") {
    link_view seen;
    seen.scheme = scheme;
    seen.host = host;
    seen.client_path = "/here/it";
    seen.asked_path = "/here/it";
    return seen;
}

std::string url(std::string_view text, link_view const& seen = seen_from()) {
    return legacy.url(text, seen).value_or("stays");
}

/// `/v2/X` is `/old?is=X`.
link_view translated(std::string_view asked = "/v2/orders") {
    auto seen = seen_from();
    seen.asked_path = asked;
    seen.translate = [](std::string_view target) -> std::optional<std::string> {
        if (!target.starts_with("/v2/")) return std::nullopt;
        return "/old?is=" + std::string(target.substr(4));
    };
    return seen;
}

} // namespace

TEST_CASE("a URL of an upstream's own is the client's; one of anybody else's stays") {
    CHECK(url("http://127.0.0.1:9001/a?b#c") == "https://shop.example/a?b#c");
    CHECK(url("HTTP://Legacy.Internal/a") == "https://shop.example/a");
    CHECK(url("https://legacy.internal:443/a") == "https://shop.example/a");
    CHECK(url("http://legacy.internal:/a") == "https://shop.example/a");
    CHECK(url("//legacy.internal/a") == "//shop.example/a");
    CHECK(url("http://legacy.internal") == "https://shop.example/");
    CHECK(url("http://legacy.internal?q") == "https://shop.example/?q");
    CHECK(url("http://legacy.internal/a", seen_from("http", "")) == "/a");
    for (auto const* other :
         {"", "/a", "a", "#x", "?q", "mailto:a@legacy.internal", "http:", "http:/a", "http:///a",
          "https://127.0.0.1:9001/", "http://legacy.internal:8080/", "http://legacy.internal.evil.example/",
          "http://u@legacy.internal/", "http://legacy.internal@evil.example/",
          "http://evil.example/?http://legacy.internal/", "http://shop.example/a", "ftp://legacy.internal/",
          "http://legacy.internal\\@evil.example/"}) {
        CAPTURE(other);
        CHECK(url(other) == "stays");
    }
}

TEST_CASE("nothing that ends a URL or a line comes out of one") {
    for (auto const* odd : {"http://legacy.internal/a\r\nSet-Cookie: x", "http://legacy.internal/a b",
                            "http://legacy.internal/\"", "http://legacy.internal/a>b"}) {
        CAPTURE(odd);
        CHECK(url(odd) == "stays");
    }
}

TEST_CASE("a target of the other model becomes that of the client's, relative or not") {
    CHECK(url("/v2/orders/7", translated()) == "/old?is=orders/7");
    CHECK(url("http://legacy.internal/v2/7#f", translated()) == "https://shop.example/old?is=7#f");
    // By the Host that it was told.
    CHECK(url("http://shop.example/v2/7", translated()) == "http://shop.example/old?is=7");
    CHECK(url("http://shop.example/v3/7", translated()) == "stays");
    CHECK(url("orders/7", translated()) == "/old?is=orders/7");
    CHECK(url("../v2/./a/../7", translated("/v2/orders")) == "/old?is=7");
    CHECK(url("?page=2", translated()) == "/old?is=orders?page=2");
    // Where the client asked for another path than the upstream was.
    CHECK(url("lines", translated("/v3/orders/7")) == "/v3/orders/lines");
    CHECK(url("/v3/x", translated()) == "stays");
    CHECK(url("https://pay.example/v2/7", translated()) == "stays");
}

TEST_CASE("Refresh and Link have URLs within") {
    auto const refresh = [](std::string_view text) {
        return legacy.refresh(text, seen_from()).value_or("stays");
    };
    CHECK(refresh("5; url=http://legacy.internal/a") == "5; url=https://shop.example/a");
    CHECK(refresh("0;URL='http://legacy.internal/a'") == "0;URL='https://shop.example/a'");
    CHECK(refresh("1, http://legacy.internal/a") == "1, https://shop.example/a");
    CHECK(refresh("5; url=") == "stays");
    CHECK(refresh("5") == "stays");
    CHECK(refresh("5;") == "stays");
    auto const links = [](std::string_view text) {
        return legacy.links(text, seen_from()).value_or("stays");
    };
    CHECK(links("<http://legacy.internal/2>; rel=next; title=\"<http://legacy.internal/3>\", "
                "<//legacy.internal>") ==
          "<https://shop.example/2>; rel=next; title=\"<http://legacy.internal/3>\", <//shop.example/>");
    CHECK(links("</a>; rel=next") == "stays");
    CHECK(links("<http://legacy.internal/2") == "<https://shop.example/2");
    CHECK(links("<") == "stays");
    CHECK(links("\"\\") == "stays");
}

TEST_CASE("a cookie's domain and path are the client's") {
    auto const cookie = [](std::string_view text) { return legacy.cookie(text).value_or("stays"); };
    CHECK(cookie("a=b; Domain=old.example; Secure") == "a=b; Domain=shop.example; Secure");
    CHECK(cookie("a=b;domain = .OLD.example") == "a=b; domain=shop.example");
    CHECK(cookie("a=b; Domain=gone.example; Path=/x") == "a=b; Path=/all/x");
    // What nobody has named stays, the upstream's own host too.
    CHECK(cookie("a=b; Domain=legacy.internal") == "stays");
    CHECK(cookie("a=b; Domain=else.example") == "stays");
    CHECK(cookie("a=b; Path=/app") == "a=b; Path=/");
    CHECK(cookie("a=b; Path=/app/x/") == "a=b; Path=/x/");
    CHECK(cookie("a=b; Path=/app/deep/x") == "a=b; Path=/d/x");
    CHECK(cookie("a=b; Path=/apple") == "a=b; Path=/all/apple");
    CHECK(cookie("a=b; Path=x") == "stays");
    CHECK(cookie("Path=/app; HttpOnly") == "stays");
    CHECK(cookie("") == "stays");
}

// What an upstream calls itself in its answers, and what its clients get of that.
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

namespace {

handler answers(fields const& head, int status = 302) {
    return [=](exchange& on) {
        on.read_body();
        on.answer(status, "", head);
    };
}

script translating() {
    script with;
    with.fresh = "host = \"orders.internal\"\n";
    with.orders = "translator = \"create\"\n";
    with.orders_match = R"([ { path = "/create.php" } ])";
    with.rest = R"(
[features.fetch]
modern = "fresh"
translator = "fetch"
match = [ { path = "/order.php" } ]
[translators.create]
legacy = { format = "form" }
modern = { format = "json" }
[translators.create.request]
path = { legacy = "/create.php", modern = "/v2/orders" }
[[translators.create.fields]]
legacy = "id"
modern = "id"
[translators.fetch]
legacy = { format = "form" }
modern = { format = "json" }
[translators.fetch.request]
legacy = { format = "none" }
modern = { format = "none" }
path = { legacy = "/order.php", modern = "/v2/orders/{id}" }
[[translators.fetch.request.fields]]
legacy = "query:id"
modern = "path:id"
[[translators.fetch.response.fields]]
legacy = "id"
modern = "id"
)";
    return with;
}

} // namespace

TEST_CASE("a redirect to the upstream itself is one to the facade") {
    scene stage;
    auto const own = stage.legacy.url();
    stage.legacy.on_request(answers({{"Location", own + "/next?a=1#top"},
                                     {"Content-Location", own + "/this"},
                                     {"Refresh", "5; url=" + own + "/later"},
                                     {"Link", "<" + own + "/page/2>; rel=next, <https://elsewhere.example/>"},
                                     {"X-Own", own + "/as it is"}}));
    stage.start();
    raw_client client(stage.port());
    auto const got = client.ask("GET /here HTTP/1.1\r\nHost: shop.example:8443\r\n\r\n");
    CHECK(got.field("Location") == "http://shop.example:8443/next?a=1#top");
    CHECK(got.field("Content-Location") == "http://shop.example:8443/this");
    CHECK(got.field("Refresh") == "5; url=http://shop.example:8443/later");
    CHECK(got.field("Link") == "<" + own + "/page/2>; rel=next, <https://elsewhere.example/>");
    CHECK(got.field("X-Own") == own + "/as it is");
    CHECK(got.head.all("Location").size() == 1);
}

TEST_CASE("nobody is sent elsewhere than to that very origin, and what asks for it is not looked into") {
    script with;
    with.monolith = "host = \"legacy.internal\"\n";
    scene stage(with);
    auto const own = stage.legacy.url();
    auto const other = [&](std::string const& location) {
        stage.legacy.on_request(
            answers({{"Location", location}, {"Set-Cookie", "a=b; Domain=legacy.internal; Path=/app"}}));
        raw_client client(stage.port());
        auto const got =
            client.ask("GET / HTTP/1.1\r\nHost: shop.example\r\nReferer: http://shop.example/a\r\n"
                       "Origin: http://shop.example\r\n\r\n");
        CHECK(got.field("Set-Cookie") == "a=b; Domain=legacy.internal; Path=/app");
        auto const asked = stage.legacy.last().head;
        CHECK(asked.field("Referer") == "http://shop.example/a");
        CHECK(asked.field("Origin") == "http://shop.example");
        return got.field("Location").value_or("");
    };
    stage.start();
    CHECK(other("http://legacy.internal/a") == "http://shop.example/a");
    CHECK(other(own + "/a") == "http://shop.example/a");
    for (auto const* stays : {"https://legacy.internal/a", "http://legacy.internal:8080/a",
                              "http://www.legacy.internal/a", "https://shop.example/a", "/a", "a"})
        CHECK(other(stays) == stays);
}

TEST_CASE("Link follows where an upstream says so") {
    script with;
    with.monolith = "links = \"rewrite\"\n";
    scene stage(with);
    auto const own = stage.legacy.url();
    stage.legacy.on_request(
        answers({{"Link", "<" + own + "/page/2>; rel=next, <https://elsewhere.example/>"}}, 200));
    stage.start();
    raw_client client(stage.port());
    CHECK(client.ask("GET / HTTP/1.1\r\nHost: shop.example:8443\r\n\r\n").field("Link") ==
          "<http://shop.example:8443/page/2>; rel=next, <https://elsewhere.example/>");
}

TEST_CASE("by trusted proxies the client's own scheme and host are known") {
    script with;
    with.facade = "trusted_proxies = [\"127.0.0.1\"]\n";
    scene stage(with);
    stage.legacy.on_request(answers({{"Location", stage.legacy.url() + "/next"}}));
    stage.start();
    raw_client client(stage.port());
    auto const to = [&](fields const& head) { return client.ask(get("/", head)).field("Location"); };
    CHECK(to({{"X-Forwarded-Proto", "https"}, {"X-Forwarded-Host", "shop.example"}}) ==
          "https://shop.example/next");
    // What is no host is nobody's.
    CHECK(to({{"X-Forwarded-Host", "shop.example/evil?"}, {"X-Forwarded-Proto", "gopher"}})
              ->starts_with("http://"));
    CHECK(to({{"X-Forwarded-Host", "shop.example/evil?"}})->find("evil") == std::string::npos);
}

TEST_CASE("what is said to be kept is kept, and what else an upstream calls itself can be named") {
    script with;
    with.monolith = "redirects = \"keep\"\n";
    with.fresh = "origins = [\"https://old.example\"]\ncookie_domain = { \"old.example\" = \"\" }\n"
                 "cookie_path = { \"/app\" = \"/\" }\n";
    scene stage(with);
    auto const own = stage.legacy.url() + "/next";
    stage.legacy.on_request(answers({{"Location", own}}));
    stage.modern.on_request(answers({{"Location", "https://OLD.example:443/next"},
                                     {"Set-Cookie", "sid=1; Domain=.old.example; Path=/app/x; HttpOnly"},
                                     {"Set-Cookie", "b=Path=/app; Secure"}}));
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    CHECK(client.ask(get("/other")).field("Location") == own);
    auto const got = client.ask("GET /orders HTTP/1.1\r\nHost: shop.example\r\n\r\n");
    CHECK(got.field("Location") == "http://shop.example/next");
    CHECK(got.head.all("Set-Cookie") ==
          std::vector<std::string>{"sid=1; Path=/x; HttpOnly", "b=Path=/app; Secure"});
}

TEST_CASE("a redirect from one model into the other leads to where that is, whichever feature it is of") {
    scene stage(translating());
    stage.start();
    stage.flip("modern");
    stage.cli_json({"flip", "fetch", "modern"});
    raw_client client(stage.port());
    auto const to = [&](std::string const& location) {
        stage.modern.on_request(answers({{"Location", location}}, 201));
        return client
            .ask("POST /create.php HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 4\r\n"
                 "Content-Type: application/x-www-form-urlencoded\r\n\r\nid=7")
            .field("Location");
    };
    CHECK(to("/v2/orders/7") == "/order.php?id=7");
    CHECK(to("http://orders.internal/v2/orders/7?x=1") == "http://shop.example/order.php?x=1&id=7");
    CHECK(to("orders/a%26b") == "/order.php?id=a%26b");
    CHECK(to("/v2/orders/7/lines") == "/v2/orders/7/lines");
    CHECK(to("https://pay.example/v2/orders/7") == "https://pay.example/v2/orders/7");
}

TEST_CASE("answers that differ in their sides' own names alone are equal") {
    script with;
    with.rest = "[features.orders.compare]\nheaders = [\"location\"]\n";
    scene stage(with);
    stage.legacy.on_request(answers({{"Location", stage.legacy.url() + "/orders/8"}}));
    stage.modern.on_request(answers({{"Location", stage.modern.url() + "/orders/8"}}));
    stage.start();
    stage.cli_json({"shadow", "orders", "100%"});
    raw_client client(stage.port());
    client.ask(get("/orders/7"));
    CHECK(eventually([&] {
        return stage.facade().metric("ficus_shadow_requests_total{feature=\"orders\",outcome=\"matched\"}") ==
               1;
    }));
}

TEST_CASE("links in bodies lead where redirects do, both ways") {
    auto with = translating();
    with.rest += R"(
[[translators.fetch.response.fields]]
legacy = "next"
modern = "next"
link   = true
[[translators.create.request.fields]]
legacy = "after"
modern = "after"
link   = true
)";
    scene stage(with);
    stage.modern.on_request([](exchange& on) {
        on.read_body();
        on.answer(200, R"({"id":"7","next":"http://orders.internal/v2/orders/8"})",
                  {{"Content-Type", "application/json"}});
    });
    stage.start();
    stage.flip("modern");
    stage.cli_json({"flip", "fetch", "modern"});
    raw_client client(stage.port());
    auto const got = client.ask("GET /order.php?id=7 HTTP/1.1\r\nHost: shop.example\r\n\r\n");
    CHECK(got.text() == "id=7&next=http%3A%2F%2Fshop.example%2Forder.php%3Fid%3D8");
    for (auto const& [after, becomes] :
         {std::pair{"http%3A%2F%2Fshop.example%2Forder.php%3Fid%3D8", "http://orders.internal/v2/orders/8"},
          {"%2Forder.php%3Fid%3D8", "/v2/orders/8"},
          {"http%3A%2F%2Felse.example%2Forder.php%3Fid%3D8", "http://else.example/order.php?id=8"}}) {
        std::string const body = "after=" + std::string(after);
        client.ask("POST /create.php HTTP/1.1\r\nHost: shop.example\r\nContent-Length: " +
                   std::to_string(body.size()) +
                   "\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n" + body);
        CHECK(stage.modern.last().body.bytes == "{\"after\":\"" + std::string(becomes) + "\"}");
    }
}

// What is put together for others than clients that wait for a body: for HEAD, for copies; and where its
// links lead.
#include "e2e/composing.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

TEST_CASE("a HEAD needs no calls") {
    fake_upstream customers;
    scene stage(composing(customers));
    stage.modern.on_request([](exchange& on) {
        on.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n");
    });
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    client.send(request("HEAD", "/orders/7"));
    CHECK(client.read_answer("HEAD").status == 200);
    CHECK(customers.count() == 0);
}

TEST_CASE("a copy's answer is put together, too, or the copy is skipped for a reason of its own") {
    fake_upstream customers(answers(R"({"name":"Ann"})"));
    scene stage(composing(customers));
    stage.legacy.on_request([](exchange& on) {
        on.answer(200, whole, {{"Content-Type", "application/xml"}});
    });
    stage.modern.on_request(answers(R"({"id":"7"})"));
    stage.start();
    stage.cli_json({"shadow", "orders", "100%"});
    CHECK(xml(ask(stage.port(), get("/orders/7"))) == whole);
    auto const counted = [&](std::string const& series) { return stage.facade().metric(series); };
    CHECK(eventually([&] {
        return counted("ficus_shadow_requests_total{feature=\"orders\",outcome=\"matched\"}") == 1.0;
    }));
    REQUIRE(customers.count() == 1);
    CHECK(customers.last().field("X-Ficus-Shadow") == "1");
    CHECK(customers.last().field("X-Request-ID") == stage.legacy.last().field("X-Request-ID"));
    customers.on_request(answers("{}", 500));
    CHECK(xml(ask(stage.port(), get("/orders/7"))) == whole);
    CHECK(eventually([&] {
        return counted("ficus_shadow_skipped_total{feature=\"orders\",reason=\"call_failed\"}") == 1.0;
    }));
}

TEST_CASE("links in a call's answer lead where those of its own upstream do, in copies too") {
    fake_upstream customers;
    auto with = composing(customers);
    with.rest += R"([[translators.orders.response.fields]]
legacy = "Self"
modern = "self"
link   = true
[[translators.orders.response.fields]]
legacy = "CustomerAt"
modern = "customer:self"
link   = true
[[translators.orders.response.fields]]
legacy = "Else[]"
modern = "customer:others[]"
[[translators.orders.response.fields.fields]]
legacy = "@at"
modern = "at"
link   = true
[translators.customer]
legacy = { format = "xml", root = "Customer" }
modern = { format = "json" }
[translators.customer.request]
path = { legacy = "/kunden/{id}", modern = "/customers/{id}" }
[[translators.customer.fields]]
legacy = "Name"
modern = "name"
[features.customers]
match = [ { path = "/kunden/{id}" } ]
modern = "customers"
translator = "customer"
)";
    scene stage(with);
    auto const own = customers.url();
    stage.modern.on_request([&](exchange& on) {
        answers(R"({"id":"7","self":")" + stage.modern.url() + R"(/v2/orders/7"})")(on);
    });
    customers.on_request(answers(R"({"self":")" + own +
                                 R"(/customers/7","others":[{"at":"/customers/8"},{"at":"9"},{"at":")" +
                                 stage.modern.url() + R"(/v2/orders/7"}]})"));
    auto const expected = "<Order><No>7</No><Self>http://shop.example/orders/7</Self>"
                          "<CustomerAt>http://shop.example/kunden/7</CustomerAt><Else "
                          "at=\"/kunden/8\"/><Else at=\"/kunden/9\"/><Else at=\"" +
                          stage.modern.url() + "/v2/orders/7\"/></Order>";
    stage.legacy.on_request([expected](exchange& on) {
        on.read_body();
        on.answer(200, expected, {{"Content-Type", "application/xml"}});
    });
    stage.start();
    std::string const request = "GET /orders/7 HTTP/1.1\r\nHost: shop.example\r\n\r\n";
    stage.cli_json({"shadow", "orders", "100%"});
    raw_client client(stage.port());
    client.ask(request);
    CHECK(eventually([&] {
        return stage.facade().metric("ficus_shadow_requests_total{feature=\"orders\",outcome=\"matched\"}") ==
               1;
    }));
    stage.flip("modern");
    CHECK(xml(client.ask(request)) == expected);
}

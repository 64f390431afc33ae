// A translator that moves values between path, query, headers and body, and changes the method.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

namespace {

script moving(std::string const& contract) {
    script with;
    with.orders = "translator = \"orders\"\ncontract = \"" + contract + "\"\n";
    with.orders_match = R"([ { path = "/order.php" }, { path = "/v2/orders/{id}" } ])";
    with.rest = R"(
[translators.orders]
legacy = { format = "form" }
modern = { format = "json" }
[translators.orders.request]
path   = { legacy = "/order.php", modern = "/v2/orders/{id}" }
method = { legacy = "POST", modern = "PATCH" }
[[translators.orders.request.fields]]
legacy   = "action"
constant = "update"
[[translators.orders.request.fields]]
legacy = "id"
modern = "path:id"
[[translators.orders.request.fields]]
legacy = "query:lang"
modern = "header:X-Language"
[[translators.orders.request.fields]]
legacy = "qty"
modern = "quantity"
type   = "integer"
[[translators.orders.response.fields]]
legacy = "done"
modern = "done"
)";
    return with;
}

script fetching(std::string const& contract) {
    script with;
    with.orders = "translator = \"orders\"\ncontract = \"" + contract + "\"\n";
    with.orders_match = R"([ { path = "/fetch.php" }, { path = "/v2/orders/{id}" } ])";
    with.rest = R"(
[translators.orders]
legacy = { format = "form" }
modern = { format = "json" }
[translators.orders.request]
modern = { format = "none" }
path   = { legacy = "/fetch.php", modern = "/v2/orders/{id}" }
method = { legacy = "POST", modern = "GET" }
[[translators.orders.request.fields]]
legacy = "id"
modern = "path:id"
[[translators.orders.request.fields]]
legacy = "page"
modern = "query:page"
[[translators.orders.response.fields]]
legacy = "done"
modern = "done"
)";
    return with;
}

std::function<void(exchange&)> answers(std::string const& type, std::string const& body) {
    return [=](exchange& on) {
        on.read_body();
        on.answer(200, body, {{"Content-Type", type}});
    };
}

constexpr auto form = "application/x-www-form-urlencoded";
constexpr auto json = "application/json";

} // namespace

TEST_CASE("a form that names its action becomes a PATCH of a resource") {
    scene stage(moving("legacy"));
    stage.modern.on_request(answers(json, R"({"done":"yes"})"));
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    auto const got = client.ask(request("POST", "/order.php?lang=de&debug=1", {{"Content-Type", form}},
                                        "action=update&id=7%2F1&qty=2"));
    CHECK(got.status == 200);
    CHECK(got.text() == "done=yes");
    auto const seen = stage.modern.last();
    CHECK(seen.method == "PATCH");
    CHECK(seen.target == "/v2/orders/7%2F1?debug=1");
    CHECK(seen.field("X-Language") == "de");
    CHECK(seen.head.all("Content-Type").size() == 1);
    CHECK(seen.body.bytes == R"({"quantity":2})");

    // What is no update is served by the side whose dialect it is in.
    CHECK(client.ask(request("POST", "/order.php", {{"Content-Type", form}}, "action=delete&id=7")).text() ==
          "legacy");
    CHECK(stage.legacy.last().body.bytes == "action=delete&id=7");
}

TEST_CASE("a PATCH of a resource becomes a form that names its action") {
    scene stage(moving("modern"));
    stage.legacy.on_request(answers(form, "done=yes"));
    stage.start();
    raw_client client(stage.port());
    auto const got = client.ask(request("PATCH", "/v2/orders/7%20a?debug=1",
                                        {{"Content-Type", json}, {"X-Language", "de"}}, R"({"quantity":2})"));
    CHECK(got.text() == R"({"done":"yes"})");
    auto const seen = stage.legacy.last();
    CHECK(seen.method == "POST");
    CHECK(seen.target == "/order.php?debug=1&lang=de");
    CHECK_FALSE(seen.field("X-Language"));
    CHECK(seen.body.bytes == "action=update&id=7+a&qty=2");
}

TEST_CASE("a request without a body that gets one is sent whole, once, and the next one begins behind it") {
    scene stage(fetching("modern"));
    stage.legacy.on_request(answers(form, "done=yes"));
    stage.start();
    raw_client client(stage.port());
    for (std::string const id : {"7", "8", "9"}) {
        CAPTURE(id);
        auto const got =
            client.ask(request("GET", "/v2/orders/" + id + "?page=2&x=1", {{"Content-Type", json}}));
        CHECK(got.status == 200);
        CHECK(got.text() == R"({"done":"yes"})");
        auto const seen = stage.legacy.last();
        CHECK(seen.method == "POST");
        CHECK(seen.target == "/fetch.php?x=1");
        CHECK(seen.head.all("Content-Type").size() == 1);
        CHECK(seen.field("Content-Type") == form);
        CHECK(seen.body.bytes == "id=" + id + "&page=2");
        CHECK(seen.body.end == ending::complete);
    }
}

TEST_CASE("a request whose body is gone is sent without one, and no length of it") {
    scene stage(fetching("legacy"));
    stage.modern.on_request(answers(json, R"({"done":"yes"})"));
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    for (std::string const id : {"7", "8"}) {
        CAPTURE(id);
        auto const got =
            client.ask(request("POST", "/fetch.php", {{"Content-Type", form}}, "id=" + id + "&page=a%26b"));
        CHECK(got.text() == "done=yes");
        auto const seen = stage.modern.last();
        CHECK(seen.method == "GET");
        CHECK(seen.target == "/v2/orders/" + id + "?page=a%26b");
        CHECK_FALSE(seen.field("Content-Type"));
        CHECK(seen.body.bytes.empty());
    }
}

TEST_CASE("values cannot leave their place: a dot segment, a path that is another operation's") {
    scene stage(fetching("legacy"));
    stage.modern.on_request(answers(json, R"({"done":"yes"})"));
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    for (auto const* id : {"..", "a%2F..%2Fb", "", "%FF"}) {
        CAPTURE(id);
        auto const before = stage.modern.count();
        CHECK(client.ask(request("POST", "/fetch.php", {{"Content-Type", form}}, "id=" + std::string(id)))
                  .text() == "legacy");
        CHECK(stage.modern.count() == before);
    }
    CHECK(client.ask(request("POST", "/fetch.php", {{"Content-Type", form}}, "id=1%3Fadmin%3D1%0D%0AX: y"))
              .text() == "done=yes");
    CHECK(stage.modern.last().target == "/v2/orders/1%3Fadmin=1%0D%0AX:%20y");
}

TEST_CASE("an answer without a body says by the fields of answers what it has besides") {
    script with;
    with.orders = "translator = \"orders\"\n";
    with.rest = R"(
[translators.orders]
legacy = { format = "json" }
modern = { format = "json" }
[[translators.orders.response.fields]]
legacy = "header:X-Order"
modern = "header:Location"
[[translators.orders.response.fields]]
legacy = "no"
modern = "id"
)";
    scene stage(with);
    stage.modern.on_request([](exchange& on) {
        on.read_body();
        if (on.request().method == "DELETE")
            on.send("HTTP/1.1 204 No Content\r\nLocation: /gone\r\n\r\n");
        else
            on.answer(201, "", {{"Location", "/v2/orders/7"}});
    });
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    auto const made = client.ask(request("POST", "/orders", {{"Content-Type", json}}, "{}"));
    CHECK(made.status == 201);
    CHECK(made.field("X-Order") == "/v2/orders/7");
    CHECK_FALSE(made.field("Location"));
    CHECK_FALSE(made.field("Content-Type"));
    CHECK(made.field("Content-Length") == "0");
    auto const gone = client.ask(request("DELETE", "/orders/7"));
    CHECK(gone.status == 204);
    CHECK(gone.field("X-Order") == "/gone");
    CHECK_FALSE(gone.field("Content-Length"));
    CHECK(client.ask(request("POST", "/orders", {{"Content-Type", json}}, "{}")).whole());
}

TEST_CASE("a field reads a Location as it came, with an origin before it or without") {
    script with;
    with.orders = "translator = \"orders\"\n";
    with.orders_match = R"([ { path = "/orders" }, { path = "/orders/{id}" } ])";
    with.rest = R"(
[translators.orders]
legacy = { format = "json" }
modern = { format = "json" }
request.path = { legacy = "/orders/{id}", modern = "/v2/orders/{id}" }
[[translators.orders.response.fields]]
legacy = "no"
modern = "header:Location"
prefix = { modern = "/v2/orders/" }
origin = "modern"
)";
    scene stage(with);
    std::string location;
    stage.modern.on_request([&](exchange& on) {
        on.read_body();
        on.answer(201, "", {{"Location", location}});
    });
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    for (auto const& origin : {std::string(), stage.modern.url(), std::string("https://API.example")}) {
        location = origin + "/v2/orders/7";
        auto const made = client.ask(request("POST", "/orders", {{"Content-Type", json}}, "{}"));
        CHECK(made.text() == R"({"no":"7"})");
        CHECK_FALSE(made.field("Location"));
    }
}

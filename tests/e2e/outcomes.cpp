// Answers that lie about their status, and what an answer leaves on its connection.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"
#include "support/gate.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

namespace {

script lying(std::string const& contract, std::string const& more = {}) {
    script with;
    with.orders = "translator = \"orders\"\ncontract = \"" + contract + "\"\n";
    with.rest = "[translators.orders]\n" + more + R"(
legacy = { format = "xml", root = "Order" }
modern = { format = "json" }
[[translators.orders.fields]]
legacy = "No"
modern = "id"
type   = "integer"
[[translators.orders.outcomes]]
legacy = { status = 200, root = "error", when = { "@code" = "17" } }
modern = { status = 404, type = "application/problem+json", when = { title = "no such order" } }
[[translators.orders.outcomes]]
legacy = { status = 200, root = "gone" }
modern = { status = 204, body = { format = "none" } }
[[translators.orders.outcomes]]
legacy = { status = 202, body = { format = "text" } }
modern = { status = 204, body = { format = "none" } }
)";
    return with;
}

std::function<void(exchange&)> answers(int status, std::string const& type, std::string const& body) {
    return [=](exchange& on) {
        on.read_body();
        if (type.empty())
            on.answer(status, body);
        else
            on.answer(status, body, {{"Content-Type", type}});
    };
}

} // namespace

TEST_CASE("a legacy 200 with an error in it is a 404 to those who speak modern, and a success without "
          "content a 204") {
    scene stage(lying("modern"));
    stage.start();
    raw_client client(stage.port());
    stage.legacy.on_request(answers(200, "text/xml", "<error code=\"17\"/>"));
    auto const got = client.ask(get("/orders/7"));
    CHECK(got.status == 404);
    CHECK(got.field("Content-Type") == "application/problem+json");
    CHECK(got.text() == R"({"title":"no such order"})");
    stage.legacy.on_request(answers(200, "text/xml", "<gone/>"));
    for (int round = 0; round < 2; ++round) {
        auto const none = client.ask(request("DELETE", "/orders/7"));
        CHECK(none.status == 204);
        CHECK_FALSE(none.field("Content-Length"));
        CHECK_FALSE(none.field("Content-Type"));
    }
    stage.legacy.on_request(answers(200, "text/xml", "<Order><No>7</No></Order>"));
    CHECK(client.ask(get("/orders/7")).text() == R"({"id":7})");
}

TEST_CASE(
    "a modern 404 is the legacy application's 200 to its clients, and a 204 has its body or an empty one") {
    scene stage(lying("legacy"));
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    stage.modern.on_request(
        answers(404, "application/problem+json", R"({"title":"no such order","trace":1})"));
    auto const got = client.ask(get("/orders/7"));
    CHECK(got.status == 200);
    CHECK(got.text().find("<error code=\"17\"/>") != std::string::npos);
    stage.modern.on_request(answers(204, "", ""));
    for (int round = 0; round < 2; ++round) {
        auto const done = client.ask(request("DELETE", "/orders/7"));
        CHECK(done.status == 200);
        CHECK(done.whole());
        CHECK(done.text().find("<gone/>") != std::string::npos);
    }
    stage.modern.on_request(answers(404, "text/html", "<html>no page"));
    auto const other = client.ask(get("/orders/7"));
    CHECK(other.status == 404);
    CHECK(other.field("Content-Type") == "text/html");
    CHECK(other.text() == "<html>no page");
}

TEST_CASE("bytes behind an answer that cannot be translated are nobody's answer") {
    scene stage(lying("legacy", "on_error = \"reject\"\n"));
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    stage.modern.on_request([](exchange& on) {
        on.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\n{"
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{\"id\":13}");
    });
    check_is_problem(client.ask(get("/orders/7")), 502);
    stage.modern.on_request(answers(200, "application/json", R"({"id":7})"));
    for (int round = 0; round < 3; ++round)
        CHECK(client.ask(get("/orders/7")).text().find("<No>7</No>") != std::string::npos);
}

TEST_CASE("what is left of an answer that is too large to be translated is nobody's answer") {
    auto with = lying("legacy");
    with.limits = "max_buffered_body = \"64KiB\"\n";
    mailbox<bool> asked_again;
    std::string const poison =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{\"id\":13}";
    scene stage(with);
    stage.modern.on_request([&](exchange& on) {
        if (!on.request().target.ends_with("large"))
            return on.answer(200, R"({"id":7})", {{"Content-Type", "application/json"}});
        // One byte more than may be held: the facade has taken all that there is when it gives up.
        on.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n" +
                std::string(64 * 1024 + 1, ' '));
        asked_again.take();
        on.send(poison);
        on.peer_leaves();
    });
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    check_is_problem(client.ask(get("/orders/large")), 502);
    REQUIRE(client.send(get("/orders/7")));
    asked_again.put(true);
    CHECK(client.read_answer().text().find("<No>7</No>") != std::string::npos);
}

TEST_CASE("an answer without a length that ends before its first byte has broken off") {
    auto with = lying("legacy");
    with.orders += "fallback = true\n";
    scene stage(with);
    stage.legacy.on_request(answers(200, "text/xml", "<Order><No>1</No></Order>"));
    stage.modern.on_request([](exchange& on) {
        on.answer_until_close(200, "", {{"Content-Type", "application/json"}});
    });
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    CHECK(client.ask(get("/orders/7")).text() == "<Order><No>1</No></Order>");
}

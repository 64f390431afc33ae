// An answer is no answer where legacy can give a better one: modern's errors, by their status.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

namespace {

script falling_back(std::string const& more = {}) {
    script with;
    with.orders = "fallback = true\n" + more;
    return with;
}

handler answers(int status, std::string body = "own error") {
    return [status, body = std::move(body)](exchange& on) {
        on.read_body();
        on.answer(status, body);
    };
}

} // namespace

TEST_CASE("modern's errors are answered by legacy instead, and stay modern's errors") {
    auto const status = GENERATE(500, 502, 503, 504);
    CAPTURE(status);
    scene stage(falling_back());
    stage.modern.on_request(answers(status));
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    for (int i = 0; i < 5; ++i) CHECK(client.ask(get("/orders/1")).text() == "legacy");
    CHECK(client.ask(request("PUT", "/orders/1", {}, "again is the same")).text() == "legacy");
    CHECK(stage.legacy.last().body.bytes == "again is the same");
    CHECK(stage.modern.count() == 6);
    INFO("what it said was read, so that its connection is of use still");
    CHECK(stage.modern.connections() == 1);

    boost::json::object orders;
    CHECK(eventually([&] {
        orders = stage.status_of("orders");
        return orders.at("requests").at("legacy").to_number<int>() == 6;
    }));
    CHECK(boost::json::serialize(orders.at("errors")) == R"({"legacy":0,"modern":6})");
    CHECK(stage.facade().metric("ficus_fallbacks_total{feature=\"orders\",reason=\"bad_status\"}") == 6);
    auto const line =
        stage.facade().wait_for_line([](auto const& said) { return said.contains("fallback_reason"); });
    REQUIRE(line);
    CHECK(line->at("fallback_reason") == "bad_status");
    CHECK(line->at("detail").as_string() == std::to_string(status));
    CHECK(line->at("side") == "legacy");
}

TEST_CASE("a large error is not read to its end for the sake of its connection") {
    scene stage(falling_back());
    stage.modern.on_request([](exchange& on) {
        on.send("HTTP/1.1 500 Oops\r\nContent-Length: 268435456\r\n\r\n");
        on.send(std::string(64 * 1024, 'x'));
        on.peer_leaves();
    });
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    for (int i = 0; i < 2; ++i) CHECK(client.ask(get("/orders/1")).text() == "legacy");
    CHECK(stage.modern.connections() == 2);
}

TEST_CASE("an error whose body does not come is not waited for") {
    scene stage(falling_back());
    stage.modern.on_request([](exchange& on) {
        on.send("HTTP/1.1 500 Oops\r\nContent-Length: 10\r\n\r\nhalf");
        on.peer_leaves(milliseconds(30'000));
    });
    stage.start();
    stage.flip("modern");
    CHECK(ask(stage.port(), get("/orders/1")).text() == "legacy");
}

TEST_CASE("an error to what may not be done twice is the answer") {
    scene stage(falling_back());
    stage.modern.on_request(answers(500));
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    CHECK(client.ask(request("POST", "/orders", {}, "once")).text() == "own error");
    INFO("nor can a body be sent twice that was not kept");
    client.send(chunked_request("PUT", "/orders/1") + as_chunk("piece"));
    REQUIRE(stage.modern.wait_for_count(2));
    client.send(last_chunk());
    CHECK(client.read_answer("PUT").text() == "own error");
    CHECK(stage.legacy.count() == 0);
}

TEST_CASE("which statuses legacy answers for is the feature's to say") {
    scene stage(falling_back("fallback_on = [\"unavailable\", 404, 501]\n"));
    stage.modern.on_request([](exchange& on) { on.answer(std::stoi(on.request().target.substr(8)), "own"); });
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    for (auto const* status : {"404", "501"})
        CHECK(client.ask(get("/orders/" + std::string(status))).text() == "legacy");
    for (auto const* status : {"200", "400", "403", "500", "503"})
        CHECK(client.ask(get("/orders/" + std::string(status))).text() == "own");
}

TEST_CASE("kinds of failure that are not named are the client's to see") {
    auto with = falling_back("fallback_on = [\"timeout\"]\n");
    with.fresh = "response_timeout = \"200ms\"\n";
    scene stage(with);
    stage.modern.on_request([](exchange& on) {
        if (on.request().target == "/orders/slow") {
            on.peer_leaves(milliseconds(30'000));
            return;
        }
        on.abort();
    });
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    CHECK(client.ask(get("/orders/slow")).text() == "legacy");
    check_is_problem(client.ask(get("/orders/broken")), 502);
}

TEST_CASE("without fallback every status is the client's") {
    scene stage;
    stage.modern.on_request(answers(503));
    stage.start();
    stage.flip("modern");
    CHECK(ask(stage.port(), get("/orders/1")).text() == "own error");
    CHECK(stage.legacy.count() == 0);
}

TEST_CASE("an error of legacy, asked instead, is the answer") {
    scene stage(falling_back());
    stage.modern.on_request(answers(503));
    stage.legacy.on_request(answers(500, "legacy's error"));
    stage.start();
    stage.flip("modern");
    CHECK(ask(stage.port(), get("/orders/1")).text() == "legacy's error");
    CHECK(stage.modern.count() == 1);
    CHECK(stage.legacy.count() == 1);
}

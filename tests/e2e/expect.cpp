// Expect: 100-continue: each side waits for the other, and for none of them for ever.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

namespace {

std::string asking(std::string_view target) {
    return "POST " + std::string(target) +
           " HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n";
}

} // namespace

TEST_CASE("a client that was told to go on and does not is given up after body_timeout") {
    script with;
    with.limits = "body_timeout = \"300ms\"\n";
    scene stage(with);
    stage.legacy.on_request([](exchange& on) {
        on.send("HTTP/1.1 100 Continue\r\n\r\n");
        on.read_body();
    });
    stage.start();
    raw_client client(stage.port());
    auto const from = steady::now();
    client.send(asking("/silent"));
    auto const got = client.read_answer("POST");
    CHECK(got.interim.size() == 1);
    check_is_problem(got, 408);
    CHECK(steady::now() - from >= milliseconds(300));
    CHECK(stage.legacy.wait_for_open_connections(0));
}

TEST_CASE("an upstream that never says whether to go on is given up after response_timeout") {
    script with;
    with.monolith = "response_timeout = \"300ms\"\n";
    scene stage(with);
    stage.legacy.on_request([](exchange& on) { on.peer_leaves(); });
    stage.start();
    raw_client client(stage.port());
    client.send(asking("/undecided"));
    auto const got = client.read_answer("POST");
    CHECK(got.interim.empty());
    check_is_problem(got, 504);
    CHECK(stage.legacy.wait_for_open_connections(0));
}

TEST_CASE("a client that does not wait for the 100 has all the time that its body takes") {
    script with;
    with.monolith = "response_timeout = \"200ms\"\n";
    scene stage(with);
    stage.legacy.on_request([](exchange& on) { on.answer(200, on.read_body().bytes); });
    stage.start();
    raw_client client(stage.port());
    client.send(asking("/hasty"));
    // Longer than response_timeout in all: a byte for each of these waits, in which nothing may come.
    for (char const c : std::string("hello")) {
        client.send(std::string(1, c));
        if (c != 'o') CHECK(client.read_some(milliseconds(100)).empty());
    }
    CHECK(client.read_answer("POST").text() == "hello");
}

TEST_CASE("a server that answers instead of asking for the body gets no other request on that connection") {
    scene stage;
    stage.legacy.on_request([](exchange& on) { on.answer(417, "no"); });
    stage.start();
    raw_client client(stage.port());
    client.send(asking("/refused"));
    CHECK(client.read_answer("POST").status == 417);
    client.send("hello");
    CHECK(ask(stage.port(), get("/next")).status == 417);
    CHECK(stage.legacy.connections() == 2);
}

// Every request is accounted for: its client got the whole of an answer, or is counted as one that did not.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"
#include "support/gate.hpp"

#include <catch2/catch.hpp>

#include <csignal>

using namespace ficus::test;

namespace {

double answered(facade_process const& facade, std::string_view of) {
    return facade.metric("ficus_client_answers_total{class=\"" + std::string(of) + "\"}").value_or(-1);
}

} // namespace

TEST_CASE("what clients got of their requests is counted, and adds up to all of them") {
    closed_port nobody;
    script with;
    with.modern_endpoint = nobody.url();
    scene stage(with);
    stage.legacy.on_request([](exchange& on) {
        auto const& target = on.request().target;
        if (target == "/missing") return on.answer(404, "no");
        if (target == "/moved") return on.answer(302, "", {{"Location", "/"}});
        if (target == "/silent") {
            on.peer_leaves();
            return;
        }
        if (target == "/cut") {
            on.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            return on.close();
        }
        on.answer(200, "legacy");
    });
    auto& facade = stage.start();
    stage.flip("modern");

    raw_client client(stage.port());
    CHECK(client.ask(get("/")).status == 200);
    CHECK(client.ask(get("/moved")).status == 302);
    CHECK(client.ask(get("/missing")).status == 404);
    check_is_problem(client.ask(get("/orders/1")), 502);
    CHECK(client.ask(get("/")).status == 200);
    CHECK(ask(stage.port(), "GET / HTTP/1.1\r\n\r\n").status == 400);
    CHECK(ask(stage.port(), "nonsense\r\n\r\n").status == 400);
    CHECK(client.ask(get("/cut")).end != ending::complete);
    raw_client impatient(stage.port());
    impatient.send(get("/silent"));
    REQUIRE(stage.legacy.wait_for([](auto const& seen) { return seen.target == "/silent"; }));
    impatient.abort();

    CHECK(eventually([&] { return facade.metric("ficus_aborted_requests_total") == 1; }));
    CHECK(eventually([&] { return answered(facade, "4xx") == 3; }));
    CHECK(facade.metric("ficus_cut_answers_total") == 1);
    CHECK(answered(facade, "1xx") == 0);
    CHECK(answered(facade, "2xx") == 2);
    CHECK(answered(facade, "3xx") == 1);
    CHECK(answered(facade, "5xx") == 1);
    CHECK(facade.metric("ficus_http_requests_total") == 9);
}

TEST_CASE("a request that the stop cuts short is none that was answered") {
    gate never;
    script with;
    with.facade = "drain = \"100ms\"\n";
    scene stage(with);
    stage.legacy.on_request([&](exchange&) { never.wait(milliseconds(20'000)); });
    auto& facade = stage.start();
    raw_client client(stage.port());
    client.send(get("/"));
    REQUIRE(stage.legacy.wait_for_count(1));
    CHECK(facade.metric("ficus_http_requests_total") == 1);
    CHECK(facade.stop() == 0);
    auto const stopped = facade.wait_for_line([](auto const& line) { return line.at("event") == "stopped"; });
    REQUIRE(stopped);
    CHECK(stopped->at("requests").to_number<int>() == 1);
    CHECK(stopped->at("answered").to_number<int>() == 0);
    CHECK(stopped->at("cut").to_number<int>() == 1);
    never.open();
}

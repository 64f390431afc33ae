// Bodies that a translator must see whole, from clients that never send the end.
#include "e2e/greedy/bystander.hpp"
#include "e2e/greedy/memory.hpp"
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"
#include "support/gate.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <deque>
#include <list>
#include <vector>

using namespace ficus::test;

namespace {

script translating(std::string limits, std::string on_error = "contract") {
    script with;
    with.limits = std::move(limits);
    with.orders = "translator = \"orders\"\n";
    with.rest = R"(
[translators.orders]
legacy = { format = "xml", root = "Order" }
modern = { format = "json" }
on_error = ")" + on_error +
                R"("
[[translators.orders.fields]]
legacy = "OrderNo"
modern = "id"
)";
    return with;
}

fields const as_xml = {{"Content-Type", "application/xml"}};
auto const full = "ficus_facade_answers_total{reason=\"held_bodies_full\"}";
auto const open = "ficus_connections_open";

/// Requests that the modern side has and does not answer, until not even a kilobyte more may be held.
void fill(scene& stage, std::deque<raw_client>& crowd) {
    auto const turned_away = [&] {
        return stage.facade().metric(full).value_or(0) + double(stage.legacy.count());
    };
    for (std::size_t size = 16 << 20; size >= 512; size /= 8)
        for (bool room = true; room;) {
            auto const away = turned_away();
            auto const held = stage.modern.count();
            auto const body = as_chunk("<Order><OrderNo>1</OrderNo></Order>" + std::string(size, ' '));
            crowd.emplace_back(stage.port())
                .send(chunked_request("POST", "/orders/held", as_xml) + body + last_chunk());
            REQUIRE(eventually([&] { return stage.modern.count() > held || turned_away() > away; }));
            room = stage.modern.count() > held;
            if (room) continue;
            // Until it has gone it has a part of the room itself.
            crowd.back().read_answer();
            crowd.pop_back();
            REQUIRE(eventually([&] { return stage.facade().metric(open) == double(crowd.size()); }));
        }
}

} // namespace

TEST_CASE("bodies that are held for a translator cost max_buffered_body each at most, and end with 408") {
    constexpr std::size_t clients = 40;
    constexpr std::size_t most = 1 << 20;
    scene stage(translating("body_timeout = \"1s\"\nmax_buffered_body = \"1MiB\"\n"));
    auto& facade = stage.start();
    stage.flip("modern");
    bystander passer_by(stage.port());
    memory_watch const memory(facade);
    std::string const head = "POST /orders/held HTTP/1.1\r\nHost: a\r\nContent-Type: application/xml\r\n";
    auto const piece = std::string(most - 1, ' ');
    std::deque<raw_client> held;
    for (std::size_t i = 0; i < clients; ++i) {
        auto& client = held.emplace_back(stage.port());
        bool const chunked = i % 2 == 1;
        REQUIRE(client.send(head + (chunked ? "Transfer-Encoding: chunked\r\n\r\n" + as_chunk(piece)
                                            : "Content-Length: 1048576\r\n\r\n" + piece)));
    }
    for (auto& client : held) {
        check_is_problem(client.read_answer("POST"), 408);
        CHECK(client.is_closed());
    }
    auto const said = facade.wait_for_line([](boost::json::object const& line) {
        auto const* status = line.if_contains("status");
        return status != nullptr && *status == 408;
    });
    REQUIRE(said);
    CHECK(said->at("bytes_in") == most - 1);
    for (std::size_t i = 0; i < clients; ++i) {
        raw_client client(stage.port());
        bool const chunked = i % 2 == 1;
        client.send(head + (chunked ? "Transfer-Encoding: chunked\r\n\r\n" + as_chunk(piece) + as_chunk("ab")
                                    : "Content-Length: 1048577\r\n\r\n"));
        check_is_problem(client.read_answer("POST"), 413);
        CHECK(client.is_closed());
    }
    CHECK(facade.metric("ficus_facade_answers_total{reason=\"body_timeout\"}") == double(clients));
    CHECK(facade.metric("ficus_facade_answers_total{reason=\"body_too_large\"}") == double(clients));
    CHECK(stage.modern.count() == 0);
    // Held in memory that doubles as it grows, beside a relay buffer.
    memory.check(clients * (2 * 1024 + 256) + 2048, "40 bodies that are held");
    passer_by.check(milliseconds(1000));
}

TEST_CASE("all bodies that are held for translators share 256 MiB: who comes with more gets 503, others are "
          "served") {
    constexpr std::size_t clients = 12;
    constexpr std::size_t rounds = 40;
    scene stage(translating("max_buffered_body = \"64MiB\"\n"));
    auto& facade = stage.start();
    stage.flip("modern");
    bystander passer_by(stage.port());
    memory_watch const memory(facade);
    std::string const head = "POST /orders/held HTTP/1.1\r\nHost: a\r\nContent-Type: application/xml\r\n";
    auto const piece = as_chunk(std::string(1 << 20, ' '));
    std::deque<raw_client> crowd;
    for (std::size_t i = 0; i < clients; ++i)
        REQUIRE(crowd.emplace_back(stage.port()).send(head + "Transfer-Encoding: chunked\r\n\r\n"));
    std::vector<bool> refused(clients, false);
    for (std::size_t round = 0; round < rounds; ++round)
        for (std::size_t i = 0; i < clients; ++i) {
            if (refused[i] || crowd[i].send(piece)) continue;
            refused[i] = true;
            auto const got = crowd[i].read_answer("POST");
            check_is_problem(got, 503);
            CHECK(got.field("Retry-After") == "1");
            CHECK(got.field("Connection") == "close");
        }
    auto const turned_away = std::size_t(std::count(refused.begin(), refused.end(), true));
    CHECK(turned_away > 0);
    CHECK(turned_away < clients);
    CHECK(facade.metric(full) >= double(turned_away));
    CHECK(passer_by.is_served());
    // A body that grows is in two places for a moment, in each of two threads.
    memory.check((256 + 2 * 64) * 1024, "bodies that are held, of 480 MiB that were sent");
    crowd.clear();
    // Their memory is there for others as soon as they have gone.
    CHECK(eventually([&] {
        ask(stage.port(), request("POST", "/orders/new", {{"Content-Type", "application/xml"}},
                                  "<Order><OrderNo>1</OrderNo></Order>" + std::string(100'000, ' ')));
        return stage.modern.count() > 0;
    }));
    passer_by.check(milliseconds(500));
}

TEST_CASE("answers that are held for translators share the same 256 MiB: one past that is a 502") {
    mailbox<bool> taken;
    scene stage(translating("max_buffered_body = \"64MiB\"\n"));
    stage.modern.on_request([&, piece = as_chunk(std::string(1 << 20, ' '))](exchange& on) {
        bool all = on.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                           "Transfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; all && i < 40; ++i) all = on.send(piece);
        taken.put(all);
        on.peer_leaves();
    });
    auto& facade = stage.start();
    stage.flip("modern");
    bystander passer_by(stage.port());
    memory_watch const memory(facade);
    std::list<raw_client> waiting;
    std::size_t refused = 0;
    while (refused == 0 && waiting.size() < 10) {
        auto& client = waiting.emplace_back(stage.port());
        REQUIRE(client.send(get("/orders/large")));
        if (taken.take().value()) continue;
        auto const got = client.read_answer();
        check_is_problem(got, 502);
        CHECK_FALSE(got.field("Retry-After"));
        CHECK(got.field("Proxy-Status").value_or("").find("proxy_internal_error") != std::string::npos);
        waiting.pop_back();
        ++refused;
    }
    CHECK(refused == 1);
    // The kernel may have taken the end of an answer before it that the facade had not read: that one is past
    // too.
    CHECK(eventually([&] {
        std::erase_if(waiting, [&](auto& client) {
            auto const is_answered = client.read_some(milliseconds(0)).starts_with("HTTP/1.1 502 ");
            refused += is_answered;
            return is_answered;
        });
        return facade.metric(full) == double(refused);
    }));
    CHECK(!waiting.empty());
    CHECK(passer_by.is_served());
    INFO("no room is the facade's own want, and no error of the side that answered");
    CHECK(facade.metric("ficus_request_errors_total{feature=\"orders\",side=\"modern\"}") == 0);
    memory.check((256 + 2 * 64) * 1024, "answers that are held");
    passer_by.check(milliseconds(500));
}

TEST_CASE("a whole request whose translation finds no room gets 503 or goes to the contract's side, and is "
          "no side's error") {
    for (std::string const on_error : {"reject", "contract"}) {
        CAPTURE(on_error);
        scene stage(translating("max_buffered_body = \"64MiB\"\n", on_error));
        stage.modern.on_request([](exchange& on) {
            if (on.request().target == "/orders/last")
                on.answer(200, R"({"id":"1"})", {{"Content-Type", "application/json"}});
            else
                on.peer_leaves();
        });
        auto& facade = stage.start();
        stage.flip("modern");
        std::deque<raw_client> crowd;
        fill(stage, crowd);
        auto const served = stage.modern.count();
        auto const refused = facade.metric(full).value_or(0);
        auto const lines = facade.line_count();
        auto const order = request("POST", "/orders/last", as_xml,
                                   "<Order><OrderNo>" + std::string(4000, '1') + "</OrderNo></Order>");
        raw_client client(stage.port());
        auto const got = client.ask(order);
        if (on_error == "reject") {
            check_is_problem(got, 503);
            CHECK(got.field("Retry-After") == "1");
            CHECK_FALSE(got.field("Connection"));
            // It is counted once the client has its answer.
            CHECK(eventually([&] { return facade.metric(full) == refused + 1; }));
        } else {
            CHECK(got.text() == "legacy");
            auto const said = facade.wait_for_line(
                [](boost::json::object const& line) {
                    auto const* path = line.if_contains("path");
                    return path != nullptr && *path == "/orders/last";
                },
                lines);
            REQUIRE(said);
            CHECK(said->at("why") == "translation_failed");
            CHECK(said->at("detail") == "the facade holds as many bodies as it may");
        }
        CHECK(stage.modern.count() == served);
        CHECK(facade.metric("ficus_request_errors_total{feature=\"orders\",side=\"modern\"}") == 0);
        CHECK_FALSE(facade.metric("ficus_requests_total{feature=\"orders\",side=\"modern\",class=\"none\"}"));
        crowd.clear();
        CHECK(eventually([&] { return client.ask(order).text().find("<OrderNo>1<") != std::string::npos; }));
    }
}

TEST_CASE("where there is no room to look into a body its request is what it is without") {
    auto with = translating("max_buffered_body = \"64MiB\"\n");
    with.rest +=
        "[features.rpc]\nmodern = \"fresh\"\nmatch = [ { path = \"/rpc\", form = { action = \"update\" } "
        "} ]\n";
    scene stage(with);
    stage.legacy.on_request(echoes_body());
    stage.modern.on_request([](exchange& on) { on.peer_leaves(); });
    auto& facade = stage.start();
    stage.flip("modern");
    stage.cli_json({"flip", "rpc", "modern"});
    std::deque<raw_client> crowd;
    fill(stage, crowd);
    auto const refused = facade.metric(full).value_or(0);
    raw_client client(stage.port());
    for (std::size_t const size : {4'000UL, 1'000'000UL}) {
        std::string const body = "action=update&x=" + std::string(size, 'x');
        std::string chunks;
        for (std::size_t i = 0; i < body.size(); i += 3'000) chunks += as_chunk(body.substr(i, 3'000));
        CHECK(client.ask(chunked_request("POST", "/rpc") + chunks + last_chunk()).text() == body);
    }
    CHECK(facade.metric("ficus_match_body_unread_total{reason=\"no_room\"}") == 2);
    CHECK(facade.metric(full).value_or(0) == refused);
}

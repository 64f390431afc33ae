// One legacy answer put together from several modern calls: in parallel, each with its timeout and its
// policy.
#include "e2e/composing.hpp"
#include "e2e/problem.hpp"
#include "support/gate.hpp"
#include "support/times.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <csignal>

using namespace ficus::test;

TEST_CASE("the main request and its call go out at the same time, and one answer is made of both") {
    fake_upstream customers;
    scene stage(composing(customers));
    gate main_asked, customer_asked;
    stage.modern.on_request([&](exchange& on) {
        main_asked.open();
        answers(R"({"id":"7"})", customer_asked.wait() ? 200 : 500)(on);
    });
    customers.on_request([&](exchange& on) {
        customer_asked.open();
        answers(R"({"name":"Ann"})", main_asked.wait() ? 200 : 500)(on);
    });
    stage.start();
    stage.flip("modern");
    auto const got = ask(stage.port(), get("/orders/7", {{"Authorization", "Bearer mine"},
                                                         {"Cookie", "sid=1"},
                                                         {"If-None-Match", "W/\"1\""},
                                                         {"Range", "bytes=0-1"}}));
    CHECK(got.status == 200);
    CHECK(xml(got) == whole);
    auto const main = stage.modern.last();
    auto const call = customers.last();
    CHECK(main.target == "/v2/orders/7");
    CHECK(call.target == "/customers/7");
    CHECK(call.method == "GET");
    for (auto const* name :
         {"Authorization", "Cookie", "X-Request-ID", "traceparent", "X-Forwarded-For", "Via"}) {
        CAPTURE(name);
        CHECK(call.field(name).has_value());
        CHECK(call.field(name) == main.field(name));
    }
    for (auto const* name : {"If-None-Match", "Range", "Content-Type", "Content-Length", "X-Ficus-Shadow"}) {
        CAPTURE(name);
        CHECK_FALSE(call.field(name).has_value());
    }
    CHECK_FALSE(main.field("If-None-Match").has_value());
    CHECK(eventually([&] { return calls(stage, "answered") == 1.0; }));
    auto const line = stage.facade().wait_for_line([](auto const& said) { return said.contains("calls"); });
    REQUIRE(line);
    CHECK(line->at("calls").as_string() == "customer=answered");
}

TEST_CASE("what only the main answer says is asked for behind it, on the one connection that there may be") {
    fake_upstream customers;
    auto with = composing(customers, of_answer);
    with.fresh = "max_connections = 1\n";
    scene stage(with);
    stage.modern.on_request([](exchange& on) {
        bool const of_order = on.request().target == "/v2/orders/7";
        answers(of_order ? R"({"id":"7","customer":12})" : R"({"name":"Ann"})", 200,
                {{"ETag", "\"1\""}, {"Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT"}})(on);
    });
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    for (int i = 0; i < 3; ++i) {
        auto const got = client.ask(get("/orders/7"));
        CHECK(xml(got) == whole);
        CHECK_FALSE(got.field("ETag").has_value());
        CHECK_FALSE(got.field("Last-Modified").has_value());
    }
    CHECK(stage.modern.last().target == "/customers/12");
    CHECK(stage.modern.count() == 6);
    CHECK(stage.modern.connections() == 1);
}

TEST_CASE("a call that is too slow is given up, and its default stands in") {
    fake_upstream customers;
    scene stage(
        composing(customers, std::string(of_request) +
                                 "timeout = \"60ms\"\non_failure = { default = '{\"name\":\"Ann\"}' }\n"));
    stage.modern.on_request(answers(R"({"id":"7"})"));
    mailbox<bool> left;
    customers.on_request([&](exchange& on) { left.put(on.peer_leaves()); });
    stage.start();
    stage.flip("modern");
    CHECK(xml(ask(stage.port(), get("/orders/7"))) == whole);
    CHECK(left.take() == true);
    CHECK(eventually([&] { return calls(stage, "timed_out") == 1.0; }));
}

TEST_CASE("without a call that must not fail there is no answer, and nothing is asked twice for it") {
    fake_upstream customers(answers("{}", 500));
    scene stage(composing(customers));
    stage.modern.on_request(answers(R"({"id":"7"})"));
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    check_is_problem(client.ask(get("/orders/7")), 502);
    CHECK(stage.modern.count() == 1);
    CHECK(customers.count() == 1);
    CHECK(stage.legacy.count() == 0);
    CHECK(eventually([&] { return calls(stage, "failed") == 1.0; }));
    auto const line = stage.facade().wait_for_line(
        [](auto const& said) { return said.contains("why") && said.at("why") == "call_failed"; });
    REQUIRE(line);
    CHECK(line->at("detail").as_string() == "customer: status 500");

    INFO("the connection of the main answer has been kept");
    customers.on_request(answers(R"({"name":"Ann"})"));
    CHECK(xml(client.ask(get("/orders/7"))) == whole);
    CHECK(stage.modern.connections() == 1);
}

TEST_CASE("where legacy may answer instead, it does") {
    fake_upstream customers(answers("<html>", 200));
    auto with = composing(customers);
    with.orders += "fallback = true\n";
    scene stage(with);
    stage.modern.on_request(answers(R"({"id":"7"})"));
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    CHECK(client.ask(get("/orders/7")).text() == "legacy");
    customers.on_request(answers("{}", 503));
    CHECK(client.ask(get("/orders/7")).text() == "legacy");
    CHECK(stage.legacy.last().target == "/orders/7");
    CHECK(eventually([&] { return calls(stage, "unreadable") == 1.0 && calls(stage, "failed") == 1.0; }));
}

TEST_CASE("there being no such thing is no failure; nor is any failure of a call that may be absent") {
    fake_upstream customers(answers(R"({"name":"of the error"})", 404));
    scene stage(composing(customers));
    stage.modern.on_request(answers(R"({"id":"7"})"));
    stage.start();
    stage.flip("modern");
    CHECK(xml(ask(stage.port(), get("/orders/7"))) == without);

    stage.write(composing(customers, std::string(of_request) + "on_failure = \"absent\"\n"));
    stage.facade().signal(SIGHUP);
    REQUIRE(stage.facade().wait_for_line([](auto const& said) { return said.at("event") == "reloaded"; }));
    customers.on_request([](exchange& on) { on.abort(); });
    CHECK(xml(ask(stage.port(), get("/orders/7"))) == without);
    customers.on_request(answers("<html>"));
    CHECK(xml(ask(stage.port(), get("/orders/7"))) == without);
}

TEST_CASE("what cannot be asked for is not: a dot segment fails, nothing is absent") {
    fake_upstream customers(answers(R"({"name":"Ann"})"));
    scene stage(
        composing(customers, std::string(of_answer) + "upstream = \"customers\"\non_failure = \"absent\"\n"));
    stage.start();
    stage.flip("modern");
    for (auto const* customer : {R"("..")", R"("a/../b")", R"("")", "null", "[1]", "{}"}) {
        CAPTURE(customer);
        stage.modern.on_request(answers(R"({"id":"7","customer":)" + std::string(customer) + "}"));
        CHECK(xml(ask(stage.port(), get("/orders/7"))) == without);
    }
    CHECK(customers.count() == 0);
    stage.modern.on_request(answers(R"({"id":"7","customer":"1?x=\r\nX-A: b"})"));
    CHECK(xml(ask(stage.port(), get("/orders/7"))) == whole);
    CHECK(customers.last().target == "/customers/1%3Fx=%0D%0AX-A:%20b");
}

TEST_CASE("a call that has been answered is not made again because the main request is") {
    fake_upstream customers(answers(R"({"name":"Ann"})"));
    scene stage(composing(customers));
    stage.modern.on_request([&](exchange& on) {
        on.read_body();
        customers.wait_for_count(1);
        if (stage.modern.count() == 1) return on.close();
        on.answer(200, R"({"id":"7"})", {{"Content-Type", "application/json"}});
    });
    stage.start();
    stage.flip("modern");
    CHECK(xml(ask(stage.port(), get("/orders/7"))) == whole);
    CHECK(stage.modern.count() == 2);
    CHECK(customers.count() == 1);
}

TEST_CASE("with the client the calls go, too") {
    fake_upstream customers;
    mailbox<bool> asked, left;
    customers.on_request([&](exchange& on) {
        asked.put(true);
        left.put(on.peer_leaves());
    });
    scene stage(composing(customers));
    stage.modern.on_request(answers(R"({"id":"7"})"));
    stage.start();
    stage.flip("modern");
    {
        raw_client client(stage.port());
        client.send(get("/orders/7"));
        REQUIRE(asked.take() == true);
        client.abort();
    }
    CHECK(left.take() == true);
    CHECK(eventually([&] { return calls(stage, "given_up") == 1.0; }));
}

TEST_CASE("clients that leave at any moment, many of them, leave nothing behind") {
    fake_upstream customers;
    auto with =
        composing(customers, std::string(of_answer) + "upstream = \"customers\"\ntimeout = \"80ms\"\n");
    with.fresh = "max_connections = 2\n";
    scene stage(with);
    stage.modern.on_request(answers(R"({"id":"7","customer":12})"));
    customers.on_request([&](exchange& on) {
        // Some come in time, some do not, and some not at all.
        auto const which = customers.count() % 3;
        if (which == 0) on.peer_leaves();
        if (which == 1) answers(R"({"name":"Ann"})")(on);
        if (which == 2) on.abort();
    });
    stage.start();
    stage.flip("modern");
    for (int i = 0; i < 200; ++i) {
        raw_client client(stage.port());
        client.send(get("/orders/7"));
        if (i % 4 == 1) customers.wait_for_count(customers.count() + 1, milliseconds(5));
        if (i % 4 == 2) client.finish_sending();
        if (i % 4 == 3) client.read_some(milliseconds(5));
        client.abort();
    }
    customers.on_request(answers(R"({"name":"Ann"})"));
    CHECK(eventually([&] { return xml(ask(stage.port(), get("/orders/7"))) == whole; }));
    stage.modern.close_idle_connections();
    customers.close_idle_connections();
    CHECK(customers.wait_for_open_connections(0));
    CHECK(stage.modern.wait_for_open_connections(0));
}

TEST_CASE("calls whose answer is not needed any more are given up: the main one is an error, or legacy's") {
    fake_upstream customers;
    mailbox<bool> asked, left;
    customers.on_request([&](exchange& on) {
        asked.put(true);
        left.put(on.peer_leaves());
    });
    auto with = composing(customers);
    with.orders += "fallback = true\n";
    with.fresh = "retries = 0\n";
    scene stage(with);
    stage.modern.on_request(
        // Not among those that legacy answers for.
        [&](exchange& on) { on.answer(501, asked.take() == true ? "own error" : "no call came"); });
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    CHECK(client.ask(get("/orders/7")).text() == "own error");
    CHECK(left.take() == true);
    stage.modern.on_request([&](exchange& on) {
        if (!customers.wait_for_count(2)) return on.answer(501, "no call came");
        on.close();
    });
    CHECK(client.ask(get("/orders/7")).text() == "legacy");
    CHECK(left.take() == true);
}

TEST_CASE("a flip while the calls are under way is for the next request") {
    fake_upstream customers;
    mailbox<bool> asked;
    gate flipped;
    customers.on_request([&](exchange& on) {
        asked.put(true);
        answers(R"({"name":"Ann"})", flipped.wait() ? 200 : 500)(on);
    });
    scene stage(composing(customers));
    stage.modern.on_request(answers(R"({"id":"7"})"));
    stage.start();
    stage.flip("modern");
    raw_client early(stage.port());
    early.send(get("/orders/7"));
    REQUIRE(asked.take() == true);
    stage.flip("legacy");
    CHECK(ask(stage.port(), get("/orders/7")).text() == "legacy");
    flipped.open();
    CHECK(xml(early.read_answer()) == whole);
}

TEST_CASE("large answers are put together up to max_buffered_body each, and not past it") {
    fake_upstream customers;
    auto with = composing(customers, std::string(of_request) + "on_failure = \"absent\"\n");
    with.limits = "max_buffered_body = \"1MiB\"\n";
    scene stage(with);
    stage.modern.on_request(answers(R"({"id":")" + times(900'000, "7") + "\"}"));
    customers.on_request(answers(R"({"name":")" + times(900'000, "n") + "\"}"));
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    client.keep_body(4U << 20);
    CHECK((xml(client.ask(get("/orders/7"))) == "<Order><No>" + times(900'000, "7") + "</No><Customer>" +
                                                    times(900'000, "n") + "</Customer></Order>"));
    customers.on_request(answers(R"({"name":")" + times(1'100'000, "n") + "\"}"));
    CHECK((xml(client.ask(get("/orders/7"))) == "<Order><No>" + times(900'000, "7") + "</No></Order>"));
    CHECK(eventually([&] { return calls(stage, "too_large") == 1.0; }));
}

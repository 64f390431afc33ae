#include "facade/admin/listener.hpp"
#include "support/raw_client.hpp"

#include <catch2/catch.hpp>

#include <thread>
#include <unistd.h>

using namespace ficus;
using namespace std::chrono_literals;

namespace {

admin::sources some() {
    return {
        [] {
            return admin::json_answer{200, R"({"status":"live"})"};
        },
        [] {
            return admin::json_answer{200, R"({"status":"ready"})"};
        },
        [] { return std::string(200'000, 'm'); },
        [] { return std::string{"{}"}; },
    };
}

admin::options anywhere() {
    admin::options how;
    how.port = 0;
    return how;
}

std::unique_ptr<admin::listener> start(admin::options const& how = anywhere(), admin::sources from = some()) {
    auto started = admin::listener::start(how, std::move(from));
    if (started.has_error()) FAIL(started.error().message);
    return std::move(*started);
}

} // namespace

TEST_CASE("the system chooses a port where it is to, and health is answered there") {
    auto const listener = start();
    REQUIRE(listener->port() != 0);
    auto const answer = test::ask(listener->port(), test::get("/livez"));
    CHECK(answer.status == 200);
    CHECK(answer.field("content-type") == "application/json");
    CHECK(answer.field("cache-control") == "no-store");
    CHECK(answer.text() == R"({"status":"live"})");
    CHECK(answer.whole());
}

TEST_CASE("a connection carries many requests, pipelined ones too") {
    auto const listener = start();
    test::raw_client client{listener->port()};
    CHECK(client.ask(test::get("/metrics")).body.size == 200'000);
    client.send(test::get("/livez") + test::get("/readyz"));
    CHECK(client.read_answer().text() == R"({"status":"live"})");
    CHECK(client.read_answer().text() == R"({"status":"ready"})");
}

TEST_CASE("HEAD gives what GET would, without the body") {
    auto const listener = start();
    test::raw_client client{listener->port()};
    client.send(test::request("HEAD", "/metrics"));
    auto const answer = client.read_answer("HEAD");
    CHECK(answer.status == 200);
    CHECK(answer.field("content-length") == "200000");
    CHECK(client.ask(test::get("/livez")).status == 200);
}

TEST_CASE("Connection: close and HTTP/1.0 end the connection after the answer") {
    auto const listener = start();
    test::raw_client closing{listener->port()};
    CHECK(closing.ask(test::get("/livez", {{"Connection", "close"}})).status == 200);
    CHECK(closing.is_closed());
    test::raw_client old{listener->port()};
    CHECK(old.ask("GET /livez HTTP/1.0\r\n\r\n").status == 200);
    CHECK(old.is_closed());
}

TEST_CASE("unknown paths and other methods are problems, and the connection goes on") {
    auto const listener = start();
    test::raw_client client{listener->port()};
    auto const missing = client.ask(test::get("/nowhere"));
    CHECK(missing.status == 404);
    CHECK(missing.field("content-type") == "application/problem+json");
    auto const refused = client.ask(test::request("DELETE", "/metrics"));
    CHECK(refused.status == 405);
    CHECK(refused.field("allow") == "GET, HEAD");
    CHECK(client.ask(test::get("/livez")).status == 200);
}

TEST_CASE("a request with a body is refused, and its bytes are never taken for a request") {
    auto const listener = start();
    for (auto const& request : {test::request("POST", "/livez", {}, "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n"),
                                test::chunked_request("GET", "/livez") + "5\r\nhello\r\n0\r\n\r\n"}) {
        test::raw_client client{listener->port()};
        auto const answer = client.ask(request);
        CHECK(answer.status == 413);
        CHECK(answer.whole());
        CHECK(client.is_closed());
    }
}

TEST_CASE("a head that is none, or too large, is answered before the connection ends") {
    auto const listener = start();
    auto const [request, status] = GENERATE(table<std::string, int>({
        {"nonsense\r\n\r\n", 400},
        {"GET /livez HTTP/1.1\r\n\r\n", 400},
        {"GET /livez HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
        {"GET /livez HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400},
        {"GET /livez HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n", 431},
    }));
    INFO(request.substr(0, 60));
    test::raw_client client{listener->port()};
    auto const answer = client.ask(request);
    CHECK(answer.status == status);
    CHECK(answer.field("content-type") == "application/problem+json");
    CHECK(client.is_closed());
}

TEST_CASE("an idle connection, and a head that does not end, are given up") {
    auto how = anywhere();
    how.idle_timeout = 50ms;
    how.header_timeout = 50ms;
    auto const listener = start(how);
    test::raw_client idle{listener->port()};
    CHECK(idle.is_closed());
    test::raw_client slow{listener->port()};
    slow.send("GET /livez HT");
    CHECK(slow.is_closed());
    CHECK(test::ask(listener->port(), test::get("/livez")).status == 200);
}

TEST_CASE("where connections are full, the one that waits longest makes room") {
    auto how = anywhere();
    how.max_connections = 3;
    auto const listener = start(how);
    test::raw_client first{listener->port()};
    REQUIRE(first.ask(test::get("/livez")).status == 200);
    test::raw_client second{listener->port()};
    REQUIRE(second.ask(test::get("/livez")).status == 200);
    test::raw_client third{listener->port()};
    REQUIRE(third.ask(test::get("/livez")).status == 200);
    REQUIRE(first.ask(test::get("/livez")).status == 200); // now the second has waited longest

    test::raw_client fourth{listener->port()};
    CHECK(fourth.ask(test::get("/livez")).status == 200);
    CHECK(second.is_closed());
    CHECK(first.ask(test::get("/livez")).status == 200);
    CHECK(third.ask(test::get("/livez")).status == 200);
    CHECK(listener->evicted() == 1);
}

TEST_CASE("an address that is taken, or that is none, is an error that says what to do") {
    auto const listener = start();
    auto how = anywhere();
    how.port = listener->port();
    auto const second = admin::listener::start(how, some());
    REQUIRE(second.has_error());
    auto const taken = second.error();
    CHECK(taken.code == boost::system::errc::address_in_use);
    CHECK(taken.message ==
          "cannot listen for admin on 127.0.0.1:" + std::to_string(how.port) +
              " (Address already in use); stop what listens there, or give `admin` of [facade] or --admin "
              "another address");
    how.host = "203.0.113.1";
    CHECK_THAT(admin::listener::start(how, some()).error().message,
               Catch::Contains("Cannot assign requested address"));
    how.host = "nowhere";
    CHECK_THAT(admin::listener::start(how, some()).error().message,
               Catch::Contains("cannot listen for admin on nowhere:"));
}

TEST_CASE("stopping ends connections and frees the address") {
    auto listener = start();
    auto how = anywhere();
    how.port = listener->port();
    test::raw_client client{listener->port()};
    REQUIRE(client.ask(test::get("/livez")).status == 200);
    listener->stop();
    listener->stop();
    listener.reset();
    CHECK(client.is_closed());
    CHECK(start(how)->port() == how.port);
}

TEST_CASE("answers come from a thread of the listener's own") {
    auto from = some();
    std::thread::id answered_by;
    from.status = [&] {
        answered_by = std::this_thread::get_id();
        return std::string{"{}"};
    };
    auto const listener = start(anywhere(), from);
    REQUIRE(test::ask(listener->port(), test::get("/api/status")).status == 200);
    listener->stop();
    CHECK(answered_by != std::thread::id{});
    CHECK(answered_by != std::this_thread::get_id());
}

TEST_CASE("a socket that listens already is served on, and can be left to another process") {
    test::listening_socket elsewhere;
    auto started = admin::listener::start(anywhere(), some(), io::descriptor(::dup(elsewhere.fd())));
    REQUIRE(started.has_value());
    auto const listener = std::move(*started);
    CHECK(listener->port() == elsewhere.port());
    test::raw_client stays{listener->port()};
    CHECK(stays.ask(test::get("/livez")).status == 200);

    listener->leave_door();
    // Its thread does things in their order.
    CHECK(stays.ask(test::get("/livez")).status == 200);
    test::raw_client comes{listener->port()};
    comes.send(test::get("/livez"));
    auto const accepted = elsewhere.accept();
    REQUIRE(accepted.has_value());
    CHECK(stays.ask(test::get("/readyz")).status == 200);
    CHECK_FALSE(comes.is_closed(50ms));
}

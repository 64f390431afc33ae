// What no feature owns goes to legacy and comes back as it is, whatever the method, the status and the body's
// framing.
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

TEST_CASE("every method goes through with its target, its fields and its body") {
    scene stage;
    stage.legacy.on_request([](exchange& on) {
        on.read_body();
        on.answer(200, "seen", {{"X-Upstream", "legacy"}, {"Set-Cookie", "a=1"}, {"Set-Cookie", "b=2"}});
    });
    stage.start();
    raw_client client(stage.port());
    for (std::string const method :
         {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"}) {
        INFO(method);
        auto const body = method == "GET" || method == "HEAD" ? "" : "the body of " + method;
        auto const got =
            client.ask(request(method, "/page?q=" + method, {{"X-Custom", "kept; as=it is"}}, body));
        CHECK(got.whole());
        CHECK(got.status == 200);
        CHECK(got.text() == (method == "HEAD" ? "" : "seen"));
        CHECK(got.head.all("Set-Cookie") == std::vector<std::string>{"a=1", "b=2"});
        auto const seen = stage.legacy.last();
        CHECK(seen.method == method);
        CHECK(seen.target == "/page?q=" + method);
        CHECK(seen.field("X-Custom") == "kept; as=it is");
        CHECK(seen.body.bytes == body);
        CHECK(seen.body.end == ending::complete);
    }
    CHECK(stage.modern.count() == 0);
}

TEST_CASE("a body keeps its content in both framings, however it is cut into pieces") {
    scene stage;
    stage.legacy.on_request(echoes_body());
    stage.start();
    raw_client client(stage.port());
    auto const long_body = pattern(0, 100'000);

    for (auto const& body : {std::string("x"), long_body}) {
        auto const got = client.ask(request("POST", "/upload", {}, body));
        CHECK(got.text() == body);
        CHECK(stage.legacy.last().body.framed == framing::length);
    }
    client.send(chunked_request("POST", "/upload") + as_chunk("one") + as_chunk(long_body) +
                as_chunk("three") + last_chunk());
    CHECK(client.read_answer("POST").text() == "one" + long_body + "three");
    CHECK(stage.legacy.last().body.framed == framing::chunked);

    client.send(chunked_request("POST", "/upload") + last_chunk());
    CHECK(client.read_answer("POST").text().empty());
    CHECK(client.ask(request("POST", "/upload")).text().empty());
}

TEST_CASE("a request that arrives byte by byte is the same request") {
    scene stage;
    stage.legacy.on_request(echoes_body());
    stage.start();
    raw_client client(stage.port());
    client.send_in_pieces(request("POST", "/slow", {{"X-Id", "7"}}, "body"), 1);
    CHECK(client.read_answer("POST").text() == "body");
    CHECK(stage.legacy.last().field("X-Id") == "7");
    client.send_in_pieces(chunked_request("POST", "/slow") + as_chunk("chunked") + last_chunk(), 1);
    CHECK(client.read_answer("POST").text() == "chunked");
}

TEST_CASE("an upstream's own statuses are its own, errors too") {
    scene stage;
    stage.legacy.on_request([](exchange& on) {
        on.answer(std::stoi(on.request().target.substr(1)), "mine", {{"Content-Type", "text/x-own"}});
    });
    stage.start();
    raw_client client(stage.port());
    for (int const status : {200, 201, 206, 299, 301, 404, 418, 451, 500, 502, 503, 504, 599}) {
        auto const got = client.ask(get("/" + std::to_string(status)));
        CHECK(got.whole());
        CHECK(got.status == status);
        CHECK(got.text() == "mine");
        CHECK(got.field("Content-Type") == "text/x-own");
    }
}

TEST_CASE("serve --legacy runs with no file at all") {
    temp_dir dir;
    fake_upstream legacy{says("legacy")};
    cli_options options;
    options.folder = dir.path();
    facade_process facade({"--legacy", legacy.url(), "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"},
                          options);
    facade.wait_until_listening();
    auto const got = ask(facade.port(), get("/anything"));
    CHECK(got.text() == "legacy");
    CHECK(facade.admin("/readyz").status == 200);
    CHECK(facade.stop() == 0);
}

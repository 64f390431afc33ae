// What is shadowed, where copies go and what they say: by operation, by client, to a sandbox.
#include "e2e/shadowing.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <map>
#include <string_view>

using namespace ficus::test;

namespace {

std::size_t copies_at(fake_upstream const& of) {
    std::size_t copies = 0;
    for (auto const& seen : of.requests()) copies += seen.field("X-Ficus-Shadow").has_value();
    return copies;
}

std::uint64_t skipped_for(boost::json::object const& report, std::string_view reason) {
    auto const& all = report.at("coverage").at("skipped").as_object();
    return all.contains(reason) ? all.at(reason).to_number<std::uint64_t>() : 0;
}

} // namespace

TEST_CASE("a sticky sample takes all of a client's requests or none, and no side's clients alone") {
    script with;
    with.rest = "[features.orders.compare]\nsample = \"sticky\"\n";
    scene stage(with);
    stage.start();
    stage.cli_json({"shadow", "orders", "50%"});
    raw_client client(stage.port());
    for (int turn = 0; turn < 4; ++turn)
        for (int i = 0; i < 40; ++i)
            REQUIRE(client.ask(get("/orders/1", {{"X-User-Id", "user" + std::to_string(i)}})).status == 200);
    boost::json::object report;
    CHECK(eventually([&] { return coverage(report = report_of_orders(stage), "eligible") == 160; }));
    auto const chosen = coverage(report, "chosen");
    CHECK(chosen % 4 == 0);
    CHECK(chosen >= 4 * 8);
    CHECK(chosen <= 4 * 32);
    REQUIRE(stage.modern.wait_for_count(chosen));
    std::map<std::string, int> by_user;
    for (auto const& copy : stage.modern.requests()) ++by_user[copy.field("X-User-Id").value_or("")];
    for (auto const& [user, times] : by_user) {
        CAPTURE(user);
        CHECK(times == 4);
    }
}

TEST_CASE(
    "copies of writes go to the sandbox that is named for them, with its Host and the fields that it wants") {
    fake_upstream sandbox{says("modern")};
    script with;
    with.rest =
        "[features.orders.compare]\nmethods = [\"GET\", \"PUT\"]\nshadow_upstream = \"sandbox\"\n"
        "shadow_host = \"sandbox.internal\"\nshadow_set = { \"X-Sandbox\" = \"1\", \"Accept-Language\" = "
        "\"de\" }\nshadow_strip = [\"authorization\", \"x-secret\"]\n"
        "[upstreams.sandbox]\nendpoints = [\"" +
        sandbox.url() + "\"]\n";
    scene stage(with);
    stage.start();
    stage.cli_json({"shadow", "orders", "100%"});
    ask(stage.port(), request("PUT", "/orders/1",
                              {{"Authorization", "Bearer mine"},
                               {"X-Secret", "s"},
                               {"Accept-Language", "en"},
                               {"X-Custom", "kept"}},
                              "written"));
    auto const copy =
        sandbox.wait_for([](recorded_request const& one) { return one.body.bytes == "written"; });
    REQUIRE(copy);
    CHECK(copy->method == "PUT");
    CHECK(copy->head.all("Host") == std::vector<std::string>{"sandbox.internal"});
    CHECK(copy->head.all("X-Sandbox") == std::vector<std::string>{"1"});
    CHECK(copy->head.all("Accept-Language") == std::vector<std::string>{"de"});
    CHECK(copy->field("X-Custom") == "kept");
    CHECK_FALSE(copy->head.has("Authorization"));
    CHECK_FALSE(copy->head.has("X-Secret"));
    auto const served = stage.legacy.requests().at(0);
    CHECK(served.field("Authorization") == "Bearer mine");
    CHECK(served.field("Accept-Language") == "en");
    CHECK(coverage(settled_report(stage, 1), "compared") == 1);
    CHECK(stage.modern.requests().empty());
}

TEST_CASE("when modern serves, legacy is the shadow, and modern is asked twice for its own noise") {
    script with;
    with.rest = "[features.orders.compare]\nbaseline = 1.0\nmethods = [\"GET\", \"DELETE\"]\n";
    scene stage(with);
    stage.start();
    stage.flip("100%");
    stage.cli_json({"shadow", "orders", "100%"});
    raw_client client(stage.port());
    for (int i = 0; i < 10; ++i) REQUIRE(client.ask(get("/orders/1")).text() == "modern");
    CHECK(coverage(settled_report(stage, 10), "compared") == 10);
    CHECK(copies_at(stage.legacy) == 10);
    REQUIRE(stage.modern.wait_for_count(20));
    CHECK(copies_at(stage.modern) == 10);
    // What each side was asked by clients, over time; copies are none of it.
    CHECK(eventually([&] {
        std::uint64_t legacy = 0;
        std::uint64_t modern = 0;
        auto const report = report_of_orders(stage);
        for (auto const& slice : report.at("over_time").as_array()) {
            legacy += slice.at("served").at("legacy").to_number<std::uint64_t>();
            modern += slice.at("served").at("modern").to_number<std::uint64_t>();
        }
        return legacy == 0 && modern == 10;
    }));
    // What was deleted is gone when it is deleted again: that is no noise.
    client.ask(request("DELETE", "/orders/1"));
    settled_report(stage, 11);
    CHECK(copies_at(stage.modern) == 10);
}

TEST_CASE(
    "requests that are passed over for their method are counted as such, but only where there is a shadow") {
    scene stage;
    stage.start();
    raw_client client(stage.port());
    client.ask(request("POST", "/orders", {}, "before"));
    stage.cli_json({"shadow", "orders", "100%"});
    for (int i = 0; i < 3; ++i) client.ask(request("POST", "/orders", {}, "write"));
    client.ask(get("/orders/1"));
    boost::json::object report;
    CHECK(eventually([&] { return skipped_for(report = report_of_orders(stage), "method") == 3; }));
    CHECK(coverage(report, "eligible") == 1);
    CHECK(coverage(report, "chosen") == 1);
}

TEST_CASE("an answer without an end is skipped at its head, and reaches the client event by event") {
    scene stage;
    stage.legacy.on_request([](exchange& on) {
        on.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: "
                "chunked\r\n\r\n9\r\ndata: 1\n\n\r\n");
        on.peer_leaves();
    });
    stage.start();
    stage.cli_json({"shadow", "orders", "100%"});
    raw_client client(stage.port());
    client.send(get("/orders/events"));
    std::string begun;
    while (begun.find("data: 1\n\n") == std::string::npos) {
        auto const more = client.read_some();
        REQUIRE_FALSE(more.empty());
        begun += more;
    }
    boost::json::object report;
    CHECK(eventually([&] { return skipped_for(report = report_of_orders(stage), "streaming") == 1; }));
    CHECK(coverage(report, "chosen") == 1);
    CHECK(stage.modern.requests().empty());
}

TEST_CASE("a shadow that lies about its answers costs a comparison, and the client nothing") {
    static constexpr std::string_view lies[] = {
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nContent-Length: 20\r\n\r\n0123456789",
        "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\ncut",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/9.9 999999 ??\r\n\r\n",
        "\x16\x03\x01 no HTTP at all",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
    };
    std::atomic<std::size_t> next{0};
    scene stage;
    stage.modern.on_request([&](exchange& on) {
        auto const which = next++ % (std::size(lies) + 1);
        if (which < std::size(lies)) {
            on.send(lies[which]);
        } else {
            for (int i = 0; i < 1'000 && on.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"); ++i) {}
        }
        on.close();
    });
    stage.start();
    stage.cli_json({"shadow", "orders", "100%"});
    raw_client client(stage.port());
    for (std::size_t i = 0; i < 3 * (std::size(lies) + 1); ++i) {
        auto const got = client.ask(get("/orders/" + std::to_string(i)));
        REQUIRE(got.status == 200);
        REQUIRE(got.text() == "legacy");
        REQUIRE(got.head.has("X-Ficus-Shadow") == false);
    }
    auto const report = settled_report(stage, 3 * (std::size(lies) + 1));
    CHECK(coverage(report, "compared") == 0);
}

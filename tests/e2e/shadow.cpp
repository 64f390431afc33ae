// A shadow compares and never costs: not the client's time, not its errors, not its secrets.
#include "e2e/shadowing.hpp"
#include "support/gate.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

TEST_CASE("the side that does not serve gets a marked copy, and equal answers match") {
    scene stage;
    stage.legacy.on_request(answers_json(R"({"id":1,"tags":["a"]})"));
    stage.modern.on_request(answers_json(R"({"tags":["a"],"id":1})"));
    stage.start();
    stage.cli_json({"shadow", "orders", "100%"});
    CHECK(stage.status_of("orders").at("phase").as_string() == "shadow");
    raw_client client(stage.port());
    for (int i = 0; i < 30; ++i) {
        auto const got = client.ask(get("/orders/" + std::to_string(i), {{"X-Custom", "kept"}}));
        REQUIRE(got.text() == R"({"id":1,"tags":["a"]})");
    }
    REQUIRE(stage.modern.wait_for_count(30));
    for (auto const& copy : stage.modern.requests()) {
        CHECK(copy.field("X-Ficus-Shadow") == "1");
        CHECK(copy.field("X-Custom") == "kept");
        CHECK(copy.method == "GET");
    }
    for (auto const& served : stage.legacy.requests())
        CHECK_FALSE(served.field("X-Ficus-Shadow").has_value());
    auto const report = settled_report(stage, 30);
    CHECK(coverage(report, "compared") == 30);
    CHECK(report.at("matched").to_number<int>() == 30);
    CHECK(report.at("mismatched").to_number<int>() == 0);
    CHECK(report.at("match_rate").to_number<double>() == 1.0);
    CHECK(report.at("verdict").as_string() == "insufficient");
    CHECK(stage.cli({"report", "orders", "--gate"}).status == 4);
}

TEST_CASE("a copy, and the one that measures noise, say what the serving side was told and no more") {
    script with;
    with.rest = "[features.orders.compare]\nbaseline = 1.0\n";
    scene stage(with);
    stage.start();
    stage.cli_json({"shadow", "orders", "100%"});
    auto const fields_without = [](recorded_request const& of, std::vector<std::string_view> const& names) {
        fields left;
        for (auto const& field : of.head.list)
            if (std::none_of(names.begin(), names.end(),
                             [&](std::string_view name) { return same_name(name, field.first); }))
                left.push_back(field);
        return lines_of(left);
    };
    ask(stage.port(), get("/orders/1", {{"Connection", "keep-alive, X-Hop"},
                                        {"X-Hop", "this hop alone"},
                                        {"X-Forwarded-For", "6.6.6.6"},
                                        {"X-Forwarded-Host", "evil.example"},
                                        {"X-Ficus-Shadow", "forged"},
                                        {"Accept-Encoding", "gzip"},
                                        {"Via", "1.1 before"},
                                        {"Range", "bytes=0-9"},
                                        {"Authorization", "Bearer mine"},
                                        {"X-Custom", "kept"}}));
    auto const is_copy = [](recorded_request const& one) { return one.head.has("X-Ficus-Shadow"); };
    auto const served = stage.legacy.wait_for([&](recorded_request const& one) { return !is_copy(one); });
    auto const copy = stage.modern.wait_for(is_copy);
    auto const again = stage.legacy.wait_for(is_copy);
    REQUIRE(served);
    REQUIRE(copy);
    REQUIRE(again);
    CHECK_FALSE(served->head.has("X-Hop"));
    CHECK(served->field("X-Forwarded-For") == "127.0.0.1");
    auto const told = fields_without(*served, {"Accept-Encoding"});
    for (auto const& one : {*copy, *again}) {
        CHECK(one.target == served->target);
        CHECK(one.head.all("X-Ficus-Shadow") == std::vector<std::string>{"1"});
        CHECK(one.head.all("Accept-Encoding") == std::vector<std::string>{"identity"});
        CHECK(fields_without(one, {"Accept-Encoding", "X-Ficus-Shadow"}) == told);
        for (auto const* made : {"Via", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host",
                                 "X-Request-ID", "traceparent"}) {
            CAPTURE(made);
            CHECK(one.head.has(made));
        }
    }
}

TEST_CASE("differences are counted by field, shown as samples, and fail the gate") {
    script with;
    with.rest = "[features.orders.compare]\nignore = [\"$.at\"]\nunordered = [\"$.tags\"]\ntolerance = { "
                "\"$.total\" = 0.005 }\n"
                "[features.orders.ready]\nmin_compared = 20\n";
    scene stage(with);
    stage.legacy.on_request(answers_json(
        R"({"id":1,"at":"now","tags":["a","b"],"total":1.001,"name":"old","gone":1,"list":[1]})"));
    stage.modern.on_request(
        answers_json(R"({"id":1,"at":"then","tags":["b","a"],"total":1.002,"name":"new","list":[1,2]})"));
    stage.start();
    stage.cli_json({"shadow", "orders", "100%"});
    raw_client client(stage.port());
    for (int i = 0; i < 40; ++i) REQUIRE(client.ask(get("/orders/" + std::to_string(i))).status == 200);
    auto const report = settled_report(stage, 40);
    CHECK(report.at("mismatched").to_number<int>() == 40);
    CHECK(report.at("verdict").as_string() == "not_ready");
    CHECK(stage.cli({"report", "orders", "--gate"}).status == 3);
    std::map<std::string, std::string> found;
    for (auto const& field : report.at("fields").as_array()) {
        found[std::string(field.at("path").as_string())] = std::string(field.at("kind").as_string());
        CHECK(field.at("count").to_number<int>() == 40);
    }
    CHECK(found == std::map<std::string, std::string>{
                       {"$.name", "value"}, {"$.gone", "missing"}, {"$.list[*]", "extra"}});

    auto const diffs = stage.cli_json({"diffs", "orders", "--path", "$.name"}).at("diffs").as_array();
    REQUIRE_FALSE(diffs.empty());
    CHECK(diffs[0].at("path").as_string() == "$.name");
    auto const id = boost::json::serialize(diffs[0].at("id"));
    auto const shown = stage.cli(
        {"diffs", "show", diffs[0].at("id").is_string() ? std::string(diffs[0].at("id").as_string()) : id,
         "--json"});
    CHECK(shown.status == 0);
    CHECK(shown.output.find("old") != std::string::npos);
    CHECK(shown.output.find("new") != std::string::npos);
}

TEST_CASE("writes are never copied unless they are named") {
    script with;
    with.rest = "[features.orders.compare]\nmethods = [\"GET\", \"PUT\"]\n";
    scene stage(with);
    stage.start();
    stage.cli_json({"shadow", "orders", "100%"});
    raw_client client(stage.port());
    for (int i = 0; i < 10; ++i) {
        client.ask(request("POST", "/orders", {}, "write"));
        client.ask(request("DELETE", "/orders/1"));
    }
    client.ask(request("PUT", "/orders/1", {}, "consented"));
    auto const copy =
        stage.modern.wait_for([](recorded_request const& one) { return one.body.bytes == "consented"; });
    REQUIRE(copy);
    CHECK(copy->field("X-Ficus-Shadow") == "1");
    for (auto const& seen : stage.modern.requests()) CHECK(seen.method == "PUT");
}

TEST_CASE("a shadow that never answers delays nobody and is counted") {
    script with;
    with.fresh = "response_timeout = \"500ms\"\n";
    scene stage(with);
    stage.modern.on_request([](exchange& on) { on.peer_leaves(milliseconds(30'000)); });
    stage.start();
    raw_client client(stage.port());
    auto const worst_ms = [&] {
        double worst = 0;
        for (int i = 0; i < 300; ++i) {
            auto const from = steady::now();
            REQUIRE(client.ask(get("/orders/" + std::to_string(i))).text() == "legacy");
            worst = std::max(worst, std::chrono::duration<double, std::milli>(steady::now() - from).count());
        }
        return worst;
    };
    auto const without = worst_ms();
    stage.cli_json({"shadow", "orders", "100%"});
    auto const with_shadow = worst_ms();
    WARN("slowest of 300 requests without a shadow " << without << " ms, beside one that hangs "
                                                     << with_shadow << " ms");
    CHECK(with_shadow < 250 * patience());
    auto const report = settled_report(stage, 300);
    CHECK(skipped(report) == 300);
    CHECK(coverage(report, "compared") == 0);
    CHECK(report.at("verdict").as_string() == "insufficient");
}

TEST_CASE("copies that hang take no connection of the upstream's from the requests that it serves") {
    script with;
    with.fresh = "max_connections = 1\nmax_pending = 1\n";
    gate over;
    scene stage(with);
    stage.modern.on_request([&](exchange& on) {
        if (on.request().field("X-Ficus-Shadow")) over.wait(milliseconds(60'000));
        on.answer(200, "modern");
    });
    stage.start();
    stage.cli_json({"flip", "orders", "modern", "--when", "header:X-Beta=1"});
    stage.cli_json({"shadow", "orders", "100%"});
    raw_client client(stage.port());
    for (int i = 0; i < 10; ++i) REQUIRE(client.ask(get("/orders/1")).text() == "legacy");
    REQUIRE(stage.modern.wait_for_count(1));
    // Copies have a limit too: one connection here, however many of them wait.
    for (int i = 0; i < 20; ++i) {
        auto const got = client.ask(get("/orders/1", {{"X-Beta", "1"}}));
        REQUIRE(got.text() == "modern");
    }
    std::size_t copies = 0;
    for (auto const& seen : stage.modern.requests()) copies += seen.field("X-Ficus-Shadow") ? 1 : 0;
    CHECK(copies == 1);
    over.open();
}

TEST_CASE("what slow clients have read is not held for copies without end") {
    script with;
    with.limits = "max_buffered_body = \"16MiB\"\n";
    // Of each answer so much is left unread that the kernel's buffers do not hold it.
    constexpr std::size_t size = 14'000'000;
    constexpr std::size_t read_at_once = 8'000'000;
    auto const large = pattern(0, size);
    auto const answers = [&](exchange& on) { on.answer(200, large); };
    scene stage(with);
    stage.legacy.on_request(answers);
    stage.modern.on_request(answers);
    auto& facade = stage.start();
    stage.cli_json({"shadow", "orders", "100%"});
    std::vector<std::unique_ptr<raw_client>> slow;
    std::vector<std::string> read;
    for (int i = 0; i < 12; ++i) {
        auto& client = *slow.emplace_back(std::make_unique<raw_client>(stage.port()));
        client.raw().shrink_receive_buffer(200'000);
        client.send(get("/orders/" + std::to_string(i)));
        read.push_back(client.read_exactly(read_at_once));
        REQUIRE(read.back().size() == read_at_once);
    }
    // 96 MB were read, and at most 64 MiB may be held: three comparisons at least are called off.
    CHECK(eventually([&] {
        return facade.metric(R"(ficus_shadow_skipped_total{feature="orders",reason="budget"})") >= 3;
    }));
    // It costs the comparison, not the client.
    for (std::size_t i = 0; i < slow.size(); ++i) {
        auto const head = read[i].find("\r\n\r\n") + 4;
        read[i] += slow[i]->read_exactly(head + size - read[i].size());
        REQUIRE(read[i].substr(head) == large);
    }
    auto const report = settled_report(stage, 12);
    CHECK(skipped(report) >= 3);
    CHECK(coverage(report, "compared") >= 1);
    // What was held has been given back: there is room for as much again.
    raw_client quick(stage.port());
    quick.keep_body(size);
    for (int i = 0; i < 5; ++i) {
        auto const before = coverage(report_of_orders(stage), "compared");
        REQUIRE(quick.ask(get("/orders/1")).text() == large);
        REQUIRE(eventually([&] { return coverage(report_of_orders(stage), "compared") == before + 1; }));
    }
}

TEST_CASE("answers are compared up to max_buffered_body; past it not, and where they announce it at once") {
    gate rest;
    auto const answers = [&](exchange& on) {
        auto const target = on.request().target;
        auto const size = std::stoul(target.substr(target.rfind('/') + 1));
        if (target.starts_with("/orders/chunked/")) {
            on.answer_pattern(size, true);
            return;
        }
        auto const body = pattern(0, size);
        on.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" +
                body.substr(0, 9));
        if (size == 150'000) rest.wait();
        on.send(body.substr(9));
    };
    script with;
    with.limits = "max_buffered_body = \"100KiB\"\n";
    scene stage(with);
    stage.legacy.on_request(answers);
    stage.modern.on_request(answers);
    auto& facade = stage.start();
    stage.cli_json({"shadow", "orders", "100%"});
    auto const too_large = R"(ficus_shadow_skipped_total{feature="orders",reason="body_too_large"})";
    for (auto const* target : {"10", "1000", "65536", "65537", "102400", "chunked/10", "chunked/102400"})
        CHECK(ask(stage.port(), get(std::string("/orders/") + target)).status == 200);
    CHECK(facade.metric(too_large).value_or(0) == 0);
    ask(stage.port(), get("/orders/chunked/102401"));
    CHECK(eventually([&] { return facade.metric(too_large) == 1; }));
    // Before it is there.
    raw_client client(stage.port());
    client.send(get("/orders/150000"));
    CHECK(eventually([&] { return facade.metric(too_large) == 2; }));
    rest.open();
    CHECK(client.read_answer().body.size == 150'000);
    auto const report = settled_report(stage, 9);
    CHECK(coverage(report, "compared") == 7);
    CHECK(facade.metric(R"(ficus_shadow_requests_total{feature="orders",outcome="matched"})") == 7);
}

TEST_CASE("past the copies that may wait none is made, and once they have their answers some are again") {
    constexpr int most = 1024;
    constexpr int past = 50;
    gate answers;
    scene stage;
    stage.modern.on_request([&](exchange& on) {
        answers.wait();
        on.answer(200, "legacy");
    });
    auto& facade = stage.start();
    stage.cli_json({"shadow", "orders", "100%"});
    raw_client client(stage.port());
    for (int i = 0; i < most + past; ++i)
        REQUIRE(client.ask(get("/orders/" + std::to_string(i))).text() == "legacy");
    auto const passed_over = R"(ficus_shadow_skipped_total{feature="orders",reason="queue_full"})";
    CHECK(eventually([&] { return facade.metric(passed_over) == past; }));
    answers.open();
    CHECK(eventually([&] { return coverage(report_of_orders(stage), "compared") == most; }));
    REQUIRE(client.ask(get("/orders/again")).text() == "legacy");
    auto const report = settled_report(stage, most + past + 1);
    CHECK(coverage(report, "compared") == most + 1);
    CHECK(skipped(report) == past);
    CHECK(facade.metric(passed_over) == past);
}

TEST_CASE("a dead shadow is no error of anybody's") {
    closed_port nobody;
    script with;
    with.modern_endpoint = nobody.url();
    scene stage(with);
    stage.start();
    stage.cli_json({"shadow", "orders", "100%"});
    raw_client client(stage.port());
    for (int i = 0; i < 50; ++i) REQUIRE(client.ask(get("/orders/" + std::to_string(i))).text() == "legacy");
    auto const report = settled_report(stage, 50);
    CHECK(skipped(report) + coverage(report, "compared") == 50);
    CHECK(report.at("matched").to_number<int>() == 0);
}

TEST_CASE("secrets are in no byte of the store") {
    script with;
    with.rest = "[features.orders.compare]\nredact = [\"$.card.number\"]\n";
    scene stage(with);
    stage.legacy.on_request(answers_json(R"({"name":"one","card":{"number":"4111-secret-legacy"}})"));
    stage.modern.on_request(answers_json(R"({"name":"two","card":{"number":"4222-secret-modern"}})"));
    stage.start();
    stage.cli_json({"shadow", "orders", "100%"});
    raw_client client(stage.port());
    for (int i = 0; i < 20; ++i)
        client.ask(get("/orders/1", {{"Authorization", "Bearer very-secret-token"},
                                     {"Cookie", "sid=very-secret-session"}}));
    CHECK(settled_report(stage, 20).at("mismatched").to_number<int>() == 20);
    REQUIRE_FALSE(stage.cli_json({"diffs", "orders"}).at("diffs").as_array().empty());
    for (auto const* file : {"shadow.db", "shadow.db-wal", "rules.db", "rules.db-wal"}) {
        auto const bytes = content_of(stage.dir / "data" / file);
        for (auto const* secret : {"very-secret-token", "very-secret-session", "very-secret-cookie",
                                   "very-secret-query", "4111-secret", "4222-secret"}) {
            CAPTURE(file, secret);
            CHECK(bytes.find(secret) == std::string::npos);
        }
    }
    CHECK(content_of(stage.dir / "data" / "shadow.db").size() +
              content_of(stage.dir / "data" / "shadow.db-wal").size() >
          4096);
}

TEST_CASE("an answer too large to compare passes on, and its comparison is counted as skipped") {
    script with;
    with.limits = "max_buffered_body = \"4KiB\"\n";
    scene stage(with);
    auto const large = "\"" + pattern(0, 100'000) + "\"";
    stage.legacy.on_request(answers_json(large));
    stage.modern.on_request(answers_json(large));
    stage.start();
    stage.cli_json({"shadow", "orders", "100%"});
    raw_client client(stage.port());
    for (int i = 0; i < 10; ++i) REQUIRE(client.ask(get("/orders/1")).text() == large);
    auto const report = settled_report(stage, 10);
    CHECK(skipped(report) == 10);
}

TEST_CASE("a sampled shadow copies about its share") {
    scene stage;
    stage.start();
    stage.cli_json({"shadow", "orders", "20%"});
    raw_client client(stage.port());
    for (int i = 0; i < 500; ++i) REQUIRE(client.ask(get("/orders/" + std::to_string(i))).status == 200);
    boost::json::object report;
    CHECK(eventually([&] { return coverage(report = report_of_orders(stage), "eligible") == 500; }));
    CHECK(coverage(report, "chosen") > 50);
    CHECK(coverage(report, "chosen") < 160);
}

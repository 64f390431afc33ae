// What clients asked is recorded, and asked again before any client is involved.
#include "e2e/shadowing.hpp"
#include "support/child_process.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <fstream>

using namespace ficus::test;

namespace {

std::string text_of(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write_text(std::filesystem::path const& file, std::string const& text) {
    std::ofstream(file, std::ios::binary) << text;
}

std::uint64_t number(boost::json::value const& of, std::string_view name) {
    return of.at(name).to_number<std::uint64_t>();
}

/// `ficus record orders` beside the clients, until it has what it wants.
struct recording_stage : scene {
    explicit recording_stage(script const& with = {}) : scene(with) {
        legacy.on_request(answers_json(R"({"id":1,"card":"very-secret-card"})"));
        modern.on_request(answers_json(R"({"id":1,"card":"very-secret-card"})"));
        start();
    }

    std::filesystem::path file() const { return dir / "orders.rec"; }

    boost::json::object record(int most, std::vector<std::string> more, std::string const& asked) {
        child_options options;
        options.command = {ficus_binary(), "record",          "orders",
                           "-o",           file().string(),   "--for",
                           "60s",          "--most",          std::to_string(most),
                           "--config",     config().string(), "--json"};
        options.command.insert(options.command.end(), more.begin(), more.end());
        options.folder = dir.path();
        child_process recorder(options);
        raw_client client(port());
        auto const until = deadline::in(std::chrono::seconds(20));
        while (recorder.is_running() && !until.passed()) REQUIRE(client.ask(asked).status == 200);
        REQUIRE(recorder.wait() == 0);
        INFO(recorder.errors());
        return boost::json::parse(recorder.output()).as_object();
    }

    boost::json::object replay(std::vector<std::string> more) {
        more.insert(more.begin(), {"replay", file().string()});
        return cli_json(std::move(more));
    }
};

script with_redaction() {
    script with;
    with.rest = "[features.orders.compare]\nredact = [\"$.card\"]\n";
    return with;
}

} // namespace

TEST_CASE("what is recorded is replayed against the recorded answers, or against both sides") {
    recording_stage stage(with_redaction());
    auto const told =
        stage.record(20, {},
                     get("/orders/7?page=2&token=very-secret-token", {{"Authorization", "Bearer very-secret"},
                                                                      {"Cookie", "sid=very-secret-cookie"},
                                                                      {"X-Custom", "kept"}}));
    CHECK(number(told, "requests") == 20);
    CHECK(number(told, "redacted") == 20);
    CHECK(told.at("feature").as_string() == "orders");
    auto const text = text_of(stage.file());
    CHECK(text.find("very-secret") == std::string::npos);
    CHECK_FALSE(std::filesystem::exists(stage.file().string() + ".part"));

    // Nobody had to shadow for it.
    CHECK(stage.modern.count() == 0);
    auto const alone = stage.replay({"--to", stage.modern.url(), "--rate", "1000/s"});
    auto const& replay = alone.at("replay").as_object();
    CHECK(number(replay, "requests") == 20);
    CHECK(number(replay, "sent") == 20);
    CHECK(number(replay, "compared") == 20);
    CHECK(replay.at("skipped").as_object().empty());
    auto const& report = alone.at("features").as_array().at(0);
    CHECK(report.at("name").as_string() == "orders");
    CHECK(number(report, "matched") == 20);
    REQUIRE(stage.modern.wait_for_count(20));
    for (auto const& one : stage.modern.requests()) {
        CHECK(one.target == "/orders/7?page=2&token=redacted");
        CHECK(one.field("X-Custom") == "kept");
        CHECK(one.field("X-Ficus-Shadow") == "1");
        CHECK_FALSE(one.head.has("Authorization"));
        CHECK_FALSE(one.head.has("Cookie"));
    }

    auto const asked_before = stage.legacy.count();
    stage.modern.on_request(answers_json(R"({"id":2,"card":"another"})"));
    auto const both = stage.replay({"--to", "legacy=" + stage.legacy.url(), "--to", stage.modern.url()});
    CHECK(number(both.at("replay"), "compared") == 20);
    CHECK(stage.legacy.count() == asked_before + 20);
    auto const& found = both.at("features").as_array().at(0);
    CHECK(number(found, "mismatched") == 20);
    CHECK(boost::json::serialize(found.at("fields")).find("$.id") != std::string::npos);
    // The running facade's own figures know nothing of it.
    CHECK(coverage(report_of_orders(stage), "compared") == 0);
}

TEST_CASE("requests recorded without credentials are replayed with those that are given") {
    recording_stage stage;
    stage.record(3, {}, get("/orders/1", {{"Authorization", "Bearer very-secret"}, {"X-Tenant", "old"}}));
    auto const wants_token = [](exchange& on) {
        bool const may =
            on.request().field("Authorization") == "Bearer new" && on.request().field("X-Tenant") == "new";
        answers_json(may ? R"({"id":1,"card":"very-secret-card"})" : R"({"error":"who are you?"})")(on);
    };
    stage.modern.on_request(wants_token);
    stage.legacy.on_request(wants_token);
    std::vector<std::string> const with = {"-H", "Authorization: Bearer new", "--header", "x-tenant: new"};
    auto arguments = with;
    arguments.insert(arguments.end(), {"--to", stage.modern.url()});
    auto const one = stage.replay(arguments);
    CHECK(number(one.at("features").as_array().at(0), "matched") == 3);
    arguments.insert(arguments.end(), {"--to", "legacy=" + stage.legacy.url()});
    auto const both = stage.replay(arguments);
    CHECK(number(both.at("features").as_array().at(0), "matched") == 3);
    for (auto const& asked : stage.modern.requests()) CHECK(asked.field("X-Tenant") == "new");
    CHECK(stage.legacy.last().field("Authorization") == "Bearer new");
    auto const without = stage.replay({"--to", stage.modern.url()});
    CHECK(number(without.at("features").as_array().at(0), "mismatched") == 3);
    auto const nobody = stage.cli({"replay", stage.file().string(), "--to", stage.modern.url(), "-H",
                                   "Authorization: env:FICUS_NO_SUCH_TOKEN"});
    CHECK(nobody.status == 2);
    CHECK(nobody.errors.find("there is no FICUS_NO_SUCH_TOKEN in the environment: export it") !=
          std::string::npos);
}

TEST_CASE("recording goes on beside shadowing") {
    recording_stage stage;
    stage.cli_json({"shadow", "orders", "100%"});
    CHECK(number(stage.record(10, {"--share", "50%"}, get("/orders/1")), "requests") == 10);
    auto const asked = stage.legacy.count();
    // Each was compared, or skipped by a runner that clients outran.
    CHECK(coverage(settled_report(stage, asked), "compared") > 0);
}

TEST_CASE("writes are recorded where they are named, and replayed only by consent") {
    recording_stage stage;
    auto const post = request("POST", "/orders", {}, R"({"sku":"a"})");
    CHECK(number(stage.record(3, {"--methods", "POST"}, post), "requests") == 3);
    auto const refused = stage.cli({"replay", stage.file().string(), "--to", stage.modern.url()});
    CHECK(refused.status == 1);
    CHECK(refused.errors.find("it has 3 of methods that the comparison does not name") != std::string::npos);
    CHECK(stage.modern.count() == 0);

    script consent;
    consent.rest = "[features.orders.compare]\nmethods = [\"GET\", \"POST\"]\n";
    stage.write(consent);
    auto const done = stage.cli({"replay", stage.file().string(), "--to", stage.modern.url()});
    CHECK(done.status == 0);
    CHECK(done.errors.find("3 requests that may change something are sent to " + stage.modern.url()) !=
          std::string::npos);
    REQUIRE(stage.modern.wait_for_count(3));
    CHECK(stage.modern.last().body.bytes == R"({"sku":"a"})");
}

TEST_CASE("an access log has no answers, so that both sides are asked") {
    scene stage;
    stage.start();
    auto const log = stage.dir / "access.log";
    std::string text;
    for (int i = 0; i < 6; ++i)
        text += "10.0.0.1 - - [27/Nov/2026:14:00:0" + std::to_string(i) + " +0000] \"GET /orders/" +
                std::to_string(i) + " HTTP/1.1\" 200 12 \"-\" \"curl\"\n";
    write_text(
        log,
        text + "10.0.0.1 - - [27/Nov/2026:14:00:09 +0000] \"GET /other HTTP/1.1\" 200 12 \"-\" \"curl\"\n" +
            "10.0.0.1 - - [27/Nov/2026:14:00:09 +0000] \"POST /orders HTTP/1.1\" 201 12 \"-\" \"curl\"\n");

    auto const one = stage.cli({"replay", log.string(), "--feature", "orders", "--to", stage.modern.url()});
    CHECK(one.status == 2);
    CHECK(one.errors.find("has no answers to compare with: give both sides") != std::string::npos);
    auto const whose = stage.cli({"replay", log.string(), "--to", stage.modern.url()});
    CHECK(whose.status == 2);
    CHECK(whose.errors.find("does not say whose requests it has: add --feature NAME") != std::string::npos);

    auto const done =
        stage.cli_json({"replay", log.string(), "--feature", "orders", "--to", "legacy=" + stage.legacy.url(),
                        "--to", stage.modern.url(), "--rate", "60x"});
    auto const& replay = done.at("replay");
    CHECK(number(replay, "sent") == 6);
    CHECK(number(replay, "compared") == 6);
    CHECK(number(replay.at("left_out"), "elsewhere") == 1);
    CHECK(number(replay, "passed_over") == 1);
    CHECK(stage.legacy.count() == 6);
    CHECK(stage.modern.count() == 6);
}

TEST_CASE("a browser's HAR file is replayed against what the browser saw") {
    scene stage;
    stage.modern.on_request(answers_json(R"({"orders":[{"name":"Käse","id":7}]})"));
    stage.start();
    auto const file = stage.dir / "shop.har";
    write_text(file,
               R"({"log":{"entries":[{"startedDateTime":"2026-11-27T14:00:00Z","time":5,)"
               R"("request":{"method":"GET","url":"https://shop.example/orders?page=2","headers":[]},)"
               R"("response":{"status":200,"headers":[{"name":"Content-Type","value":"application/json"}],)"
               R"("content":{"size":9,"text":"{\"orders\": [{\"id\": 7, \"name\": \"Käse\"}]}"}}}]}})");
    auto const done =
        stage.cli_json({"replay", file.string(), "--feature", "orders", "--to", stage.modern.url()});
    CHECK(number(done.at("features").as_array().at(0), "matched") == 1);
    CHECK(stage.modern.last().field("Host") == "shop.example");
}

TEST_CASE("an upstream that dies half way is told, and ends nothing else") {
    recording_stage stage;
    stage.record(30, {}, get("/orders/1"));
    std::atomic<int> answered{0};
    stage.modern.on_request([&](exchange& on) {
        if (++answered > 10) return on.abort();
        answers_json(R"({"id":1,"card":"very-secret-card"})")(on);
    });
    auto const done =
        stage.cli({"replay", stage.file().string(), "--to", stage.modern.url(), "--concurrency", "1"});
    INFO(done.output << done.errors);
    CHECK(done.status == 0);
    CHECK(done.output.find("30 of 30 requests sent to " + stage.modern.url() +
                           ", 10 compared, skipped: unavailable 20") != std::string::npos);
    CHECK(stage.cli({"replay", stage.file().string(), "--to", stage.modern.url(), "--gate"}).status != 0);
}

TEST_CASE("a recording that is cut off, or of no kind, is told with its place; nothing is sent") {
    recording_stage stage;
    stage.record(3, {}, get("/orders/1"));
    auto const text = text_of(stage.file());
    write_text(stage.file(), text.substr(0, text.size() - 50));
    auto const cut = stage.cli({"replay", stage.file().string(), "--to", stage.modern.url()});
    CHECK(cut.status == 1);
    CHECK(cut.errors ==
          "ficus: " + stage.file().string() +
              ":4: the file ends in the middle of it: take the line out to replay what stands before; "
              "before it stand 2 whole requests\n");
    write_text(stage.file(), "what is this?\n");
    CHECK(stage.cli({"replay", stage.file().string(), "--to", stage.modern.url()}).status == 1);
    CHECK(stage.cli({"replay", (stage.dir / "none").string(), "--to", stage.modern.url()}).status == 1);
    CHECK(stage.modern.count() == 0);
}

TEST_CASE("what cannot be written is told before anything is recorded or sent") {
    recording_stage stage;
    stage.record(1, {}, get("/orders/1"));
    auto const nowhere = (stage.dir / "no" / "such" / "folder" / "out").string();
    auto const replayed =
        stage.cli({"replay", stage.file().string(), "--to", stage.modern.url(), "-o", nowhere});
    CHECK(replayed.status == 1);
    CHECK(replayed.errors.find("could not be written: No such file or directory; give -o a file that can") !=
          std::string::npos);
    CHECK(stage.modern.count() == 0);
    auto const recorded = stage.cli({"record", "orders", "-o", nowhere});
    CHECK(recorded.status == 1);
    CHECK(recorded.errors.find("could not be written: No such file or directory") != std::string::npos);
}

TEST_CASE("recording needs a facade that runs and a feature that is there, and one records at a time") {
    recording_stage stage;
    auto const out = (stage.dir / "a.rec").string();
    CHECK(stage.cli({"record", "order", "-o", out}).status == 2);
    child_options options;
    options.command = {ficus_binary(), "record", "orders", "-o", out, "--config", stage.config().string()};
    options.folder = stage.dir.path();
    child_process first(options);
    auto const second = (stage.dir / "b.rec").string();
    // Who asks for no share looks, and arms nothing.
    REQUIRE(eventually(
        [&] { return stage.facade().admin("/api/record/orders?session=probe&share=0").status == 409; }));
    auto const refused = stage.cli({"record", "orders", "-o", second, "--for", "100ms"});
    CHECK(refused.status == 1);
    CHECK(refused.errors.find("it answered 409") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(second + ".part"));
    // An early end keeps what there is.
    first.signal(SIGINT);
    CHECK(first.wait() == 0);
    CHECK(text_of(out).starts_with(R"({"ficus_recording":1,"feature":"orders","contract":"legacy",)"));
    CHECK(stage.facade().stop() == 0);
    stage.forget_facade();
    auto const nobody = stage.cli({"record", "orders", "-o", out});
    CHECK(nobody.status == 1);
    CHECK(nobody.errors.find("no facade runs on ") != std::string::npos);
}

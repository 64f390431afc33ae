// What an answer says of how it came to be, where `answer_headers` asks for it; and what the log says of it.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"

#include <boost/json/serialize.hpp>
#include <catch2/catch.hpp>

using namespace ficus::test;

namespace {

script describing(std::string const& asked) {
    script with;
    with.facade = "answer_headers = [" + asked + "]\n";
    return with;
}

std::string of(answer const& got, std::string_view name) {
    return got.field(name).value_or("-");
}

/// The names of a Server-Timing field's metrics, in their order, each with what is said of it.
std::vector<std::string> metrics_in(std::string const& timing) {
    std::vector<std::string> names;
    std::istringstream list(timing);
    for (std::string one; std::getline(list, one, ',');) {
        if (one.starts_with(" ")) one.erase(0, 1);
        auto const duration = one.find(";dur=");
        REQUIRE(duration != std::string::npos);
        CHECK(std::stod(one.substr(duration + 5)) >= 0);
        auto const rest = one.find(';', duration + 1);
        names.push_back(one.substr(0, duration) + (rest == std::string::npos ? "" : one.substr(rest)));
    }
    return names;
}

} // namespace

TEST_CASE("an answer says which side gave it, by which revision, and where its time went") {
    scene stage(describing(R"("server-timing", "ficus")"));
    stage.legacy.on_request([](exchange& on) {
        on.answer(200, "legacy", {{"Server-Timing", "db;dur=53"}, {"X-Ficus-Side", "both"}, {"X-Own", "1"}});
    });
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    auto const orders = client.ask(get("/orders/1"));
    CHECK(of(orders, "X-Ficus-Feature") == "orders");
    CHECK(of(orders, "X-Ficus-Side") == "modern");
    CHECK(of(orders, "X-Ficus-Revision") == "1");
    CHECK(of(orders, "X-Ficus-Attempts") == "1");
    CHECK(of(orders, "X-Ficus-Fallback") == "-");
    CHECK(metrics_in(of(orders, "Server-Timing")) == std::vector<std::string>{"modern", "ficus"});

    INFO("an upstream says nothing in the facade's name, and of itself what it likes");
    auto const page = client.ask(get("/page"));
    CHECK(of(page, "X-Ficus-Feature") == "-");
    CHECK(of(page, "X-Ficus-Side") == "legacy");
    CHECK(of(page, "X-Own") == "1");
    CHECK(page.head.raw.find("both") == std::string::npos);
    CHECK(page.head.raw.find("Server-Timing: db;dur=53\r\n") != std::string::npos);
    CHECK(page.head.raw.find("Server-Timing: legacy;dur=") != std::string::npos);

    INFO("so does one that the facade gives itself");
    auto const refused = client.ask(request("GET", "no-path"));
    check_is_problem(refused, 400);
    CHECK(of(refused, "X-Ficus-Side") == "-");
    CHECK(of(refused, "X-Ficus-Attempts") == "0");
    CHECK(metrics_in(of(refused, "Server-Timing")) == std::vector<std::string>{"ficus"});
}

TEST_CASE("what has not been asked for is not said, and what upstreams say passes") {
    scene stage;
    stage.legacy.on_request([](exchange& on) { on.answer(200, "legacy", {{"X-Ficus-Side", "its own"}}); });
    stage.start();
    auto const got = ask(stage.port(), get("/orders/1"));
    CHECK(of(got, "X-Ficus-Side") == "its own");
    CHECK(of(got, "X-Ficus-Revision") == "-");
    CHECK(of(got, "Server-Timing") == "-");
}

TEST_CASE("an answer by legacy in modern's place says so, and the log has each attempt and why it failed") {
    auto with = describing(R"("server-timing", "ficus")");
    with.orders = "fallback = true\n";
    with.fresh = "retries = 1\nbackoff = { base = \"0ms\", most = \"0ms\" }\n";
    closed_port nobody;
    with.modern_endpoint = nobody.url();
    scene stage(with);
    auto& facade = stage.start();
    stage.flip("modern");
    auto const got = ask(stage.port(), get("/orders/1", {{"X-Request-ID", "the-one"}}));
    CHECK(got.text() == "legacy");
    CHECK(of(got, "X-Ficus-Side") == "legacy");
    CHECK(of(got, "X-Ficus-Fallback") == "refused");
    CHECK(of(got, "X-Ficus-Attempts") == "3");
    CHECK(metrics_in(of(got, "Server-Timing")) == std::vector<std::string>{R"(modern;desc="refused")",
                                                                           R"(modern;desc="refused")",
                                                                           "legacy", "ficus"});

    auto const line = facade.wait_for_line([](auto const& said) {
        auto const* id = said.if_contains("request_id");
        return id != nullptr && *id == "the-one";
    });
    REQUIRE(line);
    INFO(boost::json::serialize(*line));
    CHECK(line->at("attempts").to_number<int>() == 3);
    auto const& failed = line->at("failed_attempts").as_array();
    REQUIRE(failed.size() == 2);
    for (auto const& one : failed) {
        CHECK(one.at("side").as_string() == "modern");
        CHECK(one.at("endpoint").as_string() == "127.0.0.1:" + std::to_string(nobody.port()));
        CHECK(one.at("why").as_string() == "refused");
    }
    CHECK(failed[0].at("then").as_string() == "again");
    CHECK(failed[1].at("then").as_string() == "fall_back");
}

TEST_CASE("a translated answer says it as well") {
    auto with = describing(R"("ficus")");
    with.orders = "translator = \"orders\"\n";
    with.rest = R"(
[translators.orders]
legacy = { format = "json" }
modern = { format = "json" }
[[translators.orders.fields]]
legacy = "no"
modern = "id"
)";
    scene stage(with);
    stage.modern.on_request([](exchange& on) {
        on.answer(200, R"({"id":"1"})", {{"Content-Type", "application/json"}, {"X-Ficus-Side", "both"}});
    });
    stage.start();
    stage.flip("modern");
    auto const got = ask(stage.port(), get("/orders/1"));
    CHECK(got.text() == R"({"no":"1"})");
    CHECK(of(got, "X-Ficus-Side") == "modern");
    CHECK(got.head.raw.find("both") == std::string::npos);
}

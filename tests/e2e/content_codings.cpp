// Bodies in content codings: what has to be read is decoded first, and nothing decodes without a bound.
#include "e2e/greedy/memory.hpp"
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"
#include "support/content_coding.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

using namespace ficus::test;

namespace {

script translated(std::string const& more = {}) {
    script with;
    with.orders = "translator = \"orders\"\n";
    with.rest = "[translators.orders]\n" + more + R"(
legacy = { format = "xml", root = "Order" }
modern = { format = "json" }
[[translators.orders.fields]]
legacy = "Name"
modern = "name"
)";
    return with;
}

std::string xml_of(std::string const& name) {
    return "<Order><Name>" + name + "</Name></Order>";
}

std::string json_of(std::string const& name) {
    return "{\"name\":\"" + name + "\"}";
}

/// Text that is worth packing.
std::string long_name() {
    std::string name;
    for (int n = 0; n < 1000; ++n) name += std::to_string(n * 7919) + " ";
    return name;
}

bool holds(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

handler answers(std::string const& body, fields more) {
    more.emplace_back("Content-Type", "application/json");
    return [=](exchange& on) {
        on.read_body();
        on.answer(200, body, more);
    };
}

std::string post(std::string const& coding, std::string const& body) {
    return request("POST", "/orders/7", {{"Content-Type", "application/xml"}, {"Content-Encoding", coding}},
                   body);
}

bool counts(scene& stage, std::string const& reason) {
    return stage.facade().metric("ficus_body_undecoded_total{reason=\"" + reason + "\"}") == 1;
}

std::vector<std::string> const all{"gzip", "deflate", "br", "zstd"};

} // namespace

TEST_CASE("a request in a content coding is translated, and goes on in none") {
    scene stage(translated());
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    for (auto const& name : all) {
        CAPTURE(name);
        CHECK(client.ask(post(name, packed(name, xml_of(name)))).whole());
        auto const seen = stage.modern.last();
        CHECK(seen.body.bytes == json_of(name));
        CHECK_FALSE(seen.field("Content-Encoding"));
        CHECK(seen.field("Content-Length") == std::to_string(json_of(name).size()));
    }
    auto const twice = packed("br", packed("gzip", xml_of("twice")));
    CHECK(client.ask(post("gzip, br", twice)).whole());
    CHECK(stage.modern.last().body.bytes == json_of("twice"));
}

TEST_CASE("a request in a coding that is not read, or broken, is the contract's, or gets 415 and 422") {
    auto const cut = packed("gzip", xml_of("cut")).substr(0, 20);
    for (bool const reject : {false, true}) {
        CAPTURE(reject);
        scene stage(translated(reject ? "on_error = \"reject\"" : ""));
        stage.start();
        stage.flip("modern");
        raw_client client(stage.port());
        auto const unknown = client.ask(post("compress", "whatever"));
        auto const seen = reject ? std::nullopt : std::optional(stage.legacy.last());
        auto const broken = client.ask(post("gzip", cut));
        CHECK(counts(stage, "unknown"));
        CHECK(counts(stage, "malformed"));
        CHECK(stage.modern.count() == 0);
        if (reject) {
            check_is_problem(unknown, 415);
            CHECK(unknown.field("Accept-Encoding") == "gzip, deflate, br, zstd");
            check_is_problem(broken, 422);
            CHECK_FALSE(broken.field("Accept-Encoding"));
            continue;
        }
        CHECK(unknown.text() == "legacy");
        CHECK(seen->body.bytes == "whatever");
        CHECK(seen->field("Content-Encoding") == "compress");
        CHECK(broken.text() == "legacy");
        CHECK(stage.legacy.last().body.bytes == cut);
        CHECK(stage.legacy.last().field("Content-Encoding") == "gzip");
    }
}

TEST_CASE("an answer in a content coding is translated, and goes to the client in one that it takes") {
    scene stage(translated());
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    auto const name = long_name();
    for (auto const& came_in : all) {
        CAPTURE(came_in);
        stage.modern.on_request(answers(packed(came_in, json_of(name)), {{"Content-Encoding", came_in}}));
        auto const plain = client.ask(get("/orders/7"));
        CHECK(holds(plain.text(), xml_of(name)));
        CHECK_FALSE(plain.field("Content-Encoding"));
        CHECK(plain.field("Vary") == "Accept-Encoding");
        for (std::string const wanted : {"gzip", "br", "zstd"}) {
            CAPTURE(wanted);
            auto const got = client.ask(get("/orders/7", {{"Accept-Encoding", wanted + ", x;q=0.1"}}));
            CHECK(got.whole());
            CHECK(got.field("Content-Encoding") == wanted);
            CHECK(got.field("Vary") == "Accept-Encoding");
            CHECK(got.field("Content-Length") == std::to_string(got.text().size()));
            CHECK(got.text().size() < name.size());
            CHECK(holds(unpacked(wanted, got.text()), xml_of(name)));
        }
        CHECK_FALSE(stage.modern.last().field("Accept-Encoding"));
    }
}

TEST_CASE("an answer is not encoded where the upstream's was not, or where it is short") {
    scene stage(translated());
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    auto const asking = get("/orders/7", {{"Accept-Encoding", "gzip"}});
    stage.modern.on_request(answers(json_of(long_name()), {{"Content-Encoding", "identity"}}));
    auto const plain = client.ask(asking);
    CHECK(holds(plain.text(), xml_of(long_name())));
    CHECK_FALSE(plain.field("Content-Encoding"));
    CHECK_FALSE(plain.field("Vary"));
    stage.modern.on_request(answers(packed("gzip", json_of("short")),
                                    {{"Content-Encoding", "gzip"}, {"Vary", "Cookie, accept-encoding"}}));
    auto const short_one = client.ask(asking);
    CHECK(holds(short_one.text(), xml_of("short")));
    CHECK_FALSE(short_one.field("Content-Encoding"));
    CHECK(short_one.head.all("Vary") == std::vector<std::string>{"Cookie, accept-encoding"});
}

TEST_CASE("a bomb is a translation error, and takes no more memory than a body may") {
    scene stage(translated("on_error = \"reject\""));
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    auto const ten_mib = std::string(10UL * 1024 * 1024, '\0');
    CHECK(client.ask(post("gzip", packed("gzip", xml_of("warm")))).whole());
    memory_watch const memory(stage.facade());
    for (auto const& name : all) {
        CAPTURE(name);
        auto const bomb = packed(name, ten_mib);
        CHECK(bomb.size() < 20'000);
        check_is_problem(client.ask(post(name, bomb)), 422);
        stage.modern.on_request(answers(bomb, {{"Content-Encoding", name}}));
        check_is_problem(client.ask(get("/orders/7")), 502);
    }
    CHECK(stage.facade().metric("ficus_body_undecoded_total{reason=\"too_dense\"}") == 8);
    // max_buffered_body is 4 MiB; what grows holds the old bytes beside the new ones for a moment.
    memory.check(16 * 1024, "bombs");
}

TEST_CASE("a tag of a translated answer is weak, and guards writes all the same") {
    scene stage(translated());
    stage.modern.on_request([](exchange& on) {
        on.read_body();
        if (on.request().head.has("If-None-Match"))
            on.send("HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\n\r\n");
        else
            on.answer(200, json_of("tagged"),
                      {{"Content-Type", "application/json"}, {"ETag", "\"v1\""}, {"Content-MD5", "x"}});
    });
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    auto const first = client.ask(get("/orders/7", {{"Range", "bytes=0-9"}, {"If-Range", "\"v1\""}}));
    CHECK(first.field("ETag") == "W/\"v1\"");
    CHECK_FALSE(first.field("Content-MD5"));
    CHECK_FALSE(stage.modern.last().field("Range"));
    CHECK_FALSE(stage.modern.last().field("If-Range"));
    auto const again = client.ask(get("/orders/7", {{"If-None-Match", "W/\"v1\""}}));
    CHECK(again.status == 304);
    CHECK(again.field("ETag") == "W/\"v1\"");
    CHECK(stage.modern.last().field("If-None-Match") == "W/\"v1\"");
    client.ask(request("PUT", "/orders/7",
                       {{"Content-Type", "application/xml"},
                        {"If-Match", "W/\"v1\", \"W/\", W/\"v2\""},
                        {"Content-MD5", "x"}},
                       xml_of("a")));
    CHECK(stage.modern.last().field("If-Match") == "\"v1\", \"W/\", \"v2\"");
    CHECK_FALSE(stage.modern.last().field("Content-MD5"));
}

TEST_CASE("answers in codings are compared by what they say") {
    auto const with = GENERATE(script{}, translated());
    scene stage(with);
    bool const speak_apart = !with.rest.empty();
    auto const legacy = speak_apart ? xml_of("same") : json_of("same");
    auto const sends = [](std::string const& type, std::string const& coding, std::string const& body) {
        return [=](exchange& on) {
            on.read_body();
            on.answer(200, body, {{"Content-Type", type}, {"Content-Encoding", coding}});
        };
    };
    auto const legacy_type = speak_apart ? "application/xml" : "application/json";
    stage.legacy.on_request(sends(legacy_type, "gzip", packed("gzip", legacy)));
    stage.modern.on_request(sends("application/json", "br", packed("br", json_of("same"))));
    stage.start();
    stage.cli_json({"shadow", "orders", "100%"});
    auto const matched = [&](std::string const& outcome) {
        return stage.facade()
            .metric("ficus_shadow_requests_total{feature=\"orders\",outcome=\"" + outcome + "\"}")
            .value_or(0);
    };
    auto const skipped = [&] {
        return stage.facade()
            .metric("ficus_shadow_skipped_total{feature=\"orders\",reason=\"encoding\"}")
            .value_or(0);
    };
    raw_client client(stage.port());
    auto const got = client.ask(get("/orders/7", {{"Accept-Encoding", "gzip"}}));
    CHECK(got.field("Content-Encoding") == "gzip");
    CHECK(eventually([&] { return matched("matched") == 1; }));
    stage.flip("modern");
    client.ask(get("/orders/7", {{"Accept-Encoding", "br"}}));
    CHECK(eventually([&] { return matched("matched") == 2; }));
    // Of the two that cannot be decoded one is known by its name.
    stage.legacy.on_request(sends(legacy_type, "gzip", "no gzip"));
    client.ask(get("/orders/7"));
    CHECK(eventually([&] { return skipped() == 1; }));
    stage.legacy.on_request(sends(legacy_type, "compress", "what"));
    client.ask(get("/orders/7"));
    CHECK(eventually([&] { return skipped() == 2; }));
    CHECK(matched("compared") == 2);
}

TEST_CASE("an error page in a coding that nobody reads passes as it is") {
    auto with = translated();
    with.rest += R"(
[[translators.orders.outcomes]]
legacy = { status = 200, root = "error" }
modern = { status = 502, when = { code = 17 } }
)";
    scene stage(with);
    stage.modern.on_request([](exchange& on) {
        on.read_body();
        on.answer(502, "the proxy's page", {{"Content-Type", "text/html"}, {"Content-Encoding", "x"}});
    });
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    for (auto const* method : {"GET", "POST"}) {
        auto const got = client.ask(request(method, "/orders/7"));
        CHECK(got.status == 502);
        CHECK(got.text() == "the proxy's page");
        CHECK(got.field("Content-Encoding") == "x");
        CHECK(got.field("Content-Type") == "text/html");
    }
    CHECK(stage.legacy.count() == 0);
    CHECK(stage.facade().metric("ficus_translations_total{feature=\"orders\",outcome=\"response_failed\"}") ==
          0);
}

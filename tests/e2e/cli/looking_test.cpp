// The commands that only look: status, history, explain.
#include "e2e/cli/stage.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <catch2/catch.hpp>

#include <fstream>

using namespace ficus::test;
using boost::json::parse;

TEST_CASE("status has every configured feature, in the configuration's order, before anything was changed") {
    cli_stage const stage;
    auto const status = stage.json({"status"});
    CHECK(status.at("revision") == 0);
    CHECK(status.at("facades") == parse("[]"));
    auto const& features = status.at("features").as_array();
    REQUIRE(features.size() == 2);
    CHECK(features[0].at("name") == "orders");
    CHECK(features[0].at("phase") == "legacy");
    CHECK(features[0].at("contract") == "legacy");
    CHECK(features[0].at("revision") == 0);
    CHECK(features[0].at("rules") == parse(R"([{"when":[],"share":0.0}])"));
    CHECK(features[0].at("shadow") == 0.0);
    CHECK(features[0].at("requests") == parse(R"({"legacy":0,"modern":0})"));
    CHECK(features[0].at("errors") == parse(R"({"legacy":0,"modern":0})"));
    CHECK(features[1].at("name") == "invoices");
    CHECK(features[1].at("contract") == "modern");
    CHECK_FALSE(std::filesystem::exists(stage.dir / "data")); // looking makes nothing
}

TEST_CASE("rules of a feature that is configured no more are shown, not lost") {
    cli_stage const stage;
    stage.json({"flip", "invoices", "25%"});
    auto text = content_of(stage.dir / "ficus.toml");
    stage.dir.write("ficus.toml", text.substr(0, text.find("[features.invoices]")));
    auto const invoices = stage.feature("invoices");
    CHECK(invoices.at("configured") == false);
    CHECK(invoices.at("rules") == parse(R"([{"when":[],"share":25.0}])"));
    CHECK(says(stage.run({"status"}).output, "no longer in the configuration"));
    CHECK(stage.json({"history", "invoices"}).at("revisions").as_array().size() == 1);
    CHECK(stage.run({"flip", "invoices", "1%"}).status == 2);
}

TEST_CASE("status and history need no configuration") {
    temp_dir const dir;
    cli_options options;
    options.folder = dir.path();
    auto const status = run_cli({"status", "--json"}, options);
    CHECK(status.status == 0);
    CHECK(status.json().at("features") == parse("[]"));
    CHECK(run_cli({"history", "--json"}, options).json().at("revisions") == parse("[]"));
    CHECK(run_cli({"flip", "orders", "1%"}, options).status == 2);
}

TEST_CASE("tables stand in columns, and colour is for terminals") {
    cli_stage const stage;
    stage.json({"flip", "orders", "12.5%", "--when", "header:X-Beta"});
    auto const status = stage.run({"status"});
    CHECK(says(status.output, "FEATURE               PHASE   SHARE  SHADOW"));
    CHECK(says(status.output, "  when header:X-Beta          12.5%\n"));
    CHECK(status.output.find('\x1b') == std::string::npos);
}

TEST_CASE("a store that is none is an error, not an empty one") {
    cli_stage const stage;
    stage.json({"flip", "orders", "1%"});
    for (auto const* left : {"data/rules.db-wal", "data/rules.db-shm"})
        std::filesystem::remove(stage.dir / left);
    std::ofstream(stage.dir / "data/rules.db")
        << "this is no database, and long enough to be looked at as one";
    for (auto const& command : {std::vector<std::string>{"status"}, {"history"}, {"flip", "orders", "2%"}}) {
        auto const result = stage.run(command);
        CHECK(result.status == 1);
        CHECK(result.output.empty());
        CHECK(says(result.errors, "rules.db"));
    }
}

TEST_CASE("explain says feature, rule, bucket, side and why") {
    cli_stage const stage;
    stage.json({"flip", "orders", "25%"});
    stage.json({"flip", "orders", "modern", "--when", "header:X-Beta=1"});

    auto const beta = stage.json({"explain", "GET", "/api/orders/7", "-H", "X-Beta: 1"});
    CHECK(beta.at("feature") == "orders");
    CHECK(beta.at("rule") == 0);
    CHECK(beta.at("side") == "modern");
    CHECK(beta.at("upstream") == "shop");
    CHECK(says(std::string(beta.at("why").as_string()), "header:X-Beta=1 sends 100% to modern"));

    // XXH3_64bits("orders\x1f42") mod 10000, by Debian's xxhsum: 1572.
    auto const user = stage.json({"explain", "GET", "http://shop.example/orders?x=1", "-H", "X-User-Id: 42"});
    CHECK(user.at("rule") == 1);
    CHECK(user.at("bucket") == 1572);
    CHECK(user.at("key") == "header:X-User-Id");
    CHECK(user.at("side") == "modern");

    auto const nobody = stage.json({"explain", "GET", "/orders"});
    CHECK(nobody.at("bucket").is_null());
    CHECK(nobody.at("key").is_null());
    CHECK(nobody.at("random") == true);

    auto const none = stage.json({"explain", "GET", "/elsewhere"});
    CHECK(none.at("feature").is_null());
    CHECK(none.at("rule").is_null());
    CHECK(none.at("side") == "legacy");
    CHECK(none.at("upstream") == "monolith");
    CHECK(none.at("translator").is_null());

    CHECK(says(stage.run({"explain", "GET", "/orders"}).output, "side        drawn at random\n"));
}

TEST_CASE("explain says when the facade would answer 400") {
    cli_stage const stage;
    for (auto const* path : {"/api/orders%2F7", "/orders/%zz"}) {
        auto const result = stage.run({"explain", "GET", path, "--json"});
        CHECK(result.status == 1);
        CHECK(result.output.empty());
        CHECK(says(result.errors, "ficus: the facade answers 400 to this request: "));
    }
}

// `ficus check`: what is wrong, what is doubtful, and what the file yields.
#include "e2e/cli/stage.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

TEST_CASE("check shows the routing table, in the order that decides") {
    cli_stage const stage;
    auto const check = stage.run({"check"});
    CHECK(check.status == 0);
    CHECK(says(check.output, "FEATURE   MATCH"));
    CHECK(says(check.output, "./ficus.toml: ok\n"));
    auto const exact = check.output.find("/api/orders/{id}");
    auto const prefix = check.output.find("path_prefix /orders");
    REQUIRE(exact != std::string::npos);
    REQUIRE(prefix != std::string::npos);
    CHECK(exact < prefix);

    auto const json = stage.json({"check"});
    CHECK(json.at("ok") == true);
    CHECK(json.at("routes").as_array().size() == 3);
    CHECK(json.at("otherwise") == "monolith");
}

TEST_CASE("check says all that is wrong at once, where, and how to mend it") {
    cli_stage const stage;
    auto text = content_of(stage.dir / "ficus.toml");
    text.replace(text.find("contract"), 8, "contrakt");
    text.replace(text.find("legacy = \"monolith\""), 19, "legacy = \"monolit\"");
    stage.dir.write("ficus.toml", text);
    auto const check = stage.run({"check", "--json"});
    CHECK(check.status == 2);
    CHECK(check.output.empty());
    CHECK(says(check.errors, "ficus: ./ficus.toml:5:"));
    CHECK(says(check.errors, "monolith"));
    CHECK(says(check.errors, "contract"));
    CHECK(std::count(check.errors.begin(), check.errors.end(), '\n') == 2);
}

TEST_CASE("check proves each translator there and back") {
    cli_stage const stage;
    auto const text = content_of(stage.dir / "ficus.toml");
    std::string const orders = R"(
[translators.orders]
legacy = { format = "xml", root = "Order" }
modern = { format = "json" }

[[translators.orders.fields]]
legacy = "OrderNo"
modern = "id"
type   = "integer"
)";
    stage.dir.write("ficus.toml", text + orders);
    auto const good = stage.run({"check"});
    CHECK(good.status == 0);
    CHECK(says(good.output, "orders      xml     json    loses nothing that it names"));
    CHECK(stage.json({"check"}).at("translators").at(0).at("lossless") == true);

    // The attribute keeps the list's element alive: an empty list and none look alike.
    stage.dir.write("ficus.toml", text + orders + R"(
[[translators.orders.fields]]
legacy = "L/@n"
modern = "n"

[[translators.orders.fields]]
legacy = "L/Line[]"
modern = "lines[]"
)");
    auto const lossy = stage.run({"check"});
    CHECK(lossy.status == 0); // it may be meant
    CHECK(says(lossy.output, "loses something in 1 place"));
    CHECK(says(
        lossy.errors,
        "ficus: warning: translators.orders.fields[2]: request to-legacy and back: lines: an empty list"));
    CHECK(says(lossy.errors, "; for example {\"lines\":[]} comes back as {}\n"));
    auto const json = stage.json({"check"});
    CHECK(json.at("translators").at(0).at("lossless") == false);
    CHECK(json.at("translators").at(0).at("lost").as_array().size() == 1);
}

TEST_CASE("check tells one cause once, and names three of the paths that show it") {
    cli_stage const stage;
    stage.dir.write("ficus.toml", content_of(stage.dir / "ficus.toml") + R"(
[translators.orders]
legacy  = { format = "json" }
modern  = { format = "json" }
nothing = { legacy = "empty", modern = ["null", "empty"] }
fields  = [ { legacy = "A", modern = "a" }, { legacy = "B", modern = "b" }, { legacy = "C", modern = "c" }, { legacy = "D", modern = "d" } ]
)");
    auto const check = stage.run({"check"});
    CHECK(check.status == 0);
    CHECK(says(check.output, "loses something in 2 places"));
    CHECK(says(check.errors,
               "translators.orders.nothing: request to-legacy and back: a: it does not come back as it "
               "was; for example {\"a\":\"\"} comes back as {\"a\":null}; 4 paths show it: a, b, c and 1 "
               "more\n"));
    auto const lost = stage.json({"check"}).at("translators").at(0).at("lost").as_array();
    REQUIRE(lost.size() == 2);
    CHECK(lost.at(0).at("key") == "nothing");
    CHECK(lost.at(0).at("paths").as_array().size() == 4);
}

TEST_CASE("check says what scripts do is not proven, and proves the rest") {
    cli_stage const stage;
    stage.dir.write("ficus.toml", content_of(stage.dir / "ficus.toml") + R"~(
[translators.orders]
legacy = { format = "xml", root = "Order" }
modern = { format = "json" }

[[translators.orders.fields]]
legacy = "No"
modern = "id"
lua    = { to_modern = "return value:lower()", to_legacy = "return value:upper()" }

[[translators.orders.fields]]
legacy = "Line[]"
modern = "lines[]"
)~");
    auto const check = stage.run({"check"});
    CHECK(check.status == 0);
    CHECK(says(check.output, "loses something in 1 place; not proven in 1 place, which Lua does"));
    CHECK(says(check.output, "not proven: translators.orders.fields[0].lua (No <-> id)\n"));
    auto const json = stage.json({"check"}).at("translators").at(0);
    CHECK(json.at("lossless") == false);
    CHECK(json.at("not_proven") == 1);
    CHECK(json.at("scripts").at(0).at("key") == "fields[0].lua");
    CHECK(json.at("scripts").at(0).at("what") == "No <-> id");
}

TEST_CASE("a doubt is a warning, and stops nothing") {
    cli_stage const stage;
    stage.dir.write("ficus.toml", content_of(stage.dir / "ficus.toml") + R"(
[features.late]
match = [ { path_prefix = "/invoices" } ]
modern = "shop"
)");
    auto const check = stage.run({"check"});
    CHECK(check.status == 0);
    CHECK(says(check.errors, "ficus: warning: ./ficus.toml:2"));
    CHECK(says(check.errors, "late"));
    CHECK(says(check.output, ": ok\n"));
}

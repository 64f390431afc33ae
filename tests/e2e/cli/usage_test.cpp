// Exit statuses, and what goes to which stream.
#include "e2e/cli/stage.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;
using words = std::vector<std::string>;

TEST_CASE(
    "wrong usage, an unknown feature or a wrong configuration end with 2, and say why on stderr alone") {
    cli_stage const stage;
    for (auto const& arguments :
         {words{}, words{"flop"}, words{"flip", "orders"}, words{"flip", "ordres", "1%"},
          words{"flip", "orders", "old"}, words{"unflip", "orders"}, words{"status", "ordres"},
          words{"history", "ordres"}, words{"--config", "none.toml", "status"},
          words{"explain", "GET", "orders"}}) {
        auto const result = stage.run(arguments);
        INFO((arguments.empty() ? "" : arguments.front()) << ": " << result.errors);
        CHECK(result.status == 2);
        CHECK(result.output.empty());
        CHECK(result.errors.starts_with("ficus: "));
    }
}

TEST_CASE("a name that is nearly right is offered") {
    cli_stage const stage;
    CHECK(says(stage.run({"flip", "ordres", "1%"}).errors, "did you mean 'orders'?"));
    CHECK(says(stage.run({"stats"}).errors, "did you mean 'status'?"));
    CHECK(says(stage.run({"flip", "warehouse", "1%"}).errors, "which has: orders, invoices"));
}

TEST_CASE("help and version are for stdout, and are no error") {
    cli_stage const stage;
    for (auto const& arguments : {words{"--help"}, words{"flip", "--help"}, words{"--version"}}) {
        auto const result = stage.run(arguments);
        CHECK(result.status == 0);
        CHECK(result.errors.empty());
        CHECK_FALSE(result.output.empty());
    }
}

TEST_CASE("--data-dir is where the rules are, whatever the configuration says") {
    cli_stage const stage;
    stage.json({"flip", "orders", "25%", "--data-dir", "other"});
    CHECK(std::filesystem::exists(stage.dir / "other/rules.db"));
    CHECK_FALSE(std::filesystem::exists(stage.dir / "data"));
    CHECK(stage.json({"status", "--data-dir", "other"}).at("revision") == 1);
}

TEST_CASE("$FICUS_CONFIG names the configuration") {
    cli_stage const stage;
    stage.dir.write("other.toml",
                    "[facade]\nlegacy = \"a\"\n[upstreams.a]\nendpoints = [\"http://127.0.0.1:1\"]\n");
    auto const status = stage.run({"status", "--json"}, {{"FICUS_CONFIG", "other.toml"}});
    CHECK(status.json().at("features").as_array().empty());
}

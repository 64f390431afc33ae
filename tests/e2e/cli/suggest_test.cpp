// `ficus suggest`: a mapping from pairs of documents.
#include "e2e/cli/stage.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace ficus::test;

namespace {

struct suggesting : cli_stage {
    suggesting() {
        std::filesystem::create_directory(dir / "pairs");
        dir.write("pairs/7.legacy.xml", "<Order><No>7</No><Status>P</Status></Order>");
        dir.write("pairs/7.modern.json", R"({"id":7,"status":"paid"})");
        dir.write("pairs/8.legacy.xml", "<Order><No>8</No><Status>N</Status></Order>");
        dir.write("pairs/8.modern.json", R"({"id":8,"status":"new"})");
    }
};

} // namespace

TEST_CASE("a proposal is a configuration, and translates the pairs that it was made from") {
    suggesting const stage;
    auto const made = stage.run({"suggest", "parcels", "pairs"});
    CHECK(made.status == 0);
    CHECK(says(made.output,
               "# agrees in all 2 pairs, with 2 different values\n[[translators.parcels.fields]]\n"
               "legacy = \"No\"\nmodern = \"id\"\ntype = \"integer\"\n"));
    stage.dir.write("ficus.toml", content_of(stage.dir / "ficus.toml") + made.output);
    auto const there =
        stage.run({"translate", "parcels", "to-modern"}, {}, content_of(stage.dir / "pairs/7.legacy.xml"));
    CHECK(there.output == R"({"id":7,"status":"paid"})");
    auto const again = stage.json({"suggest", "parcels", "pairs/7.legacy.xml", "pairs/7.modern.json"});
    CHECK(again.at("fields").as_array().empty());
    CHECK(again.at("whole").at("to_modern") == 1);
}

TEST_CASE("files come in pairs") {
    suggesting const stage;
    auto const json = stage.json({"suggest", "parcels", "pairs/7.legacy.xml", "pairs/7.modern.json",
                                  "pairs/8.legacy.xml", "pairs/8.modern.json"});
    CHECK(json.at("pairs") == 2);
    CHECK(json.at("fields").at(0).at("legacy") == "No");
    auto const odd = stage.run({"suggest", "parcels", "pairs/7.legacy.xml"});
    CHECK(odd.status == 2);
    CHECK(says(odd.errors, "has no modern document behind it"));
    auto const none = stage.run({"suggest", "parcels"});
    CHECK(none.status == 2);
    CHECK(says(none.errors, "there are no pairs to look at"));
    CHECK(stage.run({"suggest", "parcels", "nowhere", "pairs/7.modern.json"}).status == 1);
    std::filesystem::create_directory(stage.dir / "empty");
    auto const empty = stage.run({"suggest", "parcels", "empty"});
    CHECK(empty.status == 1);
    CHECK(says(empty.errors, "NAME.legacy.EXT"));
}

TEST_CASE("--feature needs pairs that shadowing stored") {
    suggesting const stage;
    auto const none = stage.run({"suggest", "parcels", "--feature", "orders"});
    CHECK(none.status == 1);
    CHECK(says(none.errors, "ficus shadow orders"));
    CHECK(stage.run({"suggest", "parcels", "--feature", "order"}).status == 2);
}

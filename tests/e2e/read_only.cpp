// A data folder that cannot be written: the facade serves by the rules that are there, and says so.
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <unistd.h>

using namespace ficus::test;
namespace fs = std::filesystem;

namespace {

constexpr uid_t nobody = 65534;

/// A facade that may read the scene's files, and write none of them.
cli_options reading_only(scene const& stage) {
    cli_options options;
    options.folder = stage.dir.path();
    fs::permissions(stage.dir.path(), fs::perms(0755));
    // Root may everything, so as nobody.
    if (::getuid() == 0)
        options.user = nobody;
    else
        for (auto const& folder : {stage.dir.path(), stage.dir / "data"})
            if (fs::exists(folder)) fs::permissions(folder, fs::perms(0555));
    return options;
}

void make_writable(scene const& stage) {
    fs::permissions(stage.dir.path(), fs::perms(0755));
    fs::permissions(stage.dir / "data", fs::perms(0777));
    for (auto const& file : fs::directory_iterator(stage.dir / "data"))
        fs::permissions(file.path(), fs::perms(0666));
}

std::string readiness(facade_process const& facade) {
    auto const got = facade.admin("/readyz");
    REQUIRE(got.status == 200);
    return std::string(got.json().at("status").as_string());
}

} // namespace

TEST_CASE("rules that can be read are served by, though nothing can be written") {
    scene stage;
    stage.start();
    stage.flip("modern");
    auto kill_it = false;
    SECTION("after a facade that was stopped") {}
    SECTION("after one that was killed, whose changes are in SQLite's log alone") {
        kill_it = true;
    }
    if (kill_it)
        stage.facade().signal(SIGKILL);
    else
        stage.facade().signal(SIGTERM);
    REQUIRE(stage.facade().wait_for_exit());

    auto& facade = stage.start(reading_only(stage));
    CHECK(ask(stage.port(), get("/orders")).text() == "modern");
    CHECK(ask(stage.port(), get("/page")).text() == "legacy");
    CHECK(readiness(facade) == "degraded");
    auto const said =
        facade.wait_for_line([](auto const& line) { return line.at("event") == "store_degraded"; });
    REQUIRE(said.has_value());
    CHECK(said->at("detail").as_string().find("can be read, but not written") != std::string::npos);

    // Once it can be written it is a store like any other.
    make_writable(stage);
    CHECK(eventually([&] { return readiness(facade) == "ok"; }));
    stage.flip("legacy");
    CHECK(ask(stage.port(), get("/orders")).text() == "legacy");
    CHECK(stage.cli_json({"status"}).at("facades").as_array().size() == 1);
}

TEST_CASE("what another user changes is followed, though this one cannot write") {
    if (::getuid() != 0) {
        WARN("only root has another user's rights");
        return;
    }
    scene stage;
    stage.start();
    CHECK(stage.facade().stop() == 0);
    stage.start(reading_only(stage));
    CHECK(ask(stage.port(), get("/orders")).text() == "legacy");
    CHECK(stage.cli({"flip", "orders", "modern"}).status == 0);
    CHECK(eventually([&] { return ask(stage.port(), get("/orders")).text() == "modern"; }));
}

TEST_CASE("without rules that can be read a facade does not start, and says what to mend") {
    scene stage;
    auto const options = reading_only(stage);
    auto const result = run_cli({"serve", "--config", stage.config().string()}, options);
    CHECK(result.status == 1);
    CHECK(result.errors.find((stage.dir / "data").string()) != std::string::npos);
    CHECK(result.errors.find("mend its owner or mode") != std::string::npos);
}

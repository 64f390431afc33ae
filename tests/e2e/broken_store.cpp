// A broken store is no outage: traffic goes on by the last rules, /readyz and the log say so, and the facade
// catches up.
#include "e2e/scene.hpp"

#include <boost/json/serialize.hpp>
#include <catch2/catch.hpp>

#include <fstream>

using namespace ficus::test;
namespace fs = std::filesystem;

namespace {

bool is_degraded(facade_process const& facade) {
    auto const got = facade.admin("/readyz");
    REQUIRE(got.status == 200); // broken or not
    return got.json().at("status").as_string() == "degraded";
}

void check_traffic_goes_on(scene& stage, std::string const& side) {
    raw_client client(stage.port());
    for (int i = 0; i < 20; ++i) {
        REQUIRE(client.ask(get("/orders/" + std::to_string(i))).text() == side);
        REQUIRE(client.ask(get("/page")).text() == "legacy");
    }
}

/// What breaks the store, between a flip to modern and its mending.
void check_outage(scene& stage, std::function<void()> const& break_it, std::function<void()> const& mend_it) {
    auto& facade = stage.start();
    stage.flip("modern");
    check_traffic_goes_on(stage, "modern");
    CHECK_FALSE(is_degraded(facade));
    auto const from = facade.line_count();
    break_it();
    CHECK(eventually([&] { return is_degraded(facade); }));
    CHECK(facade.wait_for_line(
        [](auto const& line) {
            auto const level = line.if_contains("level");
            auto const text = boost::json::serialize(line);
            return level && level->as_string() != "info" && text.find("rules.db") != std::string::npos;
        },
        from));
    CHECK(facade.admin("/readyz").text().find("\"since\"") != std::string::npos);
    check_traffic_goes_on(stage, "modern");

    mend_it();
    CHECK(eventually([&] { return !is_degraded(facade); }));
    check_traffic_goes_on(stage, "modern");
    stage.flip("legacy");
    check_traffic_goes_on(stage, "legacy");
}

void move_all(scene const& stage, fs::path const& to) {
    fs::create_directories(to);
    for (auto const* name : {"rules.db", "rules.db-wal", "rules.db-shm"})
        if (fs::exists(stage.dir / "data" / name)) fs::rename(stage.dir / "data" / name, to / name);
}

void move_back(scene const& stage, fs::path const& from) {
    for (auto const& entry : fs::directory_iterator(stage.dir / "data"))
        if (entry.path().filename().string().starts_with("rules.db")) fs::remove_all(entry.path());
    for (auto const& entry : fs::directory_iterator(from))
        fs::rename(entry.path(), stage.dir / "data" / entry.path().filename().string());
}

} // namespace

TEST_CASE("rules.db moved away and back") {
    scene stage;
    auto const aside = stage.dir / "aside";
    check_outage(
        stage, [&] { move_all(stage, aside); }, [&] { move_back(stage, aside); });
}

TEST_CASE("rules.db replaced by garbage") {
    scene stage;
    auto const aside = stage.dir / "aside";
    check_outage(
        stage,
        [&] {
            move_all(stage, aside);
            std::ofstream(stage.store()) << std::string(50'000, 'G');
        },
        [&] { move_back(stage, aside); });
}

TEST_CASE("rules.db replaced by something that cannot be opened") {
    scene stage;
    auto const aside = stage.dir / "aside";
    check_outage(
        stage,
        [&] {
            move_all(stage, aside);
            fs::create_directory(stage.store());
        },
        [&] { move_back(stage, aside); });
}

TEST_CASE("rules.db overwritten in place") {
    scene stage;
    auto const aside = stage.dir / "aside";
    check_outage(
        stage,
        [&] {
            fs::create_directories(aside);
            // A copy that SQLite makes would be nicer; with no writer the main file and its log are copied as
            // they are.
            for (auto const* name : {"rules.db", "rules.db-wal"})
                if (fs::exists(stage.dir / "data" / name))
                    fs::copy_file(stage.dir / "data" / name, aside / name);
            for (auto const* name : {"rules.db", "rules.db-wal"}) {
                auto const file = stage.dir / "data" / name;
                if (!fs::exists(file)) continue;
                auto const size = fs::file_size(file);
                std::ofstream(file, std::ios::in | std::ios::out | std::ios::binary)
                    << std::string(size, 'G');
            }
        },
        [&] { move_back(stage, aside); });
}

TEST_CASE("the data folder moved away and back") {
    scene stage;
    check_outage(
        stage, [&] { fs::rename(stage.dir / "data", stage.dir / "gone"); },
        [&] {
            fs::remove_all(stage.dir / "data");
            fs::rename(stage.dir / "gone", stage.dir / "data");
        });
}

TEST_CASE("a full disk: a flip that cannot be written fails, says so, and changes nothing") {
    scene stage;
    auto& facade = stage.start();
    stage.flip("modern");
    auto const before = stage.status_of("orders");
    cli_options full;
    full.folder = stage.dir.path();
    full.largest_file = 4096;
    auto const result = run_cli({"flip", "orders", "legacy", "--config", stage.config().string()}, full);
    CHECK(result.status == 1);
    CHECK(result.errors.find("ficus: ") == 0);
    CHECK(result.errors.find("rules.db") != std::string::npos);
    CHECK(stage.status_of("orders").at("rules") == before.at("rules"));
    check_traffic_goes_on(stage, "modern");
    CHECK_FALSE(is_degraded(facade));
}

TEST_CASE("a disk that fills up under a facade: it still obeys flips, and records them once there is room") {
    scene stage;
    auto& facade = stage.start();
    stage.flip("modern");
    facade.limit_file_size(1);
    // The CLI's own disk is not full: it can commit, but the facade cannot record what it serves.
    CHECK(stage.cli({"flip", "orders", "legacy"}).status == 0);
    CHECK(eventually([&] { return ask(stage.port(), get("/orders")).text() == "legacy"; }));
    check_traffic_goes_on(stage, "legacy");
    CHECK(facade.admin("/readyz").status == 200);
    facade.limit_file_size(facade_process::no_limit);
    stage.flip("modern");
    check_traffic_goes_on(stage, "modern");
    CHECK(eventually([&] {
        auto const facades = stage.cli_json({"status"}).at("facades").as_array();
        return facades.size() == 1 && facades[0].at("revision").to_number<int>() == 3;
    }));
    CHECK_FALSE(is_degraded(facade));
}

// kill -9 of a CLI or of a facade at any moment: the store opens, and holds the last committed revision.
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <random>

using namespace ficus::test;

namespace {

/// The audit trail is whole: revisions without a gap, each beginning where the one before it ended.
int check_trail(scene const& stage) {
    auto const trail = stage.cli_json({"history", "orders"}).at("revisions").as_array();
    for (std::size_t i = 0; i + 1 < trail.size(); ++i) {
        CHECK(trail[i].at("revision").to_number<int>() == trail[i + 1].at("revision").to_number<int>() + 1);
        CHECK(trail[i].at("before") == trail[i + 1].at("after"));
    }
    auto const rules = stage.status_of("orders").at("rules");
    if (!trail.empty()) CHECK(rules == trail[0].at("after"));
    return trail.empty() ? 0 : static_cast<int>(trail[0].at("revision").to_number<int>());
}

} // namespace

TEST_CASE("a CLI killed at any moment leaves either its whole change or none") {
    scene stage;
    stage.start();
    std::mt19937 random(7); // a fixed seed: a failure can be seen again
    int committed = 0;
    for (int round = 0; round < 60; ++round) {
        child_options options;
        options.command = {ficus_binary(), "flip",
                           "orders",       std::to_string(1 + round % 90) + "%",
                           "--config",     stage.config().string()};
        options.folder = stage.dir.path();
        {
            child_process command(options);
            std::this_thread::sleep_for(std::chrono::microseconds(random() % 25'000));
            command.signal(SIGKILL);
            REQUIRE(command.wait());
        }
        if (round % 10 != 9) continue;
        auto const now = check_trail(stage);
        CHECK(now >= committed);
        committed = now;
        CHECK(ask(stage.port(), get("/orders", {{"X-User-Id", "1"}})).status == 200);
    }
    stage.flip("modern");
    CHECK(ask(stage.port(), get("/orders")).text() == "modern");
}

TEST_CASE("a facade killed at any moment leaves a store that opens with the last committed revision") {
    scene stage;
    std::mt19937 random(11);
    int expected = 0;
    for (int round = 0; round < 8; ++round) {
        auto& facade = stage.start();
        std::thread killer([&, delay = random() % 40'000] {
            std::this_thread::sleep_for(std::chrono::microseconds(delay));
            facade.signal(SIGKILL);
        });
        for (int i = 0; i < 2; ++i) {
            auto const said = stage.cli_json({"flip", "orders", std::to_string(++expected) + "%"});
            CHECK(said.at("revision").to_number<int>() == expected);
        }
        killer.join();
        REQUIRE(facade.wait_for_exit() == -SIGKILL);
        stage.forget_facade();
        CHECK(check_trail(stage) == expected);
        CHECK(stage.cli_json({"status"}).at("facades").as_array().empty());
    }
    stage.flip("modern");
    stage.start();
    CHECK(ask(stage.port(), get("/orders")).text() == "modern");
}

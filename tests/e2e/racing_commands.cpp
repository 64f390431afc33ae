// Several CLIs and facades at once: no lost revision, and all facades end up with the newest.
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace ficus::test;

TEST_CASE("two racing CLIs lose no revision") {
    scene stage;
    stage.start();
    constexpr int each = 25;
    std::mutex mutex;
    std::set<int> revisions;
    std::string failed;
    auto const race = [&](int first_percent) {
        for (int i = 0; i < each; ++i) {
            // No two of all these shares are the same: every one is a change.
            auto const result = stage.cli({"flip", "orders", std::to_string(first_percent + i) + "%",
                                           "--json", "--reason", "racer " + std::to_string(first_percent)});
            std::lock_guard lock(mutex);
            if (result.status != 0) {
                failed += result.errors;
                continue;
            }
            revisions.insert(static_cast<int>(result.json().at("revision").to_number<int>()));
        }
    };
    std::thread one(race, 1);
    std::thread two(race, 51);
    one.join();
    two.join();
    CHECK(failed.empty());
    CHECK(revisions.size() == 2 * each);
    CHECK(*revisions.rbegin() == 2 * each);

    auto const trail = stage.cli_json({"history", "orders"}).at("revisions").as_array();
    REQUIRE(trail.size() == 2 * each);
    for (std::size_t i = 0; i + 1 < trail.size(); ++i) {
        CHECK(trail[i].at("revision").to_number<int>() == 2 * each - static_cast<int>(i));
        CHECK(trail[i].at("before") == trail[i + 1].at("after"));
    }
    CHECK(eventually([&] {
        auto const status = stage.cli_json({"status"});
        return status.at("facades").as_array().at(0).at("revision") == status.at("revision");
    }));
}

TEST_CASE("of two that build on the same revision one wins") {
    scene stage;
    stage.flip("1%");
    for (int round = 0; round < 10; ++round) {
        auto const revision = std::to_string(stage.status_of("orders").at("revision").to_number<int>());
        int won = 0;
        int lost = 0;
        std::mutex mutex;
        auto const try_it = [&](int share) {
            auto const result =
                stage.cli({"flip", "orders", std::to_string(share) + "%", "--if-revision", revision});
            std::lock_guard lock(mutex);
            won += result.status == 0 ? 1 : 0;
            lost += result.status == 1 ? 1 : 0;
        };
        std::thread one(try_it, 10 + round);
        std::thread two(try_it, 60 + round);
        one.join();
        two.join();
        CHECK(won == 1);
        CHECK(lost == 1);
    }
}

TEST_CASE("two facades on one store both take a flip, and the CLI says so") {
    scene stage;
    stage.start();
    cli_options options;
    options.folder = stage.dir.path();
    facade_process second({"--config", stage.config().string()}, options);
    second.wait_until_listening();
    auto const said = stage.cli_json({"flip", "orders", "modern"});
    CHECK(said.at("live").as_array().size() == 2);
    CHECK(ask(stage.port(), get("/orders")).text() == "modern");
    CHECK(ask(second.port(), get("/orders")).text() == "modern");
    CHECK(second.stop() == 0);
    CHECK(stage.cli_json({"flip", "orders", "legacy"}).at("live").as_array().size() == 1);
}

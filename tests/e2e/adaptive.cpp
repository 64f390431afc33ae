// A limit that moves with how long a service takes.
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <condition_variable>
#include <mutex>

using namespace ficus::test;

namespace {

/// A service that works on so many requests at once, each for so long, and lets the others wait.
class counter_hall {
public:
    counter_hall(int counters, milliseconds each) : free_(counters), each_(each) {}

    handler serves() {
        return [this](exchange& on) {
            {
                std::unique_lock lock(mutex_);
                ++inside_;
                most_ = std::max(most_, inside_);
                changed_.wait(lock, [&] { return free_ > 0 || on.stopping(); });
                --free_;
            }
            // What takes the time is its work.
            std::this_thread::sleep_for(each_);
            {
                std::lock_guard lock(mutex_);
                ++free_;
                --inside_;
            }
            changed_.notify_one();
            says("modern")(on);
        };
    }
    /// The most that were in it at once since the last time that this was asked.
    int take_most() {
        std::lock_guard lock(mutex_);
        return std::exchange(most_, inside_);
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int free_;
    int inside_ = 0;
    int most_ = 0;
    milliseconds const each_;
};

double limit_of(scene& stage) {
    return stage.facade().metric("ficus_upstream_concurrency_limit{upstream=\"fresh\"}").value_or(0);
}

load_options crowd(scene& stage, std::size_t clients) {
    return {.port = stage.port(), .clients = clients, .request = [](std::size_t, std::uint64_t) {
                return get("/orders/1");
            }};
}

} // namespace

TEST_CASE(
    "a service that is asked too much is given fewer requests at once, and the others wait for their turn") {
    counter_hall hall(4, milliseconds(10));
    script with;
    with.fresh = "adaptive = { least = 2 }\n";
    scene stage(with);
    stage.modern.on_request(hall.serves());
    stage.start();
    CHECK(limit_of(stage) == 2);
    stage.flip("modern");
    load clients(crowd(stage, 48));
    INFO("it rises to what the service can do");
    CHECK(eventually([&] { return limit_of(stage) >= 4; }));
    INFO("and no further");
    REQUIRE(eventually([&] { return clients.answered() > 1500; }, milliseconds(60'000)));
    hall.take_most();
    REQUIRE(clients.wait_for_a_round());
    CHECK(hall.take_most() <= 24);
    CHECK(limit_of(stage) <= 24);
    auto const status = stage.cli_json({"status"});
    auto const& fresh = status.at("upstreams").at("fresh");
    CHECK(fresh.at("limit") == 256);
    CHECK(fresh.at("adaptive_limit").to_number<int>() <= 24);
    CHECK(eventually([&] {
        return stage.cli({"status"}).output.find(" connections, as many as its answers' times allow") !=
               std::string::npos;
    }));
    clients.stop();
    CHECK(clients.failures() == 0);
    CHECK(clients.first_failure() == "");
}

TEST_CASE("a service that answers nobody is soon asked by few at once, and by more again once it is well") {
    std::atomic<bool> hangs = false;
    std::atomic<int> inside = 0;
    script with;
    with.orders = "fallback = true\nbreaker = false\n";
    with.fresh =
        "response_timeout = \"200ms\"\nretries = 0\nadaptive = { least = 2 }\nmax_connections = 64\n";
    scene stage(with);
    stage.modern.on_request([&](exchange& on) {
        ++inside;
        if (hangs)
            on.peer_leaves(milliseconds(60'000));
        else
            std::this_thread::sleep_for(milliseconds(40)); // its work
        --inside;
        says("modern")(on);
    });
    stage.start();
    stage.flip("modern");
    load clients(crowd(stage, 48));
    REQUIRE(eventually([&] { return limit_of(stage) >= 24; }, milliseconds(30'000)));
    hangs = true;
    CHECK(eventually([&] { return limit_of(stage) == 2; }, milliseconds(30'000)));
    CHECK(eventually([&] { return inside <= 2; }));
    hangs = false;
    CHECK(eventually([&] { return limit_of(stage) >= 8; }, milliseconds(60'000)));
    clients.stop();
    CHECK(clients.failures() == 0);
}

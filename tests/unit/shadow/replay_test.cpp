#include "facade/shadow/replay.hpp"
#include "unit/shadow/one_job.hpp"

#include <catch2/catch.hpp>

#include <atomic>

using namespace ficus;
using namespace ficus::test;
using namespace std::chrono_literals;
using std::chrono::microseconds;

namespace {

/// Time that passes only when somebody waits.
struct told_clock {
    std::chrono::steady_clock::time_point now{1h};
    shadow::replay_clock clock() {
        return {[this] { return now; },
                [this](microseconds for_) {
                    now += for_;
                    std::this_thread::yield();
                }};
    }
};

shadow::replay_pace times(double of_recorded) {
    shadow::replay_pace pace;
    pace.times = of_recorded;
    return pace;
}
shadow::replay_pace per_second(double rate) {
    shadow::replay_pace pace;
    pace.per_second = rate;
    return pace;
}
shadow::replay_pace at_most(std::size_t under_way, shadow::replay_pace pace) {
    pace.concurrency = under_way;
    return pace;
}

recording::recording requests_at(std::vector<microseconds> const& after) {
    recording::recording made;
    for (auto const at : after) {
        auto& one = made.requests.emplace_back();
        one.after = at;
        one.method = "GET";
        one.target = "/a";
    }
    return made;
}

/// When each of these is asked for, since the first; none of them becomes a job.
std::vector<microseconds> asked_at(std::vector<microseconds> const& recorded,
                                   shadow::replay_pace const& pace) {
    copies stage;
    told_clock time;
    auto const start = time.now;
    std::vector<microseconds> seen;
    shadow::replay replay(
        stage.running, pace,
        [&](recording::recorded const&) -> std::unique_ptr<shadow::job> {
            seen.push_back(std::chrono::duration_cast<microseconds>(time.now - start));
            return nullptr;
        },
        time.clock());
    auto const done = replay.run(
        requests_at(recorded), [](auto const&) {}, [] { return false; });
    CHECK(done.of == recorded.size());
    CHECK(done.looked_at == recorded.size());
    CHECK(done.sent == 0);
    CHECK(done.behind == 0us);
    return seen;
}

} // namespace

TEST_CASE("recorded times are kept, faster or slower") {
    std::vector<microseconds> const recorded = {0us, 10'000us, 10'500us, 2'000'000us};
    CHECK(asked_at(recorded, times(1)) == recorded);
    CHECK(asked_at(recorded, times(2)) == std::vector<microseconds>{0us, 5'000us, 5'250us, 1'000'000us});
    CHECK(asked_at(recorded, times(0.5)) == std::vector<microseconds>{0us, 20'000us, 21'000us, 4'000'000us});
    CHECK(asked_at(recorded, {}) == std::vector<microseconds>{0us, 0us, 0us, 0us});
}

TEST_CASE("an even rate knows nothing of recorded times, and counts what is sent alone") {
    auto const fifty = per_second(50);
    CHECK(fifty.due(7s, 0) == 0us);
    CHECK(fifty.due(0s, 3) == 60'000us);
    CHECK(fifty.due(0s, 50) == 1s);
    // What is left out takes no time.
    CHECK(asked_at({0us, 5s, 9s}, fifty) == std::vector<microseconds>{0us, 0us, 0us});
    CHECK(per_second(1e-300).due(0s, 5) > 24h);
}

TEST_CASE("requests are sent evenly") {
    copies stage;
    told_clock time;
    auto const start = time.now;
    std::vector<microseconds> seen;
    auto const broken = nobody();
    shadow::replay replay(
        stage.running, at_most(1000, per_second(100)),
        [&](recording::recorded const&) {
            seen.push_back(std::chrono::duration_cast<microseconds>(time.now - start));
            return stage.job(stage.running.budget(), [&](auto& plan) { plan.target = broken; });
        },
        time.clock());
    std::uint64_t told = 0;
    auto const done = replay.run(
        requests_at({0us, 0us, 0us, 0us}), [&](shadow::replay_progress const&) { ++told; },
        [] { return false; });
    CHECK(seen == std::vector<microseconds>{0us, 10'000us, 20'000us, 30'000us});
    CHECK(done.sent == 4);
    CHECK(done.ended == 4);
    CHECK(stage.skipped(obs::skip::unavailable) == 4);
    CHECK(told >= 1);
}

TEST_CASE("no more are under way than may be, and who waits for that is behind") {
    shadow::runner_options options;
    options.max_jobs = options.max_under_way = 2;
    copies stage;
    shadow::runner running(options, http::limits{}, stage.into, 0);
    std::atomic<int> made{0};
    shadow::replay replay(running, at_most(2, times(1)), [&](recording::recorded const&) {
        ++made;
        return stage.job(running.budget());
    });
    shadow::replay_progress done;
    std::thread sending([&] {
        done = replay.run(
            requests_at({0us, 0us, 0us, 0us}), [](auto const&) {}, [] { return false; });
    });
    // Two are asked, and the third only once one of them has its answer.
    auto first = stage.server.accept();
    auto second = stage.server.accept();
    std::string asked;
    while (asked.find("\r\n\r\n") == std::string::npos)
        REQUIRE(first.receive(asked, patient()) == transfer::ok);
    CHECK(made == 2);
    std::string const empty = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    CHECK(first.send(empty, patient()) == transfer::ok);
    auto third = stage.server.accept();
    CHECK(made == 3);
    CHECK(second.send(empty, patient()) == transfer::ok);
    CHECK(third.send(empty, patient()) == transfer::ok);
    auto fourth = stage.server.accept();
    CHECK(fourth.send(empty, patient()) == transfer::ok);
    sending.join();
    CHECK(done.sent == 4);
    CHECK(done.ended == 4);
    CHECK(done.behind > 0us);
    CHECK(stage.compared() == 4);
}

TEST_CASE("a replay that is stopped sends nothing more") {
    copies stage;
    told_clock time;
    int made = 0;
    shadow::replay replay(
        stage.running, times(1),
        [&](recording::recorded const&) -> std::unique_ptr<shadow::job> {
            ++made;
            return nullptr;
        },
        time.clock());
    auto const done = replay.run(
        requests_at({0us, 1s, 1h}), [](auto const&) {}, [&] { return made == 2; });
    CHECK(made == 2);
    CHECK(done.looked_at == 2);
    CHECK(done.of == 3);
}

TEST_CASE("who serves is asked first where its answer is not there yet") {
    copies stage;
    origin serving;
    auto job = stage.job(stage.running.budget(),
                         [&](auto& plan) { plan.serving = group_of(options_for({serving.port()})); });
    job->asks_both = true;
    job->status = 0;
    REQUIRE(stage.running.offer(std::move(job)));
    auto const say = [&](origin& from, std::string const& status) {
        auto peer = from.accept();
        std::string asked;
        while (asked.find("\r\n\r\n") == std::string::npos)
            REQUIRE(peer.receive(asked, patient()) == transfer::ok);
        CHECK(asked.find("X-Ficus-Shadow: 1\r\n") != std::string::npos);
        CHECK(peer.send("HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                        patient()) == transfer::ok);
    };
    say(serving, "500 Oh");
    say(stage.server, "500 Oh");
    REQUIRE(stage.settles());
    CHECK(stage.compared() == 1);
    CHECK(stage.operation.of(0).matched.read() == 1);
    CHECK(stage.operation.of(0).failed[0].read() == 1);
    CHECK(stage.operation.of(0).failed[1].read() == 1);
    CHECK(stage.operation.of(0).asked[0].read() == 1);
}

TEST_CASE("where who serves does not answer, the other is not asked, and that is counted once") {
    copies stage;
    auto job = stage.job(stage.running.budget(), [](auto& plan) { plan.serving = nobody(); });
    job->asks_both = true;
    REQUIRE(stage.running.offer(std::move(job)));
    REQUIRE(stage.settles());
    CHECK(stage.skipped(obs::skip::unavailable) == 1);
    CHECK(stage.operation.of(0).asked[0].read() == 0);
}

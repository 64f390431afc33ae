#include "support/temp_dir.hpp"
#include "tools/going_live.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>

using namespace ficus;
using namespace ficus::tools;

namespace {

rules::store opened(test::temp_dir const& dir) {
    auto store = rules::store::open(dir / "rules.db", rules::store::mode::create);
    REQUIRE(store.has_value());
    return std::move(*store);
}

rules::change_result flipped(rules::store& store, rules::share to) {
    auto const edit = [to](rules::feature_rules before) { return rules::flip(std::move(before), {}, to); };
    auto const result = store.change({"orders", edit, {"alice@host", "", "ficus flip"}, {}, false});
    REQUIRE(result.has_value());
    REQUIRE(result->changed);
    return *result;
}

/// This process says that it is a facade: the store lists only those that run.
void announce(rules::store& store) {
    REQUIRE(store.announce({.pid = getpid(), .listen = {"127.0.0.1:1"}, .admin = "127.0.0.1:2"}).has_value());
}

/// Time that passes only by waiting; `then` happens while it is waited for the n-th time.
struct told_time {
    std::chrono::nanoseconds now{0};
    int pauses = 0;
    std::function<void(int)> then = [](int) {};

    patience as_patience() {
        return {.elapsed = [this] { return now; },
                .pause =
                    [this](std::chrono::milliseconds time) {
                        now += time;
                        then(++pauses);
                    }};
    }
};

} // namespace

TEST_CASE("without a facade there is nothing to wait for") {
    test::temp_dir const dir;
    auto store = opened(dir);
    told_time time;
    auto const seen = wait_until_live(store, flipped(store, rules::share::all()), time.as_patience());
    CHECK(time.pauses == 0);
    CHECK(sentence(seen) == "no facade is running: it will be live when one starts");
    CHECK(live_json(seen).empty());
}

TEST_CASE("it is live when the facade has recorded the revision") {
    test::temp_dir const dir;
    auto store = opened(dir);
    announce(store);
    auto const change = flipped(store, rules::share::all());
    told_time time;
    time.then = [&](int n) {
        if (n == 3) REQUIRE(store.record_live(getpid(), change.revision).has_value());
    };
    auto const seen = wait_until_live(store, change, time.as_patience());
    CHECK(time.pauses == 3);
    REQUIRE(seen.live.size() == 1);
    CHECK(seen.live[0].pid == getpid());
    CHECK(seen.live[0].after_ms >= 0.0);
    CHECK(seen.waiting.empty());
    CHECK(sentence(seen).starts_with("live on 1 facade after "));
}

TEST_CASE("a facade that serves a later revision serves this one's rules or newer ones") {
    test::temp_dir const dir;
    auto store = opened(dir);
    announce(store);
    auto const first = flipped(store, rules::share::all());
    auto const second = flipped(store, rules::share::none());
    REQUIRE(store.record_live(getpid(), second.revision).has_value());
    told_time time;
    CHECK(wait_until_live(store, first, time.as_patience()).live.size() == 1);
}

TEST_CASE("a facade that does not answer is named, and not waited for longer than two seconds") {
    test::temp_dir const dir;
    auto store = opened(dir);
    announce(store);
    told_time time;
    auto const seen = wait_until_live(store, flipped(store, rules::share::all()), time.as_patience());
    CHECK(time.now >= std::chrono::seconds(2));
    CHECK(time.now < std::chrono::milliseconds(2100));
    REQUIRE(seen.waiting.size() == 1);
    CHECK(seen.waiting[0].pid == getpid());
    CHECK(sentence(seen) == "live on 0 facades of 1");
}

#include "facade/recording/tap.hpp"
#include "unit/recording/readings.hpp"

#include <catch2/catch.hpp>

using namespace ficus;
using namespace ficus::test;
using namespace std::chrono_literals;
using recording::tap;

namespace {

/// A tap at a time that stands still until it is moved.
struct tapped {
    tap of;
    tap::clock::time_point now{1h};
    std::chrono::system_clock::time_point wall{1'764'252'000s};

    std::optional<tap::drained> ask(std::uint16_t share, std::string const& who = "me",
                                    std::uint16_t methods = 0) {
        return of.drain({who, rules::share::of_hundredths(share), methods}, now, wall);
    }
    bool takes(std::uint16_t bucket = 0, std::string_view method = "GET", bool shadowed = true) {
        return of.is_armed() && of.takes(bucket, method, shadowed, now);
    }
    void offer(std::string body = "") {
        recording::recorded one;
        one.method = "GET";
        one.target = "/";
        one.body = std::move(body);
        of.offer(std::move(one), wall);
    }
};

recording::recorded only(tap::drained const& from) {
    REQUIRE(from.lines.size() == 1);
    return whole(recording::head_line(from.head) + from.lines[0]).requests.at(0);
}

} // namespace

TEST_CASE("nothing is captured unless somebody asks") {
    tapped t;
    CHECK_FALSE(t.takes());
    t.offer("lost without a word: nobody wanted it");
    t.of.lose();
    auto const first = t.ask(10000);
    REQUIRE(first);
    CHECK(first->lines.empty());
    CHECK(first->lost == 0);
    CHECK(t.takes());
}

TEST_CASE("a share is of all requests") {
    tapped t;
    t.ask(2500);
    CHECK(t.takes(2499));
    CHECK_FALSE(t.takes(2500));
    CHECK_FALSE(t.takes(9999));
}

TEST_CASE("methods are those that may be shadowed, unless they are named") {
    tapped t;
    t.ask(10000);
    CHECK(t.takes(0, "POST", true));
    CHECK_FALSE(t.takes(0, "GET", false));
    t.ask(10000, "me", static_cast<std::uint16_t>(*recording::bit_of("POST") | *recording::bit_of("PUT")));
    CHECK(t.takes(0, "POST", false));
    CHECK(t.takes(0, "PUT", false));
    CHECK_FALSE(t.takes(0, "GET", true));
    CHECK_FALSE(t.takes(0, "BREW", true));
}

TEST_CASE("requests are in the time since the tap was armed") {
    tapped t;
    t.ask(10000);
    t.wall += 1500ms;
    t.offer();
    t.now += 4s;
    auto const found = t.ask(10000);
    REQUIRE(found);
    CHECK(found->head.at_ms == 1'764'252'000'000);
    CHECK(only(*found).after == 1500ms);
    // It was set back.
    t.wall -= 1h;
    t.offer();
    CHECK(only(*t.ask(10000)).after == 0ms);
}

TEST_CASE("who stops asking has disarmed it, and what was captured is gone") {
    tapped t;
    t.ask(10000);
    t.offer();
    t.now += tap::patience;
    CHECK(t.takes());
    t.now += 1ns;
    CHECK_FALSE(t.takes());
    CHECK_FALSE(t.of.is_armed());
    CHECK(t.ask(10000)->lines.empty());
    // So has who asks for no share; what there is comes with it.
    t.offer();
    CHECK(t.ask(0)->lines.size() == 1);
    CHECK_FALSE(t.takes());
}

TEST_CASE("one records at a time") {
    tapped t;
    t.ask(10000, "me");
    t.offer();
    CHECK_FALSE(t.ask(10000, "you"));
    CHECK(t.ask(10000, "me")->lines.size() == 1);
    t.now += tap::patience + 1ns;
    CHECK(t.ask(10000, "you"));
    CHECK_FALSE(t.ask(10000, "me"));
}

TEST_CASE("what finds no room is counted, and room is made by fetching") {
    tapped t;
    t.ask(10000);
    std::string const large(3UL * 1024 * 1024, 'a');
    for (int i = 0; i < 4; ++i) t.offer(large);
    t.of.lose();
    // 4 MiB at a time: one of them; two fit in 8 MiB.
    auto const first = t.ask(10000);
    CHECK(first->lines.size() == 1);
    CHECK(first->lost == 3);
    auto const second = t.ask(10000);
    CHECK(second->lines.size() == 1);
    CHECK(second->lost == 0);
    t.offer(large);
    CHECK(t.ask(10000)->lines.size() == 1);
}

TEST_CASE("a query is read, or told what is wrong with it") {
    auto const read = recording::read_tap_request("session=ab&share=250&methods=GET,DELETE");
    REQUIRE(read.has_value());
    CHECK(read->session == "ab");
    CHECK(read->share == rules::share::of_hundredths(250));
    CHECK(read->methods == (*recording::bit_of("GET") | *recording::bit_of("DELETE")));
    for (auto const* wrong :
         {"", "session=a", "share=1", "session=a&share=10001", "session=a&share=-1",
          "session=a&share=1&methods=BREW", "session=a&share=1&more=2", "session=&share=1"}) {
        CAPTURE(wrong);
        CHECK_FALSE(recording::read_tap_request(wrong).has_value());
    }
}

#include "facade/obs/log.hpp"
#include "support/gate.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include <chrono>
#include <mutex>
#include <sstream>
#include <string>
#include <vector>

using namespace ficus::obs;
using ficus::test::gate;
namespace json = boost::json;

namespace {

std::chrono::system_clock::time_point at_noon() {
    return std::chrono::system_clock::time_point(std::chrono::milliseconds(1'772'625'967'089));
}

/// A sink that remembers, and that can be held up.
struct remembered {
    ficus::obs::log::sink sink() {
        return [this](std::string_view lines) {
            if (held != nullptr) {
                reached.open();
                held->wait();
            }
            std::lock_guard lock(mutex);
            text += lines;
        };
    }
    std::vector<json::object> events() {
        std::lock_guard lock(mutex);
        std::vector<json::object> all;
        std::istringstream in(text);
        for (std::string line; std::getline(in, line);) all.push_back(json::parse(line).as_object());
        return all;
    }
    std::mutex mutex;
    std::string text;
    gate* held = nullptr;
    gate reached;
};

} // namespace

TEST_CASE("an event is one line with time, level, name and what was added") {
    remembered into;
    {
        ficus::obs::log l(into.sink(), at_noon);
        l.event(level::warn, "unresolved",
                [](json_line& line) { line.add("upstream", "orders").add("n", 3U); });
        l.event(level::error, "bare");
    }
    CHECK(into.text == "{\"time\":\"2026-03-04T12:06:07.089Z\",\"level\":\"warn\",\"event\":\"unresolved\","
                       "\"upstream\":\"orders\",\"n\":3}\n"
                       "{\"time\":\"2026-03-04T12:06:07.089Z\",\"level\":\"error\",\"event\":\"bare\"}\n");
}

TEST_CASE("what is below the level is not written, whenever the level changes") {
    remembered into;
    {
        ficus::obs::log l(into.sink(), at_noon);
        CHECK_FALSE(l.wants(level::debug));
        CHECK(l.wants(level::info));
        l.event(level::debug, "hidden");
        l.set_level(level::debug);
        l.event(level::debug, "shown");
        l.set_level(level::error);
        l.event(level::warn, "hidden");
        l.event(level::error, "shown");
        CHECK_FALSE(l.wants(level::warn));
    }
    auto const events = into.events();
    REQUIRE(events.size() == 2);
    CHECK(events[0].at("level") == "debug");
    CHECK(events[1].at("level") == "error");
    for (auto const& e : events) CHECK(e.at("event") == "shown");
}

TEST_CASE("lines of rings are written without anybody ringing") {
    remembered into;
    ficus::obs::log l(into.sink(), at_noon);
    auto& one = l.make_ring();
    auto& two = l.make_ring();
    one.push("{\"from\":1}\n");
    two.push("{\"from\":2}\n");
    auto const until = ficus::test::deadline::in(ficus::test::soon);
    while (into.events().size() < 2 && !until.passed()) std::this_thread::yield();
    CHECK(into.events().size() == 2);
    one.push("{\"from\":1}\n");
    l.stop();
    CHECK(into.events().size() == 3);
    l.stop();
    CHECK(into.events().size() == 3);
}

TEST_CASE("while the sink is held up nobody waits; what finds no room is counted and told") {
    gate go_on;
    remembered into;
    into.held = &go_on;
    ficus::obs::log l(into.sink(), at_noon);
    auto& ring = l.make_ring();
    l.event(level::info, "first");
    REQUIRE(into.reached.wait());
    // The log's thread is in the sink now, and takes nothing more.
    std::string const big(1000, 'x');
    std::uint64_t events_sent = 0;
    for (; l.dropped() < 5 && events_sent < 10'000; ++events_sent)
        l.event(level::info, "flood", [&](json_line& line) { line.add("text", std::string_view(big)); });
    CHECK(l.dropped() == 5);
    std::uint64_t lines_pushed = 0;
    while (ring.push("{\"line\":\"" + big + "\"}\n")) ++lines_pushed;
    CHECK(l.dropped() == 6);
    go_on.open();
    l.stop();

    std::uint64_t floods = 0;
    std::uint64_t lines = 0;
    std::uint64_t told = 0;
    for (auto const& e : into.events()) {
        if (e.contains("line")) {
            ++lines;
        } else if (e.at("event") == "flood") {
            ++floods;
        } else if (e.at("event") == "log_dropped") {
            CHECK(e.at("level") == "warn");
            told += static_cast<std::uint64_t>(e.at("lines").to_number<std::int64_t>());
        }
    }
    CHECK(floods == events_sent - 5);
    CHECK(lines == lines_pushed);
    CHECK(told == 6);
}

TEST_CASE("events from many threads are all written, each on a line of its own") {
    remembered into;
    {
        ficus::obs::log l(into.sink(), at_noon);
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&] {
                for (int i = 0; i < 500; ++i) l.event(level::info, "e");
            });
        for (auto& t : threads) t.join();
        CHECK(l.dropped() == 0);
    }
    CHECK(into.events().size() == 2000);
}

TEST_CASE("times are written as RFC 3339 in UTC, to the millisecond") {
    using std::chrono::milliseconds;
    using std::chrono::system_clock;
    auto const said = [](std::int64_t ms) { return iso_time(system_clock::time_point(milliseconds(ms))); };
    CHECK(said(0) == "1970-01-01T00:00:00.000Z");
    CHECK(said(999) == "1970-01-01T00:00:00.999Z");
    CHECK(said(1'772'600'767'089) == "2026-03-04T05:06:07.089Z");
    CHECK(said(951'782'400'000) == "2000-02-29T00:00:00.000Z");
    CHECK(said(4'102'444'799'010) == "2099-12-31T23:59:59.010Z");
}

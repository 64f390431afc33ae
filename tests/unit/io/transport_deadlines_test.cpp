#include "support/black_hole.hpp"
#include "unit/io/pair.hpp"

#include <boost/asio/error.hpp>
#include <catch2/catch.hpp>

#include <array>
#include <string>
#include <thread>

using namespace ficus::io;
using namespace std::chrono_literals;
using ficus::test::at;
using ficus::test::black_hole;
using ficus::test::drive;
using ficus::test::pair;
using ficus::test::patient;
using ficus::test::pattern;
using ficus::test::read_it;
using ficus::test::transfer;
using ficus::test::write_it;
namespace asio = boost::asio;

TEST_CASE("a read deadline fails the read and all that comes after it, until the stream is revived") {
    loop l;
    pair p(l);
    auto const script = [&]() -> task<void> {
        co_await p.connect();
        std::array<char, 8> room;
        auto const begun = clock::now();
        p.near.read_within(60ms);
        auto const got = co_await p.near.read_some(room);
        CHECK(got.error == asio::error::timed_out);
        CHECK(clock::now() - begun >= 60ms);
        CHECK(p.near.timed_out());
        auto const late = co_await p.near.read_some(room);
        CHECK(late.error == asio::error::timed_out);
        auto const written_after = co_await p.near.write("x");
        CHECK(written_after.error == asio::error::timed_out);
        p.near.revive();
        CHECK_FALSE(p.near.timed_out());
        auto const spoken = co_await p.near.write("last word");
        CHECK(spoken);
        std::string heard;
        while (heard.size() < 9) REQUIRE(p.far.receive(heard, patient()) == transfer::ok);
        CHECK(heard == "last word");
    };
    drive(l, script());
}

TEST_CASE("a write deadline fails a write that nobody reads, and what is read beside it") {
    loop l;
    pair p(l);
    auto const data = pattern(50'000'000);
    auto const script = [&]() -> task<void> {
        co_await p.connect();
        std::array<char, 8> room;
        io_result read;
        side_task reading;
        reading.start(read_it(p.near, room, read));
        p.near.write_within(60ms);
        auto const sent = co_await p.near.write(data);
        CHECK(sent.error == asio::error::timed_out);
        CHECK(sent.bytes > 0);
        CHECK(sent.bytes < data.size());
        co_await reading.join();
        CHECK(read.error == asio::error::timed_out);
    };
    drive(l, script());
}

TEST_CASE(
    "a write's deadline is for a peer that reads nothing: one that reads slowly has as long as it takes") {
    loop l;
    pair p(l);
    auto const data = pattern(50'000'000);
    constexpr auto limit = 500ms;
    auto const script = [&]() -> task<void> {
        co_await p.connect();
        side_task writing;
        io_result sent;
        p.near.write_within(limit);
        writing.start(write_it(p.near, data, sent));
        // Too little for the kernel to tell of room, and a part of it in each of the deadline's periods.
        auto const begun = clock::now();
        std::string arrived;
        pair pace(l);
        co_await pace.connect();
        while (clock::now() - begun < 4 * limit) {
            for (int i = 0; i < 2; ++i) REQUIRE(p.far.receive(arrived, patient()) == transfer::ok);
            pace.near.read_within(limit / 10);
            std::array<char, 8> room;
            auto const passed = co_await pace.near.read_some(room);
            CHECK(passed.error == asio::error::timed_out);
            pace.near.revive();
        }
        CHECK_FALSE(writing.done());
        CHECK(arrived.size() < data.size() / 4);
        p.near.cancel();
        co_await writing.join();
        CHECK(sent.error == asio::error::operation_aborted);
    };
    drive(l, script());
}

TEST_CASE("a deadline that was cleared or moved does not fail what comes later") {
    loop l;
    pair p(l);
    auto const script = [&]() -> task<void> {
        co_await p.connect();
        std::array<char, 8> room;
        REQUIRE(p.far.send("a", patient()) == transfer::ok);
        p.near.read_within(40ms);
        auto const first = co_await p.near.read_some(room);
        CHECK(first);
        p.near.clear_read_deadline();
        side_task reading;
        io_result read;
        reading.start(read_it(p.near, room, read));
        // Another transport's deadline tells that the first one's would have passed by now.
        transport other(l);
        pair q(l);
        co_await q.connect();
        q.near.read_within(120ms);
        std::array<char, 8> other_room;
        auto const waited = co_await q.near.read_some(other_room);
        CHECK(waited.error == asio::error::timed_out);
        CHECK_FALSE(reading.done());
        CHECK_FALSE(p.near.timed_out());
        REQUIRE(p.far.send("b", patient()) == transfer::ok);
        co_await reading.join();
        CHECK(read.bytes == 1);
    };
    drive(l, script());
}

TEST_CASE("a write that had to wait leaves no deadline behind") {
    loop l;
    pair p(l);
    auto const data = pattern(20'000'000);
    std::string arrived;
    std::thread reader;
    auto const script = [&]() -> task<void> {
        co_await p.connect();
        p.near.write_within(1s);
        side_task writing;
        io_result result;
        writing.start(write_it(p.near, data, result));
        CHECK_FALSE(writing.done());
        reader = std::thread([&] {
            while (arrived.size() < data.size() && p.far.receive(arrived, patient()) == transfer::ok) {}
        });
        co_await writing.join();
        CHECK(result);
        // The write's deadline, once prolonged, would pass before this one.
        auto const begun = clock::now();
        p.near.read_within(3s);
        std::array<char, 8> room;
        auto const read = co_await p.near.read_some(room);
        CHECK(read.error == asio::error::timed_out);
        CHECK(clock::now() - begun >= 3s);
    };
    drive(l, script());
    reader.join();
}

TEST_CASE("connecting where nobody answers ends with the limit for writing, or when it is called off") {
    loop l;
    black_hole nowhere;
    auto const script = [&]() -> task<void> {
        transport late(l);
        late.write_within(60ms);
        auto const in_time = co_await late.connect(at(nowhere.port));
        CHECK(in_time == asio::error::timed_out);
        transport unwanted(l);
        l.later([&] { unwanted.cancel(); });
        auto const called_off = co_await unwanted.connect(at(nowhere.port));
        CHECK(called_off == asio::error::operation_aborted);
    };
    drive(l, script());
}

TEST_CASE("a transport may go while its deadlines are set") {
    loop l;
    auto const script = [&]() -> task<void> {
        {
            pair p(l);
            co_await p.connect();
            p.near.read_within(20ms);
            p.near.write_within(20ms);
        }
        pair q(l);
        co_await q.connect();
        std::array<char, 8> room;
        q.near.read_within(100ms);
        auto const waited = co_await q.near.read_some(room);
        CHECK(waited.error == asio::error::timed_out);
    };
    drive(l, script());
}

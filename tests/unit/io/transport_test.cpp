#include "unit/io/pair.hpp"

#include <boost/asio/error.hpp>
#include <catch2/catch.hpp>

#include <array>
#include <string>
#include <thread>

using namespace ficus::io;
using namespace std::chrono_literals;
using ficus::test::at;
using ficus::test::drive;
using ficus::test::listening_socket;
using ficus::test::pair;
using ficus::test::patient;
using ficus::test::pattern;
using ficus::test::read_it;
using ficus::test::transfer;
using ficus::test::write_it;
namespace asio = boost::asio;
using peer_socket = ficus::test::socket;

namespace {

task<io_result> read_all(transport& from, std::string& into, std::size_t size) {
    std::array<char, 65536> room;
    while (into.size() < size) {
        auto const got = co_await from.read_some(room);
        if (!got) co_return got;
        into.append(room.data(), got.bytes);
    }
    co_return io_result{};
}

} // namespace

TEST_CASE("bytes go both ways") {
    loop l;
    pair p(l);
    auto const script = [&]() -> task<void> {
        co_await p.connect();
        CHECK(p.near.peer() == at(p.listening.port()));
        CHECK(p.near.is_open());
        std::array<std::string_view, 4> const pieces = {"one ", "", "two ", "three"};
        auto const sent = co_await p.near.write(pieces);
        CHECK(sent);
        CHECK(sent.bytes == 13);
        std::string got;
        while (got.size() < 13) REQUIRE(p.far.receive(got, patient()) == transfer::ok);
        CHECK(got == "one two three");
        REQUIRE(p.far.send("answer", patient()) == transfer::ok);
        std::string back;
        auto const read = co_await read_all(p.near, back, 6);
        CHECK(read);
        CHECK(back == "answer");
        auto const nothing = co_await p.near.write(std::string_view{});
        CHECK(nothing);
        CHECK(nothing.bytes == 0);
    };
    drive(l, script());
}

TEST_CASE("large data waits for a slow reader, and arrives whole") {
    loop l;
    pair p(l);
    auto const data = pattern(20'000'000);
    std::string arrived;
    std::thread reader;
    auto const script = [&]() -> task<void> {
        co_await p.connect();
        side_task writing;
        io_result result;
        writing.start(write_it(p.near, data, result));
        // More than the kernel takes: nobody reads yet.
        CHECK_FALSE(writing.done());
        reader = std::thread([&] {
            while (arrived.size() < data.size() && p.far.receive(arrived, patient()) == transfer::ok) {}
        });
        co_await writing.join();
        CHECK(result);
        CHECK(result.bytes == data.size());
    };
    drive(l, script());
    reader.join();
    CHECK((arrived == data));
}

TEST_CASE("large data is read as it comes, and an orderly end is eof") {
    loop l;
    pair p(l);
    auto const data = pattern(5'000'000);
    std::thread writer;
    auto const script = [&]() -> task<void> {
        co_await p.connect();
        writer = std::thread([&] {
            p.far.send(data, patient());
            p.far.finish_sending();
        });
        std::string arrived;
        auto const read = co_await read_all(p.near, arrived, data.size());
        CHECK(read);
        CHECK((arrived == data));
        std::array<char, 8> room;
        auto const end = co_await p.near.read_some(room);
        CHECK(end.error == asio::error::eof);
        // Only one direction has ended.
        auto const answered = co_await p.near.write("still here");
        CHECK(answered);
    };
    drive(l, script());
    writer.join();
    std::string got;
    while (got.size() < 10) REQUIRE(p.far.receive(got, patient()) == transfer::ok);
    CHECK(got == "still here");
}

TEST_CASE("reading and writing go on at the same time") {
    loop l;
    pair p(l);
    auto const data = pattern(8'000'000);
    std::string echoed;
    std::thread echo;
    auto const script = [&]() -> task<void> {
        co_await p.connect();
        echo = std::thread([&] {
            std::string piece;
            for (std::size_t total = 0; total < data.size(); piece.clear()) {
                if (p.far.receive(piece, patient()) != transfer::ok) return;
                total += piece.size();
                if (p.far.send(piece, patient()) != transfer::ok) return;
            }
        });
        side_task writing;
        io_result result;
        writing.start(write_it(p.near, data, result));
        auto const read = co_await read_all(p.near, echoed, data.size());
        CHECK(read);
        co_await writing.join();
        CHECK(result);
    };
    drive(l, script());
    echo.join();
    CHECK((echoed == data));
}

TEST_CASE("cancelling fails what is under way and what comes after") {
    loop l;
    pair p(l);
    auto const data = pattern(50'000'000);
    auto const script = [&]() -> task<void> {
        co_await p.connect();
        std::array<char, 8> room;
        io_result read;
        io_result written;
        side_task reading;
        side_task writing;
        reading.start(read_it(p.near, room, read));
        writing.start(write_it(p.near, data, written));
        CHECK_FALSE(reading.done());
        CHECK_FALSE(writing.done());
        p.near.cancel();
        co_await reading.join();
        co_await writing.join();
        CHECK(read.error == asio::error::operation_aborted);
        CHECK(written.error == asio::error::operation_aborted);
        auto const read_after = co_await p.near.read_some(room);
        CHECK(read_after.error == asio::error::operation_aborted);
        auto const written_after = co_await p.near.write("x");
        CHECK(written_after.error == asio::error::operation_aborted);
        CHECK_FALSE(p.near.timed_out());
    };
    drive(l, script());
}

TEST_CASE("peeking tells quiet from data from an end, and takes nothing") {
    loop l;
    pair p(l);
    using state = transport::peer_state;
    auto const script = [&]() -> task<void> {
        co_await p.connect();
        CHECK(p.near.peek() == state::quiet);
        REQUIRE(p.far.send("abc", patient()) == transfer::ok);
        CHECK(p.near.peek() == state::has_data);
        CHECK(p.near.peek() == state::has_data);
        std::string got;
        auto const read = co_await read_all(p.near, got, 3);
        CHECK(read);
        CHECK(got == "abc");
        CHECK(p.near.peek() == state::quiet);
        p.far.finish_sending();
        CHECK(p.near.peek() == state::gone);
        pair q(l);
        co_await q.connect();
        q.far.abort();
        CHECK(q.near.peek() == state::gone);
    };
    drive(l, script());
}

TEST_CASE("an inbox has no memory while its bytes are waited for, and gets all that has come at once") {
    loop l;
    pair p(l);
    auto const data = pattern(40'000);
    auto const script = [&]() -> task<void> {
        co_await p.connect();
        inbox in;
        p.near.read_within(60ms);
        auto const late = co_await p.near.receive(in);
        CHECK(late.error == asio::error::timed_out);
        CHECK(in.capacity() == 0);
        p.near.revive();
        REQUIRE(p.far.send(data, patient()) == transfer::ok);
        while (in.size() < data.size()) {
            auto const got = co_await p.near.receive(in);
            REQUIRE(got);
        }
        CHECK((in.data() == data));
        p.far.finish_sending();
        auto const ended = co_await p.near.receive(in);
        CHECK(ended.error == asio::error::eof);
        CHECK((in.data() == data));
    };
    drive(l, script());
}

TEST_CASE("a reset is one to the peer, a close is an end") {
    loop l;
    auto const script = [&]() -> task<void> {
        std::string got;
        pair p(l);
        co_await p.connect();
        p.near.reset();
        CHECK_FALSE(p.near.is_open());
        CHECK(p.far.receive(got, patient()) == transfer::reset);
        pair q(l);
        co_await q.connect();
        q.near.close();
        CHECK(q.far.receive(got, patient()) == transfer::end);
        pair r(l);
        co_await r.connect();
        r.near.shutdown_send();
        CHECK(r.far.receive(got, patient()) == transfer::end);
        REQUIRE(r.far.send("x", patient()) == transfer::ok);
        auto const back = co_await read_all(r.near, got, 1);
        CHECK(back);
    };
    drive(l, script());
}

TEST_CASE("the peer's reset is an error of reading and of writing, not an end") {
    loop l;
    pair p(l);
    auto const script = [&]() -> task<void> {
        co_await p.connect();
        p.far.abort();
        std::array<char, 8> room;
        auto const got = co_await p.near.read_some(room);
        CHECK(got.error);
        CHECK(got.error != asio::error::eof);
        auto const sent = co_await p.near.write("x");
        CHECK(sent.error);
    };
    drive(l, script());
}

TEST_CASE("connecting to nobody is refused") {
    loop l;
    ficus::test::closed_port nobody;
    auto const script = [&]() -> task<void> {
        transport t(l);
        t.write_within(5s);
        auto const error = co_await t.connect(at(nobody.port()));
        CHECK(error == asio::error::connection_refused);
    };
    drive(l, script());
}

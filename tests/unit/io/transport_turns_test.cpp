#include "unit/io/pair.hpp"

#include <boost/asio/error.hpp>

#include <memory>
#include <string>
#include <sys/socket.h>

using namespace ficus::io;
using ficus::test::drive;
using ficus::test::hearing;
using ficus::test::pair;
using ficus::test::patient;
using ficus::test::read_it;
using ficus::test::transfer;
namespace asio = boost::asio;

TEST_CASE("a transport is quiet once all was read, until its loop hears of more, or of the end") {
    loop l;
    pair p(l);
    auto const script = [&]() -> task<void> {
        co_await p.connect();
        co_await hearing(l);
        CHECK(p.near.is_quiet());
        REQUIRE(p.far.send("abc", patient()) == transfer::ok);
        co_await hearing(l);
        CHECK_FALSE(p.near.is_quiet());
        std::array<char, 8> room;
        auto const got = co_await p.near.read_some(room);
        CHECK(got.bytes == 3);
        CHECK(p.near.is_quiet());
        p.far.finish_sending();
        co_await hearing(l);
        CHECK_FALSE(p.near.is_quiet());
    };
    drive(l, script());
}

TEST_CASE("data and the end behind it are both read, though they were told of together") {
    loop l;
    pair p(l);
    auto const script = [&]() -> task<void> {
        co_await p.connect();
        REQUIRE(p.far.send("abc", patient()) == transfer::ok);
        p.far.finish_sending();
        co_await hearing(l);
        std::array<char, 8> room;
        auto const data = co_await p.near.read_some(room);
        CHECK(data.bytes == 3);
        auto const end = co_await p.near.read_some(room);
        CHECK(end.error == asio::error::eof);
    };
    drive(l, script());
}

TEST_CASE("what is behind TCP's urgent mark is read too, though the read before it stopped there") {
    loop l;
    pair p(l);
    auto const script = [&]() -> task<void> {
        co_await p.connect();
        REQUIRE(p.far.send("abc", patient()) == transfer::ok);
        REQUIRE(::send(p.far.fd(), "!", 1, MSG_OOB) == 1);
        REQUIRE(p.far.send("def", patient()) == transfer::ok);
        co_await hearing(l);
        p.near.read_within(std::chrono::seconds(5));
        std::string got;
        std::array<char, 64> room;
        while (got.size() < 6) {
            auto const read = co_await p.near.read_some(room);
            REQUIRE(read);
            got.append(room.data(), read.bytes);
        }
        CHECK(got == "abcdef");
    };
    drive(l, script());
}

TEST_CASE("whoever asks hears that the peer has closed, whether that was before or comes later") {
    loop l;
    auto const count = [](void* calls) { ++*static_cast<int*>(calls); };
    auto const script = [&]() -> task<void> {
        pair later(l);
        co_await later.connect();
        int heard = 0;
        later.near.when_peer_closes(count, &heard);
        REQUIRE(later.far.send("abc", patient()) == transfer::ok);
        co_await hearing(l);
        CHECK(heard == 0);
        later.far.finish_sending();
        co_await hearing(l);
        CHECK(heard > 0);

        pair before(l);
        co_await before.connect();
        before.far.close();
        co_await hearing(l);
        heard = 0;
        before.near.when_peer_closes(count, &heard);
        co_await hearing(l);
        CHECK(heard > 0);
        heard = 0;
        before.near.when_peer_closes(nullptr, nullptr);
        co_await hearing(l);
        CHECK(heard == 0);
    };
    drive(l, script());
}

TEST_CASE("an end right behind the data that a read waited for is heard of once that read is over") {
    loop l;
    pair p(l);
    auto const count = [](void* calls) { ++*static_cast<int*>(calls); };
    auto const script = [&]() -> task<void> {
        co_await p.connect();
        int heard = 0;
        p.near.when_peer_closes(count, &heard);
        std::array<char, 8> room;
        io_result result;
        side_task reading;
        reading.start(read_it(p.near, room, result));
        // Before the loop's next turn, so that both are told of together.
        REQUIRE(p.far.send("abc", patient()) == transfer::ok);
        p.far.finish_sending();
        co_await reading.join();
        REQUIRE(result.bytes == 3);
        co_await hearing(l);
        CHECK(heard > 0);
    };
    drive(l, script());
}

TEST_CASE("a peer whose data is always there already does not keep the others from their turn") {
    loop l;
    pair p(l);
    auto const script = [&]() -> task<void> {
        co_await p.connect();
        REQUIRE(p.far.send(std::string(1000, 'x'), patient()) == transfer::ok);
        co_await hearing(l);
        bool had_a_turn = false;
        l.later([&] { had_a_turn = true; });
        std::size_t read = 0;
        std::array<char, 1> room;
        while (!had_a_turn && read < 1000) read += (co_await p.near.read_some(room)).bytes;
        CHECK(read < 100);
    };
    drive(l, script());
}

TEST_CASE("the more a read brings, the sooner the others have their turn") {
    loop l;
    pair p(l);
    std::array<char, 60'000> room;
    auto const reads_left_after = [&](std::size_t bytes) -> task<int> {
        REQUIRE(p.far.send(std::string(bytes, 'x'), patient()) == transfer::ok);
        std::size_t read = 0;
        while (read < bytes) {
            co_await hearing(l);
            read += (co_await p.near.read_some(room)).bytes;
        }
        int left = 0;
        while (l.may_go_on()) ++left;
        co_return left;
    };
    auto const script = [&]() -> task<void> {
        co_await p.connect();
        auto const after_little = co_await reads_left_after(1);
        auto const after_much = co_await reads_left_after(room.size());
        CHECK(after_little > 0);
        CHECK(after_much < after_little);
        co_await l.next_turn();
        l.brought(256UL * 1024); // a whole relay buffer
        CHECK_FALSE(l.may_go_on());
        co_await l.next_turn();
        CHECK(l.may_go_on());
    };
    drive(l, script());
}

TEST_CASE("who takes a turn goes on after the others, and not within whatever runs now") {
    loop l;
    std::string order;
    auto const script = [&]() -> task<void> {
        l.later([&] { order += "other "; });
        order += "one ";
        co_await l.next_turn();
        co_await l.next_turn();
        order += "two";
    };
    drive(l, script());
    CHECK(order == "one other two");
}

TEST_CASE("what is called off ends in the loop's next turn, not within the call") {
    loop l;
    pair p(l);
    auto const script = [&]() -> task<void> {
        co_await p.connect();
        std::array<char, 8> room;
        io_result result;
        side_task reading;
        reading.start(read_it(p.near, room, result));
        p.near.cancel();
        CHECK_FALSE(reading.done());
        co_await reading.join();
        CHECK(result.error == asio::error::operation_aborted);
    };
    drive(l, script());
}

TEST_CASE("one that is closed within the turn that has news of it hears nothing any more") {
    loop l;
    auto const script = [&]() -> task<void> {
        auto p = std::make_unique<pair>(l);
        auto q = std::make_unique<pair>(l);
        co_await p->connect();
        co_await q->connect();
        co_await hearing(l);
        // Both have news in the same turn; whichever comes first takes the other away.
        auto const take_away = [](void* other) { static_cast<std::unique_ptr<pair>*>(other)->reset(); };
        p->near.when_peer_closes(take_away, &q);
        q->near.when_peer_closes(take_away, &p);
        p->far.close();
        q->far.close();
        co_await hearing(l);
        CHECK((p == nullptr) != (q == nullptr));
    };
    drive(l, script());
}

TEST_CASE("one that is closed in place within the turn that has news of it hears nothing either") {
    struct side {
        side(loop& on, int& h) : p(on), heard(h) {}
        static void closes_the_other(void* self) {
            auto& s = *static_cast<side*>(self);
            ++s.heard;
            s.other->p.near.close();
        }
        pair p;
        int& heard;
        side* other = nullptr;
    };
    loop l;
    int heard = 0;
    side one(l, heard);
    side two(l, heard);
    one.other = &two;
    two.other = &one;
    auto const script = [&]() -> task<void> {
        for (auto* s : {&one, &two}) {
            co_await s->p.connect();
            s->p.near.when_peer_closes(&side::closes_the_other, s);
        }
        co_await hearing(l);
        one.p.far.close();
        two.p.far.close();
        co_await hearing(l);
        CHECK(heard == 1);
    };
    drive(l, script());
}

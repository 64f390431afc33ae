#include "facade/io/inbox.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <string>

using ficus::io::inbox;

TEST_CASE("what is received is there until it is consumed") {
    inbox in;
    CHECK(in.empty());
    CHECK(in.data().empty());
    in.append("hello");
    CHECK(in.data() == "hello");
    CHECK(in.size() == 5);
    in.consume(2);
    CHECK(in.data() == "llo");
    in.append("abc");
    CHECK(in.data() == "lloabc");
    in.bytes()[0] = 'L';
    CHECK(in.data() == "Lloabc");
    in.consume(6);
    CHECK(in.empty());
}

TEST_CASE("it has no memory before the first byte, and none once it was emptied and shrunk") {
    inbox in;
    CHECK(in.capacity() == 0);
    in.append("something");
    CHECK(in.capacity() > 0);
    in.consume(4);
    in.shrink();
    CHECK(in.data() == "thing");
    in.consume(5);
    CHECK(in.capacity() > 0);
    in.shrink();
    CHECK(in.capacity() == 0);
    in.append("again");
    CHECK(in.data() == "again");
}

TEST_CASE("what was consumed can be looked at until more is received") {
    inbox in;
    in.append("head|body");
    auto const head = in.data().substr(0, 4);
    in.consume(9);
    CHECK(in.empty());
    CHECK(head == "head");
}

TEST_CASE("room that consuming left is used before more is taken") {
    inbox in;
    in.append(std::string(1500, 'a'));
    auto const capacity = in.capacity();
    in.consume(1000);
    in.append(std::string(capacity - 500, 'b'));
    CHECK(in.capacity() == capacity);
    CHECK(in.data() == std::string(500, 'a') + std::string(capacity - 500, 'b'));
}

TEST_CASE("a byte at a time is copied now and then, not each time") {
    inbox in;
    std::size_t moved = 0;
    for (auto before = in.capacity(); in.size() < 100'000; before = in.capacity()) {
        in.append("x");
        if (in.capacity() != before) ++moved;
    }
    CHECK(moved < 10);
}

TEST_CASE("whatever comes in whatever pieces goes out as it came") {
    std::mt19937 random(7);
    inbox in;
    std::string expected;
    std::string got;
    for (int i = 0; i < 20'000; ++i) {
        std::string piece(random() % 700, static_cast<char>('a' + i % 26));
        expected += piece;
        in.append(piece);
        auto const n = random() % (in.size() + 1);
        got += in.data().substr(0, n);
        in.consume(n);
        if (random() % 5 == 0) in.shrink();
    }
    got += in.data();
    CHECK((got == expected));
}

#include "facade/io/inbox.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <random>
#include <string>

using ficus::io::inbox;

namespace {

void receive(inbox& in, std::string_view bytes) {
    REQUIRE(in.room().size() >= bytes.size());
    std::copy(bytes.begin(), bytes.end(), in.room().begin());
    in.received(bytes.size());
}

} // namespace

TEST_CASE("what is received is there until it is consumed") {
    std::array<char, 8> small;
    inbox in(small);
    CHECK(in.empty());
    CHECK(in.room().size() == 8);
    receive(in, "hello");
    CHECK(in.data() == "hello");
    CHECK(in.size() == 5);
    in.consume(2);
    CHECK(in.data() == "llo");
    CHECK(in.room().size() == 3);
    receive(in, "abc");
    CHECK(in.data() == "lloabc");
    CHECK(in.room().empty());
    in.consume(6);
    CHECK(in.empty());
    CHECK(in.room().size() == 8);
}

TEST_CASE("growing moves to the front what is there") {
    std::array<char, 8> small;
    inbox in(small);
    receive(in, "abcdefgh");
    in.consume(3);
    in.grow(8); // room enough, once it is at the front
    CHECK(in.capacity() == 8);
    CHECK(in.data() == "defgh");
    CHECK(in.room().size() == 3);
    receive(in, "ijk");
    in.grow(100);
    CHECK(in.capacity() == 100);
    CHECK(in.data() == "defghijk");
    CHECK(in.room().size() == 92);
    in.grow(50);
    CHECK(in.capacity() == 100);
}

TEST_CASE("large memory goes back once nothing is held") {
    std::array<char, 8> small;
    inbox in(small);
    in.grow(1000);
    receive(in, std::string(900, 'x'));
    in.shrink();
    CHECK(in.capacity() == 1000);
    in.consume(900);
    in.shrink();
    CHECK(in.capacity() == 8);
    receive(in, "again");
    CHECK(in.data() == "again");
}

TEST_CASE("an inbox agrees with a string") {
    std::mt19937 random(11);
    std::array<char, 32> small;
    inbox in(small);
    std::string expected;
    for (int i = 0; i < 20'000; ++i) {
        switch (random() % 4) {
        case 0:
        case 1: {
            auto const room = in.room().size();
            if (room == 0) {
                if (expected.size() < 500) in.grow(expected.size() + 16);
                break;
            }
            std::string const bytes(random() % room + 1, static_cast<char>('a' + i % 26));
            receive(in, bytes);
            expected += bytes;
            break;
        }
        case 2: {
            auto const n = random() % (expected.size() + 1);
            in.consume(n);
            expected.erase(0, n);
            break;
        }
        default: in.shrink();
        }
        REQUIRE(in.data() == expected);
        REQUIRE(in.size() == expected.size());
        REQUIRE(in.size() <= in.capacity());
    }
}

#include "facade/obs/log.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <string>
#include <thread>

using ficus::obs::line_ring;

namespace {

std::string drained(line_ring& ring) {
    std::string out;
    ring.drain(out);
    return out;
}

} // namespace

TEST_CASE("lines come out in order, and once") {
    line_ring ring(64);
    CHECK(ring.push("one\n"));
    CHECK(ring.push("two\n"));
    CHECK(drained(ring) == "one\ntwo\n");
    CHECK(drained(ring) == "");
    CHECK(ring.push("three\n"));
    std::string into = "before ";
    ring.drain(into);
    CHECK(into == "before three\n");
}

TEST_CASE("a ring takes as much as it holds, to the byte, and drops whole lines beyond") {
    line_ring ring(16);
    CHECK(ring.push("0123456789abcde"));
    CHECK_FALSE(ring.push("xy"));
    CHECK(ring.dropped() == 1);
    CHECK(ring.push("f"));
    CHECK_FALSE(ring.push("z"));
    CHECK(ring.dropped() == 2);
    CHECK(drained(ring) == "0123456789abcdef");
    CHECK(ring.push("0123456789abcdef"));
    CHECK_FALSE(ring.push("0123456789abcdefg"));
    CHECK(ring.dropped() == 3);
}

TEST_CASE("a capacity that is no power of two is rounded up") {
    line_ring ring(17);
    CHECK(ring.push(std::string(32, 'x')));
    CHECK_FALSE(ring.push("y"));
}

TEST_CASE("lines that wrap around the ring's end stay whole") {
    for (std::size_t at = 0; at < 16; ++at) {
        line_ring ring(16);
        ring.push(std::string(at, '-'));
        drained(ring);
        CHECK(ring.push("abcdefghij"));
        CHECK(drained(ring) == "abcdefghij");
    }
    std::mt19937 random(7);
    line_ring ring(64);
    for (int i = 0; i < 5000; ++i) {
        std::string line(random() % 64 + 1, static_cast<char>('a' + i % 26));
        REQUIRE(ring.push(line));
        REQUIRE(drained(ring) == line);
    }
    CHECK(ring.dropped() == 0);
}

TEST_CASE("one thread writes while another reads: every line arrives whole or is counted") {
    constexpr std::uint64_t lines = 200'000;
    line_ring ring(4096);
    std::atomic<bool> written{false};
    std::thread writer([&] {
        for (std::uint64_t i = 0; i < lines; ++i) ring.push("<" + std::to_string(i) + ">\n");
        written = true;
    });
    std::string all;
    while (!written) ring.drain(all);
    ring.drain(all);
    writer.join();

    std::uint64_t arrived = 0;
    std::uint64_t last = 0;
    bool sound = true;
    for (std::size_t at = 0; at < all.size();) {
        auto const end = all.find('\n', at);
        if (end == std::string::npos || all[at] != '<' || all[end - 1] != '>') {
            sound = false;
            break;
        }
        auto const number = std::stoull(all.substr(at + 1, end - at - 2));
        sound = sound && (arrived == 0 || number > last);
        last = number;
        ++arrived;
        at = end + 1;
    }
    CHECK(sound);
    CHECK(arrived + ring.dropped() == lines);
    CHECK(arrived > 0);
}

#include "facade/http/scan.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using ficus::http::head_scanner;
using state = head_scanner::state;

namespace {

std::string const good = "GET /a HTTP/1.1\r\nHost: a\r\nX-B: \r\n\r\n";

/// What a scanner says at last when the bytes arrive in two pieces, and in one piece each.
state arriving_split(std::string const& bytes, std::size_t at, std::size_t& size) {
    head_scanner scanner;
    auto said = at > 0 ? scanner.scan(std::string_view(bytes).substr(0, at)) : state::more;
    if (said == state::more) said = scanner.scan(bytes);
    size = scanner.size();
    return said;
}
state arriving_slowly(std::string const& bytes, std::size_t& size) {
    head_scanner scanner;
    auto said = state::more;
    for (std::size_t n = 1; n <= bytes.size() && said == state::more; ++n)
        said = scanner.scan(std::string_view(bytes).substr(0, n));
    size = scanner.size();
    return said;
}

void check_all_ways(std::string const& bytes, state expected, std::size_t expected_size = 0) {
    CAPTURE(bytes);
    std::size_t size = 0;
    for (std::size_t at = 0; at <= bytes.size(); ++at) {
        CAPTURE(at);
        CHECK(arriving_split(bytes, at, size) == expected);
        if (expected == state::complete) CHECK(size == expected_size);
    }
    CHECK(arriving_slowly(bytes, size) == expected);
    if (expected == state::complete) CHECK(size == expected_size);
}

} // namespace

TEST_CASE("a head ends behind its empty line, wherever its bytes were split") {
    check_all_ways(good, state::complete, good.size());
    check_all_ways(good + "body of the request\r\n\r\n", state::complete, good.size());
    check_all_ways("\r\nrest", state::complete, 2);
}

TEST_CASE("a head without its empty line needs more") {
    for (std::size_t n = 1; n < good.size(); ++n) {
        head_scanner scanner;
        CHECK(scanner.scan(good.substr(0, n)) == state::more);
    }
}

TEST_CASE("NUL is refused anywhere in a head, and none of our business behind it") {
    for (std::size_t at = 0; at + 1 < good.size(); ++at) {
        auto bytes = good;
        bytes.insert(at, 1, '\0');
        check_all_ways(bytes, state::bad);
    }
    check_all_ways(good + std::string(3, '\0'), state::complete, good.size());
}

TEST_CASE("CR without LF is refused anywhere in a head") {
    for (std::size_t at = 0; at < good.size(); ++at) {
        auto bytes = good;
        bytes.insert(at, 1, '\r');
        check_all_ways(bytes, state::bad);
    }
    check_all_ways(good + "\rbody", state::complete, good.size());
}

TEST_CASE("LF without CR is refused anywhere in a head") {
    // Between the last CR and LF a second LF stands behind the head.
    for (std::size_t at = 0; at + 1 < good.size(); ++at) {
        auto bytes = good;
        bytes.insert(at, 1, '\n');
        check_all_ways(bytes, state::bad);
    }
    check_all_ways("\n" + good, state::bad);
    check_all_ways("GET / HTTP/1.1\n\n", state::bad);
    check_all_ways("GET / HTTP/1.1\r\nHost: a\r\n\n", state::bad);
}

TEST_CASE("what is bad is refused before the line has ended") {
    head_scanner scanner;
    CHECK(scanner.scan("GET /\rx") == state::bad);
    CHECK(scanner.why() == "CR without LF in the head");
    head_scanner other;
    CHECK(other.scan(std::string_view("GET /\0", 6)) == state::bad);
    CHECK(other.why() == "NUL in the head");
    head_scanner third;
    CHECK(third.scan("GET / HTTP/1.1\n") == state::bad);
    CHECK(third.why() == "LF without CR in the head");
}

TEST_CASE("lines of any length, at any place among the octets that are looked at together") {
    for (std::size_t first = 1; first <= 70; ++first)
        for (std::size_t second = 1; second <= 70; second += 3) {
            auto const bytes = std::string(first, 'a') + "\r\n" + std::string(second, 'b') + "\r\n\r\n";
            CAPTURE(first, second);
            std::size_t size = 0;
            for (auto const& behind : {std::string(), std::string(100, 'c'), std::string("\r\n\r\n\n")}) {
                REQUIRE(arriving_split(bytes + behind, 0, size) == state::complete);
                REQUIRE(size == bytes.size());
                REQUIRE(arriving_split(bytes + behind, first + 1, size) == state::complete);
                REQUIRE(size == bytes.size());
            }
            for (auto const& wrong : {std::string("\n"), std::string("\r"), std::string(1, '\0')})
                for (std::size_t const at : {first, first + 1, first + 3, bytes.size() - 2}) {
                    auto broken = bytes + std::string(100, 'c');
                    broken.insert(at, wrong);
                    REQUIRE(arriving_split(broken, 0, size) == state::bad);
                }
        }
}

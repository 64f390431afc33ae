#include "facade/http/octets.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace ficus::http;

// An octet that no set holds, and what to look for beside it.
TEMPLATE_TEST_CASE("the first octet of a set is found wherever it stands, and no other", "", line_octets,
                   control_octets, blank_octets, path_end_octets, name_end_octets) {
    for (std::size_t size = 0; size <= 40; ++size)
        for (std::size_t from = 0; from <= size; ++from) {
            std::string const none(size, 'x');
            REQUIRE(find_first<TestType>(none.data() + from, none.data(), none.data() + size) ==
                    none.data() + size);
        }
    for (unsigned octet = 0; octet < 256; ++octet)
        for (std::size_t const size : {1, 15, 16, 17, 31, 32, 33, 40})
            for (std::size_t at = 0; at < size; ++at) {
                std::string text(size, 'x');
                text[at] = static_cast<char>(octet);
                auto const* const begin = text.data();
                auto const expected = TestType::has(static_cast<char>(octet)) ? at : size;
                CAPTURE(octet, size, at);
                REQUIRE(find_first<TestType>(begin, begin, begin + size) == begin + expected);
                // What lies in front does not count.
                REQUIRE(find_first<TestType>(begin + at + 1, begin, begin + size) == begin + size);
            }
}

TEST_CASE("of two the first one is found") {
    std::string const text = "0123456789\r0123\n012345678901234567890\r";
    auto const* const begin = text.data();
    CHECK(find_first<line_octets>(begin, begin, begin + text.size()) == begin + 10);
    CHECK(find_first<line_octets>(begin + 11, begin, begin + text.size()) == begin + 15);
    CHECK(find_first<line_octets>(begin + 16, begin, begin + text.size()) == begin + 37);
}

TEST_CASE("what the sets hold") {
    for (unsigned octet = 0; octet < 256; ++octet) {
        auto const c = static_cast<char>(octet);
        CAPTURE(octet);
        CHECK(is_control(c) == ((octet < 0x20 && c != '\t') || octet == 0x7f));
        CHECK(control_octets::has(c) == (is_control(c) || c == '\t'));
        if (c == '\0' || c == '\r' || c == '\n') CHECK(line_octets::has(c));
        CHECK(blank_octets::has(c) == (octet <= 0x20 || octet == 0x7f));
        CHECK(path_end_octets::has(c) == (octet <= 0x20 || octet == 0x7f || c == '?' || c == '#'));
        // A name may go on behind what is not among them, and only a token can.
        if (!name_end_octets::has(c)) CHECK(is_token_character(c));
    }
}

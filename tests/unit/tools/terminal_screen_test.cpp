#include "tools/terminal_screen.hpp"

#include <catch2/catch.hpp>

using namespace ficus::tools;

TEST_CASE("a frame is written over the one before, and wipes only what is left of it") {
    CHECK(screen_frame("one\ntwo\n", {5, 10}) == "\x1B[Hone\x1B[K\r\ntwo\x1B[K\x1B[J");
    CHECK(screen_frame("", {5, 10}) == "\x1B[H\x1B[J");
}

TEST_CASE("lines are cut where the screen ends, by the columns that they take") {
    CHECK(screen_frame("abcdef", {5, 4}) == "\x1B[Habcd\x1B[K\x1B[J");
    CHECK(screen_frame("日本語", {5, 5}) == "\x1B[H日本\x1B[K\x1B[J");
    CHECK(screen_frame("é–x", {5, 2}) == "\x1B[Hé–\x1B[K\x1B[J");
}

TEST_CASE("colours take no column, and end with their line") {
    CHECK(screen_frame("\x1B[1;32mready\x1B[0m and more", {5, 7}) ==
          "\x1B[H\x1B[1;32mready\x1B[0m a\x1B[0m\x1B[K\x1B[J");
    CHECK(screen_frame("\x1B[31mnot ready", {5, 3}) == "\x1B[H\x1B[31mnot\x1B[0m\x1B[K\x1B[J");
}

TEST_CASE("of lines that do not fit the last row says how many there are") {
    CHECK(screen_frame("1\n2\n3\n", {3, 50}) == "\x1B[H1\x1B[K\r\n2\x1B[K\r\n3\x1B[K\x1B[J");
    CHECK(screen_frame("1\n2\n3\n4\n", {3, 50}) ==
          "\x1B[H1\x1B[K\r\n2\x1B[K\r\n2 more lines: a larger window shows them\x1B[K\x1B[J");
    CHECK(screen_frame("1\n2\n", {1, 6}) == "\x1B[H2 more\x1B[K\x1B[J");
}

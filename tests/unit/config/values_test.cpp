#include "facade/config/values.hpp"

#include <catch2/catch.hpp>

using namespace ficus::config;
using namespace std::chrono_literals;

TEST_CASE("a duration is a whole number and a unit") {
    CHECK(parse_duration("250ms").value() == 250ms);
    CHECK(parse_duration("5s").value() == 5s);
    CHECK(parse_duration("2m").value() == 2min);
    CHECK(parse_duration("24h").value() == 24h);
    CHECK(parse_duration("0s").value() == 0s);
    CHECK(parse_duration("8760h").value() == 8760h);
}

TEST_CASE("anything else is no duration, and the message says what one is") {
    for (auto const* text : {"", "5", "s", "5 s", " 5s", "5S", "5sec", "-5s", "+5s", "1.5s", "8761h", "5d",
                             "99999999999999999999s", "0x5s"}) {
        INFO(text);
        auto const parsed = parse_duration(text);
        REQUIRE(parsed.has_error());
        CHECK_THAT(parsed.error().message,
                   Catch::Contains("no duration; write a whole number and a unit (ms, s, m, h)"));
    }
}

TEST_CASE("a size is a whole number and a unit") {
    CHECK(parse_size("0B").value() == 0);
    CHECK(parse_size("512B").value() == 512);
    CHECK(parse_size("64KiB").value() == 65'536);
    CHECK(parse_size("1MiB").value() == 1'048'576);
    CHECK(parse_size("1024GiB").value() == std::uint64_t{1} << 40);
}

TEST_CASE("anything else is no size") {
    for (auto const* text :
         {"", "5", "5KB", "5kib", "KiB", "1.5MiB", "-1B", "1025GiB", "18446744073709551616B"})
        CHECK(parse_size(text).has_error());
}

TEST_CASE("a quoted text shows control characters and is never long") {
    CHECK(in_quotes("a\nb\x7f") == "\"a\\x0ab\\x7f\"");
    CHECK(in_quotes(std::string(80, 'x')) == '"' + std::string(80, 'x') + '"');
    CHECK(in_quotes(std::string(81, 'x')) == '"' + std::string(80, 'x') + "...\"");
}

TEST_CASE("a quoted text is never cut within a character") {
    CHECK(in_quotes(std::string(79, 'x') + "\xc3\xa9" + "xx") == '"' + std::string(79, 'x') + "...\"");
}

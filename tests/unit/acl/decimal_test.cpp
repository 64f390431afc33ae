#include "acl/decimal_rule.hpp"
#include "acl/decimal_shift.hpp"
#include "taken.hpp"

#include <random>

using namespace ficus::acl;
using namespace ficus::acl::testing;

namespace {

decimal_style style(std::string point, std::string grouping = "") {
    return taken(decimal_style::compile({std::move(point), std::move(grouping)}));
}

std::string plain(decimal_style const& s, std::string_view text) {
    std::string out;
    return s.read(text, out) ? out : "refused";
}

std::string written(decimal_style const& s, std::string_view plain) {
    std::string out;
    s.write(plain, out);
    return out;
}

decimal_rule rule(std::optional<decimal_options> const& decimal, std::optional<scale_options> const& scale) {
    return taken(decimal_rule::compile(decimal, scale));
}

std::string converted(decimal_rule const& r, direction way, std::string_view text) {
    std::string out;
    auto const done = r.convert(way, text, out);
    return done ? out : done.error().message;
}

std::string problems(std::optional<decimal_options> const& decimal,
                     std::optional<scale_options> const& scale) {
    auto const made = decimal_rule::compile(decimal, scale);
    std::string all;
    if (!made)
        for (auto const& problem : made.error()) all += problem.key + ": " + problem.message + "\n";
    return all;
}

/// Up to 30 digits on each side of the point, without leading zeros.
std::string any_decimal(std::mt19937& random) {
    auto const digits = [&](std::size_t most) {
        std::string made;
        for (auto left = 1 + random() % most; left > 0; --left)
            made += static_cast<char>('0' + random() % 10);
        return made;
    };
    std::string number = random() % 3 == 0 ? "-" : "";
    auto whole = digits(30);
    if (whole[0] == '0') whole = "0";
    number += whole;
    if (random() % 4 != 0) number += "." + digits(30);
    return number;
}

} // namespace

TEST_CASE("a decimal comma and groups of three are read and written, digit by digit") {
    auto const german = style(",", ".");
    CHECK(plain(german, "1.234.567,80") == "1234567.80");
    CHECK(plain(german, "12,50") == "12.50");
    CHECK(plain(german, "-0,5") == "-0.5");
    CHECK(plain(german, "999") == "999");
    CHECK(plain(german, "1.000") == "1000");
    CHECK(written(german, "1234567.80") == "1.234.567,80");
    CHECK(written(german, "-123456") == "-123.456");
    CHECK(written(german, "-12.5") == "-12,5");
    CHECK(plain(style("."), "1234567.80") == "1234567.80");
    CHECK(plain(style(".", "\u2019"), "1\u2019234.5") == "1234.5");
    CHECK(written(style(",", "\u202f"), "1234567") == "1\u202f234\u202f567");
}

TEST_CASE(
    "a number that is not written as its side writes numbers is refused: it would come back otherwise") {
    auto const german = style(",", ".");
    for (auto const* text : {"",        "-",      "+1", "1234,5", "1.23,5", "1.2345", "12.50",    ".123",
                             "1..234",  "1.234.", "1,", ",5",     "01",     "00,5",   "0.123",    "1,5,0",
                             "1,2.345", "1e3",    " 1", "1 ",     "--1",    "1,5-",   "1234.567", "NaN"})
        CHECK((std::string(text) + " " + plain(german, text)) == std::string(text) + " refused");
    CHECK(plain(style(","), "1.234") == "refused");
}

TEST_CASE("whatever a style writes it reads as the same number, of any size") {
    std::mt19937 random(7);
    for (auto const& s : {style("."), style(","), style(",", "."), style(".", ","), style(",", "\u00a0"),
                          style("\u066b", "\u066c")}) {
        for (int i = 0; i < 500; ++i) {
            auto const number = any_decimal(random);
            REQUIRE(plain(s, written(s, number)) == number);
        }
    }
}

TEST_CASE("cents become units with all their decimals, and come back") {
    auto const cents = rule({}, scale_options{100, 1});
    CHECK(converted(cents, direction::to_modern, "1250") == "12.50");
    CHECK(converted(cents, direction::to_modern, "5") == "0.05");
    CHECK(converted(cents, direction::to_modern, "0") == "0.00");
    CHECK(converted(cents, direction::to_modern, "-7") == "-0.07");
    CHECK(converted(cents, direction::to_modern, "1250.0") == "12.50");
    CHECK(converted(cents, direction::to_legacy, "12.50") == "1250");
    CHECK(converted(cents, direction::to_legacy, "12.5") == "1250");
    CHECK(converted(cents, direction::to_legacy, "12") == "1200");
    CHECK(converted(cents, direction::to_legacy, "0.05") == "5");
    CHECK(converted(cents, direction::to_legacy, "0.00") == "0");
    CHECK(converted(cents, direction::to_legacy, "12.5000") == "1250");
    CHECK(converted(cents, direction::to_modern, "123456789012345678901234567890") ==
          "1234567890123456789012345678.90");
}

TEST_CASE("what a scale could not say exactly is refused") {
    auto const cents = rule({}, scale_options{100, 1});
    CHECK(converted(cents, direction::to_legacy, "12.505") ==
          "'12.505' has more than the 2 decimals that 'scale' leaves room for");
    CHECK(converted(cents, direction::to_modern, "12.5") ==
          "'12.5' where a whole number is due, which 'scale' makes of a part");
    CHECK(converted(cents, direction::to_legacy, "1e2") == "'1e2' where a number as 1234.5 is due");
    std::string out;
    CHECK(cents.convert(direction::to_legacy, "12.505", out).error().code == error_code::unrepresentable);
    CHECK(cents.convert(direction::to_legacy, "x", out).error().code == error_code::wrong_type);
}

TEST_CASE("the parts may be on the modern side, and a side's style goes with its scale") {
    auto const grams = rule({}, scale_options{1, 1000});
    CHECK(converted(grams, direction::to_modern, "1.5") == "1500");
    CHECK(converted(grams, direction::to_legacy, "1500") == "1.500");
    auto const both = rule(decimal_options{{",", "."}, {}}, scale_options{1, 100});
    CHECK(converted(both, direction::to_modern, "1.234.567,80") == "123456780");
    CHECK(converted(both, direction::to_legacy, "123456780") == "1.234.567,80");
    CHECK(converted(both, direction::to_legacy, "-1") == "-0,01");
}

TEST_CASE("parts of any size and scale come back from units as they were") {
    std::mt19937 random(11);
    for (int i = 0; i < 2000; ++i) {
        auto number = any_decimal(random);
        number = number.substr(0, number.find('.'));
        auto const places = 1 + random() % 18;
        std::string units, parts;
        REQUIRE(to_units(number, places, units));
        REQUIRE(to_parts(units, places, parts));
        REQUIRE(parts == number);
        REQUIRE(units.size() - units.find('.') - 1 == places);
    }
}

TEST_CASE("parts with decimals of their own are percents: the point is moved, each digit stays") {
    auto const percents = rule(decimal_options{{",", ""}, {}}, scale_options{100, 1, true});
    CHECK(converted(percents, direction::to_modern, "12,5") == "0.125");
    CHECK(converted(percents, direction::to_modern, "12,50") == "0.1250");
    CHECK(converted(percents, direction::to_modern, "0,5") == "0.005");
    CHECK(converted(percents, direction::to_modern, "-100") == "-1.00");
    CHECK(converted(percents, direction::to_legacy, "0.125") == "12,5");
    CHECK(converted(percents, direction::to_legacy, "0.1250") == "12,50");
    CHECK(converted(percents, direction::to_legacy, "0.005") == "0,5");
    CHECK(converted(percents, direction::to_legacy, "1") == "100");
    CHECK(converted(percents, direction::to_legacy, "0.5") == "50");
    CHECK(converted(percents, direction::to_legacy, "-1.00") == "-100");
    auto const turned = rule({}, scale_options{1, 100, true});
    CHECK(converted(turned, direction::to_modern, "0.125") == "12.5");
    CHECK(converted(turned, direction::to_legacy, "12.5") == "0.125");

    std::mt19937 random(12);
    for (int i = 0; i < 2000; ++i) {
        auto const number = any_decimal(random);
        auto const places = 1 + random() % 18;
        std::string units, parts;
        REQUIRE(to_units(number, places, units, ficus::acl::parts::decimal));
        REQUIRE(to_parts(units, places, parts, ficus::acl::parts::decimal));
        REQUIRE(parts == number);
    }
}

TEST_CASE("every mistake in a decimal or a scale is told, with its key") {
    CHECK(problems(decimal_options{{",", ","}, {"", ""}}, scale_options{60, 0}) ==
          "decimal.legacy.grouping: ',' is the decimal point, too; the two cannot be told apart\n"
          "decimal.modern.point: '' is not one character\n"
          "scale: one side counts the parts of what the other one counts: write { legacy = 100 } where the "
          "legacy side has cents\n");
    CHECK(problems(decimal_options{{"-", ""}, {".", "00"}}, {}) ==
          "decimal.legacy.point: '-' would be taken for a part of the number; write . or , or the like\n"
          "decimal.modern.grouping: '00' is not one character\n");
    for (auto const& scale : {scale_options{1, 1}, scale_options{10, 10}})
        CHECK(problems({}, scale) ==
              "scale: one side counts the parts of what the other one counts: write { legacy "
              "= 100 } where the legacy side has cents\n");
}

TEST_CASE("a side may always write so many decimals, which say nothing on the other") {
    decimal_options two;
    two.legacy.decimals = 2;
    auto const r = rule(two, {});
    for (auto const& [plain, shown] :
         {std::pair{"3.5", "3.50"}, {"12", "12.00"}, {"-0.05", "-0.05"}, {"0", "0.00"}}) {
        CHECK(converted(r, direction::to_legacy, plain) == shown);
        CHECK(converted(r, direction::to_modern, shown) == plain);
    }
    CHECK(converted(r, direction::to_legacy, "3.500") == "3.50");
    CHECK(converted(r, direction::to_modern, "3.5") == "3.5");
    CHECK(converted(r, direction::to_legacy, "3.505") ==
          "'3.505' has more than the 2 decimals that the other side writes");
    CHECK(converted(r, direction::to_modern, "3.505") == "'3.505' where a number as 1234.50 is due");
    two.legacy.point = ",";
    two.legacy.grouping = ".";
    two.legacy.decimals = 0;
    CHECK(converted(rule(two, {}), direction::to_legacy, "1234.0") == "1.234");
    two.legacy.decimals = 31;
    CHECK(problems(two, {}) == "decimal.legacy.decimals: at most 30 decimals are written\n");
    two.legacy.decimals = 2;
    CHECK(problems(two, scale_options{100, 1}) ==
          "decimal.legacy.decimals: the side of the parts holds whole numbers; leave 'decimals' out\n");
    decimal_options three;
    three.modern.decimals = 3;
    auto const cents = rule(three, scale_options{100, 1});
    CHECK(converted(cents, direction::to_modern, "1250") == "12.500");
    CHECK(converted(cents, direction::to_legacy, "12.500") == "1250");
}

TEST_CASE("any whole factor is between whole numbers, and has to divide") {
    auto const r = rule({}, scale_options{1, 60});
    for (auto const& [minutes, seconds] :
         {std::pair{"2", "120"},
          {"0", "0"},
          {"-5", "-300"},
          {"123456789012345678901234567890", "7407407340740740734074074073400"}}) {
        CHECK(converted(r, direction::to_modern, minutes) == seconds);
        CHECK(converted(r, direction::to_legacy, seconds) == minutes);
    }
    CHECK(converted(r, direction::to_legacy, "90") == "'90' is no multiple of the 60 of 'scale'");
    CHECK(converted(r, direction::to_modern, "1.5") ==
          "'1.5' where a whole number is due, which a 'scale' of 60 needs on both sides");
    CHECK(problems({}, scale_options{1, 1'000'000'001}) ==
          "scale.modern: a scale is 10, 100, 1000..., where a power of ten keeps every digit, or any whole "
          "number up to 1000000000\n");
}

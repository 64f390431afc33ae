#include "acl/compare_decimal.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <string>

using namespace ficus::acl;

namespace {

bool is_equal(std::string_view a, std::string_view b) {
    return equal(*decimal::parse(a), *decimal::parse(b));
}

bool is_within(std::string_view a, std::string_view b, std::string_view tolerance) {
    bool const there = within(*decimal::parse(a), *decimal::parse(b), *decimal::parse(tolerance));
    bool const back = within(*decimal::parse(b), *decimal::parse(a), *decimal::parse(tolerance));
    CHECK(there == back);
    return there;
}

bool is_within_share(std::string_view a, std::string_view b, std::string_view share) {
    bool const there = within_share(*decimal::parse(a), *decimal::parse(b), *decimal::parse(share));
    bool const back = within_share(*decimal::parse(b), *decimal::parse(a), *decimal::parse(share));
    CHECK(there == back);
    return there;
}

/// In hundredths, with two digits after the point.
std::string hundredths_text(int hundredths) {
    std::string const digits = std::to_string(std::abs(hundredths) + 1000);
    auto const cut = digits.size() - 2;
    return (hundredths < 0 ? "-" : "") + std::to_string(std::stoi(digits.substr(0, cut)) - 10) + '.' +
           digits.substr(cut);
}

} // namespace

TEST_CASE("numbers are equal by value, whatever their spelling and size") {
    CHECK(is_equal("1", "1.0"));
    CHECK(is_equal("12.50", "12.5"));
    CHECK(is_equal("100", "1e2"));
    CHECK(is_equal("0.001", "1E-3"));
    CHECK(is_equal("-0.0", "0"));
    CHECK(is_equal("0e99999", "0"));
    CHECK(is_equal("1e400", "10e399"));
    CHECK(is_equal("18446744073709551616", "18446744073709551616.000"));
    CHECK(is_equal("120.034", "0.120034e3"));
    CHECK_FALSE(is_equal("18446744073709551616", "18446744073709551617"));
    CHECK_FALSE(is_equal("1e400", "1e401"));
    CHECK_FALSE(is_equal("1", "-1"));
    CHECK_FALSE(is_equal("0.1", "0.10000000000000000001"));
}

TEST_CASE("a tolerance includes its bound and rounds nothing") {
    CHECK(is_within("0.3", "0.305", "0.005"));
    CHECK_FALSE(is_within("0.3", "0.3050000000000000000001", "0.005"));
    CHECK(is_within("12.50", "12.495", "0.005"));
    CHECK(is_within("1000000000000000000000", "1000000000000000000001", "1"));
    CHECK_FALSE(is_within("1000000000000000000000", "1000000000000000000002", "1"));
    CHECK(is_within("-0.002", "0.003", "0.005"));
    CHECK_FALSE(is_within("-0.002", "0.0031", "0.005"));
    CHECK(is_within("-5", "-5.5", "0.5"));
    CHECK(is_within("1", "1", "0"));
    CHECK_FALSE(is_within("1", "1.0000001", "0"));
    CHECK(is_within("99.99", "100", "0.01"));
    CHECK_FALSE(is_within("1e400", "2e400", "1e399"));
    CHECK(is_within("1e400", "1.1e400", "1e399"));
    CHECK(is_within("1e999999999", "1e999999999", "1e-999999999"));
    CHECK_FALSE(is_within("1e999999999", "0", "1e-999999999"));
    CHECK(is_within("1e-999999999", "0", "0.1"));
}

TEST_CASE("tolerances agree with integer arithmetic on every small number") {
    auto const text = hundredths_text;
    for (int a = -130; a <= 130; a += 13)
        for (int b = -140; b <= 140; b += 7)
            for (int tolerance : {0, 1, 6, 7, 50, 130, 270}) {
                INFO(text(a) << ' ' << text(b) << ' ' << text(tolerance));
                CHECK(is_within(text(a), text(b), text(tolerance)) == (std::abs(a - b) <= tolerance));
            }
}

TEST_CASE("a relative tolerance is a share of the larger amount, includes its bound and rounds nothing") {
    CHECK(is_within_share("100", "99", "0.01"));
    CHECK_FALSE(is_within_share("100", "98.9999999999999999999999", "0.01"));
    CHECK(is_within_share("-100", "-99", "0.01"));
    CHECK_FALSE(is_within_share("100", "-99", "0.01"));
    CHECK(is_within_share("1", "-1", "2"));
    CHECK_FALSE(is_within_share("1", "-1", "1.999999999999"));
    CHECK(is_within_share("1e400", "0.99e400", "0.01"));
    CHECK_FALSE(is_within_share("1e400", "0.98e400", "0.01"));
    CHECK(is_within_share("1e-400", "0", "1"));
    CHECK_FALSE(is_within_share("1e-400", "0", "0.9999999999"));
    CHECK(is_within_share("0", "0.0", "0"));
    CHECK_FALSE(is_within_share("1", "1.00000001", "0"));
    CHECK(is_within_share("3", "3.0", "0"));
    CHECK(is_within_share("1e300", "1.0000001e300", "0.999999999999999999999999999999"));
}

TEST_CASE("relative tolerances agree with integer arithmetic on every small number") {
    for (int a = -130; a <= 130; a += 13)
        for (int b = -140; b <= 140; b += 7)
            for (int share : {0, 1, 9, 10, 50, 99, 100, 101, 199, 200, 250}) {
                INFO(hundredths_text(a) << ' ' << hundredths_text(b) << ' ' << hundredths_text(share));
                CHECK(is_within_share(hundredths_text(a), hundredths_text(b), hundredths_text(share)) ==
                      (100 * std::abs(a - b) <= share * std::max(std::abs(a), std::abs(b))));
            }
}

TEST_CASE("what is no number is none") {
    for (auto const* text :
         {"", "-", "1.", ".", "e5", "1e", "1e+", " 1", "1 ", "0x10", "NaN", "1,5", "1e1234567890123456"}) {
        INFO(text);
        CHECK_FALSE(decimal::parse(text).has_value());
    }
}

TEST_CASE("two spellings of one amount are the same, however they are spelt") {
    for (auto const* same : {"8.5 8.50", "8 8.0", "8 8.000", "0 0.0", "-1.5 -1.500", "1e2 100", "1.50e1 15.0",
                             "0 -0.0", "10 1e1", "12 12"}) {
        std::string_view const both = same;
        auto const cut = both.find(' ');
        INFO(both);
        CHECK(same_amount(both.substr(0, cut), both.substr(cut + 1)));
        CHECK(same_amount(both.substr(cut + 1), both.substr(0, cut)));
    }
    for (auto const* other : {"8.5 8.51", "8 80", "1 1.", "8. 8.0", "1 1.0e1", "1e1 1e10", "1.5 -1.5",
                              "- -.0", "1.5 1.5.0", "a a.0", "1e1 1e1.0", "1.0.5 1.0.50"}) {
        std::string_view const both = other;
        auto const cut = both.find(' ');
        INFO(both);
        CHECK_FALSE(same_amount(both.substr(0, cut), both.substr(cut + 1)));
        CHECK_FALSE(same_amount(both.substr(cut + 1), both.substr(0, cut)));
    }
}

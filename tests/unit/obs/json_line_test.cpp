#include "facade/obs/json_line.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <catch2/catch.hpp>

#include <chrono>
#include <limits>
#include <random>
#include <string>

using namespace ficus::obs;
using namespace std::chrono_literals;
namespace json = boost::json;

namespace {

/// What a reader of JSON makes of the text as a string; the reader refuses what is not UTF-8.
std::string read_back(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    CAPTURE(out);
    boost::system::error_code error;
    auto const value = json::parse(out, error);
    REQUIRE_FALSE(error);
    REQUIRE(value.is_string());
    return std::string(value.get_string());
}

std::string const replaced = "\xef\xbf\xbd";

} // namespace

TEST_CASE("a line is one JSON object with its members in order") {
    json_line line;
    line.add("text", "a \"b\" \\ c").add("view", std::string_view("v")).add("yes", true).add("no", false);
    line.add("n", 42U)
        .add("big", std::numeric_limits<std::uint64_t>::max())
        .add_null("none")
        .raw("list", "[1,2]");
    auto const text = std::string(line.finish());
    CHECK(text == "{\"text\":\"a \\\"b\\\" \\\\ c\",\"view\":\"v\",\"yes\":true,\"no\":false,\"n\":42,"
                  "\"big\":18446744073709551615,\"none\":null,\"list\":[1,2]}\n");
    CHECK(json::parse(text).as_object().size() == 8);
}

TEST_CASE("a line that was cleared begins anew, and an empty one is an object too") {
    json_line line;
    CHECK(line.finish() == "{}\n");
    line.clear();
    line.add("a", 1U);
    CHECK(line.finish() == "{\"a\":1}\n");
    line.clear();
    line.add("b", 2U);
    CHECK(line.finish() == "{\"b\":2}\n");
}

TEST_CASE("durations are milliseconds to the microsecond") {
    auto const said = [](std::chrono::nanoseconds d) {
        json_line line;
        line.add_ms("ms", d);
        return std::string(line.finish());
    };
    CHECK(said(0ns) == "{\"ms\":0.000}\n");
    CHECK(said(999ns) == "{\"ms\":0.000}\n");
    CHECK(said(1us) == "{\"ms\":0.001}\n");
    CHECK(said(12'345'678ns) == "{\"ms\":12.345}\n");
    CHECK(said(100ms) == "{\"ms\":100.000}\n");
    CHECK(said(-5ms) == "{\"ms\":0.000}\n");
    CHECK(json::parse(said(std::chrono::nanoseconds::max())).as_object().at("ms").is_double());
}

TEST_CASE("text comes back as it was written") {
    for (std::string const text :
         {"", "plain", "\"\\/\b\f\n\r\t", "caf\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x8c\xb3", "\xed\x9f\xbf",
          "\xee\x80\x80", "\xf4\x8f\xbf\xbf", "\xc2\x80", "\xe0\xa0\x80", "\xf0\x90\x80\x80", "\xef\xbf\xbd"})
        CHECK(read_back(text) == text);
    for (int c = 0; c < 0x80; ++c) {
        std::string const text = "a" + std::string(1, static_cast<char>(c)) + "b";
        CHECK(read_back(text) == text);
    }
}

TEST_CASE("no control character stands in a line as such") {
    std::string all;
    for (int c = 0; c < 0x20; ++c) all += static_cast<char>(c);
    all += '\x7f';
    std::string out;
    append_json_string(out, all);
    for (char c : out) CHECK((static_cast<unsigned char>(c) >= 0x20 && c != 0x7f));
}

TEST_CASE("bytes that are not UTF-8 are replaced, and nothing else is lost") {
    struct row {
        std::string text;
        std::string read;
    };
    auto const [text, read] = GENERATE(values<row>({
        {"\xff", replaced},                                              // never a byte of UTF-8
        {"a\x80z", "a" + replaced + "z"},                                // continues nothing
        {"\xc3", replaced},                                              // cut short
        {"\xc3(", replaced + "("},                                       // not continued
        {"\xe2\x82", replaced + replaced},                               // cut short
        {"\xf0\x9f\x8c", replaced + replaced + replaced},                // cut short
        {"\xc0\xaf", replaced + replaced},                               // an overlong slash
        {"\xc1\xbf", replaced + replaced},                               // overlong
        {"\xe0\x80\xaf", replaced + replaced + replaced},                // overlong
        {"\xe0\x9f\xbf", replaced + replaced + replaced},                // overlong
        {"\xf0\x8f\xbf\xbf", replaced + replaced + replaced + replaced}, // overlong
        {"\xed\xa0\x80", replaced + replaced + replaced},                // a surrogate
        {"\xed\xbf\xbf", replaced + replaced + replaced},                // a surrogate
        {"\xf4\x90\x80\x80", replaced + replaced + replaced + replaced}, // beyond U+10FFFF
        {"\xf5\x80\x80\x80", replaced + replaced + replaced + replaced}, // beyond U+10FFFF
        {"caf\xe9 \xc3\xa9", "caf" + replaced + " \xc3\xa9"},            // Latin-1 before UTF-8
    }));
    CHECK(read_back(text) == read);
}

TEST_CASE("whatever the bytes, a line can be read") {
    std::mt19937 random(20'240'501);
    for (int round = 0; round < 3000; ++round) {
        std::string text(random() % 12, '\0');
        for (auto& c : text) c = static_cast<char>(random());
        read_back(text);
    }
}

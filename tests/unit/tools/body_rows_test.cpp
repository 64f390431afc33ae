#include "tools/page/body_rows.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace ficus::tools;

namespace {

using lines = std::vector<std::string>;

/// Rows as `legacy|modern`; `=` where they are equal, and `-` for a line that is not there.
lines shown(std::vector<side_row> const& rows) {
    lines all;
    for (auto const& row : rows)
        all.push_back(row.equal() ? "=" + *row.legacy
                                  : row.legacy.value_or("-") + "|" + row.modern.value_or("-"));
    return all;
}

lines letters(std::string_view text) {
    lines all;
    for (auto const c : text) all.emplace_back(1, c);
    return all;
}

} // namespace

TEST_CASE("JSON has a line for each member, and its digits and strings stay as they were sent") {
    CHECK(body_lines("application/json", R"({"a":1.0,"b":[ 1e2 ,{"c":"x, {y}: \"z\""}],"d":{},"e":[]})") ==
          lines{"{", R"(  "a": 1.0,)", R"(  "b": [)", "    1e2,", "    {", R"(      "c": "x, {y}: \"z\"")",
                "    }", "  ],", R"(  "d": {},)", R"(  "e": [])", "}"});
    CHECK(body_lines("application/problem+json; charset=utf-8", "[1,2]") == lines{"[", "  1,", "  2", "]"});
}

TEST_CASE("JSON that was clipped, or is none, is shown all the same") {
    CHECK(body_lines("application/json", R"({"a":"b)") == lines{"{", R"(  "a": "b)"});
    CHECK(body_lines("application/json", R"({"a":"b\)") == lines{"{", R"(  "a": "b\)"});
    CHECK(body_lines("application/json", "]]}{,") == lines{"]", "]", "}{", "  ,"});
    CHECK(body_lines("application/json", "") == lines{});
}

TEST_CASE("of XML and HTML each tag begins a line, with the text beside it") {
    CHECK(body_lines("text/xml", "<a><b>one</b>\n  <c x='1'/>tail</a>") ==
          lines{"<a>", "<b>one</b>", "<c x='1'/>tail</a>"});
    CHECK(body_lines("text/html", "<p>open > ended") == lines{"<p>open > ended"});
}

TEST_CASE("other text is its own lines") {
    CHECK(body_lines("text/plain", "one\r\ntwo\n\nfour") == lines{"one", "two", "", "four"});
}

TEST_CASE("a body of brackets alone does not grow quadratically") {
    std::string const deep(32 * 1024, '[');
    std::size_t bytes = 0;
    for (auto const& line : body_lines("application/json", deep)) bytes += line.size();
    CHECK(bytes < 100 * deep.size());
}

TEST_CASE("lines that are equal stand beside each other, and changed ones in one row") {
    CHECK(shown(side_by_side(letters("abcd"), letters("abcd"))) == lines{"=a", "=b", "=c", "=d"});
    CHECK(shown(side_by_side(letters("abcd"), letters("abxcd"))) == lines{"=a", "=b", "-|x", "=c", "=d"});
    CHECK(shown(side_by_side(letters("abcd"), letters("acd"))) == lines{"=a", "b|-", "=c", "=d"});
    CHECK(shown(side_by_side(letters("abcd"), letters("aXcY"))) == lines{"=a", "b|X", "=c", "d|Y"});
    CHECK(shown(side_by_side(letters("abcdef"), letters("xbcyf"))) ==
          lines{"a|x", "=b", "=c", "d|y", "e|-", "=f"});
    CHECK(shown(side_by_side({}, letters("ab"))) == lines{"-|a", "-|b"});
    CHECK(shown(side_by_side({}, {})) == lines{});
}

TEST_CASE("what would take too long to lay out well is laid out in turn") {
    lines left, right;
    for (int i = 0; i < 16'000; ++i) {
        left.push_back("l" + std::to_string(i));
        right.push_back("r" + std::to_string(i));
    }
    auto const rows = side_by_side(left, right);
    REQUIRE(rows.size() == left.size());
    CHECK(rows[7].legacy == "l7");
    CHECK(rows[7].modern == "r7");
}

TEST_CASE("what differs of two lines is between their common ends, in whole characters") {
    auto const parts = [](std::string_view a, std::string_view b) {
        auto const part = differing_part_of(a, b);
        return lines{std::string(a.substr(part.from, part.legacy_to - part.from)),
                     std::string(b.substr(part.from, part.modern_to - part.from))};
    };
    CHECK(parts("total: 124.00,", "total: 123.99,") == lines{"4.00", "3.99"});
    CHECK(parts("aaa", "aaaa") == lines{"", "a"});
    CHECK(parts("same", "same") == lines{"", ""});
    CHECK(parts("", "new") == lines{"", "new"});
    CHECK(parts("é", "è") == lines{"é", "è"});                         // C3 A9 and C3 A8
    CHECK(parts("x\u00E9y", "x\u03A9y") == lines{"\u00E9", "\u03A9"}); // C3 A9 and CE A9
}

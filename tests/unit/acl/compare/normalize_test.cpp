#include "acl/compare_normalize.hpp"
#include "comparing.hpp"

#include <catch2/catch.hpp>

#include <utility>

using namespace ficus::acl;
using comparing::found;

namespace {

std::string normal(std::vector<std::string> const& steps, std::string_view value) {
    auto const made = normalizer::compile(steps);
    REQUIRE(made.has_value());
    std::string memory;
    return std::string(made->apply(value, memory));
}

std::string wrong(std::vector<std::string> const& steps) {
    auto const made = normalizer::compile(steps);
    REQUIRE(made.has_error());
    return made.error().message;
}

bool are_one(std::string const& step, std::string_view a, std::string_view b) {
    return normal({step}, a) == normal({step}, b);
}

compare_options normalizing(std::string const& path, std::vector<std::string> steps) {
    compare_options options;
    options.normalize = {{path, std::move(steps)}};
    return options;
}

} // namespace

TEST_CASE("trim takes white space off the ends alone") {
    CHECK(normal({"trim"}, " \t\r\n a b \n") == "a b");
    CHECK(normal({"trim"}, "  ").empty());
}

TEST_CASE("case makes one of capital and small letters, whatever their script") {
    CHECK(are_one("case", "ABZ", "abz"));
    CHECK(are_one("case", "ÄÖÜ ŠŻ ŸĹ ȘȚ", "äöü šż ÿĺ șț"));
    CHECK(are_one("case", "ΑΒΓ ΣΟΦΟΣ Ώ", "αβγ σοφος ώ"));
    CHECK(are_one("case", "ЁЖИК Ҋ ӁӀ", "ёжик ҋ ӂӏ"));
    CHECK(are_one("case", "ԲԱՐԵՒ", "բարեւ"));
    CHECK(are_one("case", "GROẞ Ẁ Ạ", "groß ẁ ạ"));
    CHECK(normal({"case"}, "×÷ 日本 \xC3\x28 \xC3 €") == "×÷ 日本 \xC3\x28 \xC3 €");
    CHECK_FALSE(are_one("case", "a", "ä"));
}

TEST_CASE("time makes one of the ways to write an instant") {
    for (auto const* same :
         {"1994-11-06T08:49:37Z", "1994-11-06T08:49:37.000z", "1994-11-06 09:49:37+01:00",
          "1994-11-06T03:49:37-0500", "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
          "Sun Nov  6 08:49:37 1994", "Sun, 06-Nov-1994 08:49:37 GMT"}) {
        INFO(same);
        CHECK(are_one("time", "1994-11-06T08:49:37+00:00", same));
    }
    CHECK(are_one("time", "2024-12-24T18:00Z", "2024-12-24T18:00:00,0Z"));
    CHECK(are_one("time", "2024-12-24T18:00:00.5Z", "2024-12-24T18:00:00.500Z"));
    CHECK_FALSE(are_one("time", "2024-12-24T18:00:00.5Z", "2024-12-24T18:00:00Z"));
    CHECK_FALSE(are_one("time", "2024-12-24T18:00:00Z", "2024-12-24T18:00:01Z"));
    // Without a zone nobody knows which instant it is.
    CHECK(normal({"time"}, "2024-12-24T18:00:00") == "2024-12-24T18:00:00");
    for (auto const* none : {"", "2024-12-24", "2024-13-24T18:00:00Z", "2024-12-24T25:00:00Z",
                             "yesterday at noon", "2024-12-24T18:00:00Zulu time"}) {
        INFO(none);
        CHECK(normal({"time"}, none) == none);
    }
}

TEST_CASE("origin takes a URL's scheme and host off") {
    CHECK(normal({"origin"}, "https://u@shop.example:8443/a/b?c#d") == "/a/b?c#d");
    CHECK(normal({"origin"}, "//cdn.example/x.js") == "/x.js");
    CHECK(normal({"origin"}, "http://a") == "/");
    CHECK(normal({"origin"}, "http://a?q") == "/?q");
    CHECK(normal({"origin"}, "/a/b") == "/a/b");
    CHECK(normal({"origin"}, "mailto:a@b") == "mailto:a@b");
    CHECK(normal({"origin"}, "see http://a/b") == "see http://a/b");
}

TEST_CASE("a regex leaves what its group captures") {
    CHECK(normal({R"(regex:^ORD-(\d+)$)"}, "ORD-17") == "17");
    CHECK(normal({R"(regex:(\d+))"}, "from 12 to 17") == "12");
    CHECK(normal({R"(regex:^ORD-(\d+)$)"}, "INV-17") == "INV-17");
    CHECK(normal({"regex:a|b(c)"}, "xa") == "xa");
    CHECK(normal({"regex:^(?:a|b)(.*)$"}, "a").empty());
}

TEST_CASE("steps are taken in their order") {
    CHECK(normal({"trim", "case", R"(regex:^ord-(\d+)$)"}, " ORD-17 ") == "17");
    CHECK(normal({"regex:at (.*)", "time"}, "at 2024-12-24T18:00:00Z") ==
          normal({"time"}, "2024-12-24T19:00:00+01:00"));
    CHECK(normal({"case", "origin", "trim", "case"}, "HTTP://X/A ") == "/a");
}

TEST_CASE("what is no way to normalize is said") {
    CHECK(wrong({}) == "is empty; name what is done to the value, such as \"trim\"");
    CHECK_THAT(wrong({"trim", "upper"}),
               Catch::StartsWith("`upper` is no way to normalize a value; there are `trim`,"));
    CHECK_THAT(wrong({"regex:("}), Catch::StartsWith("`(` is no RE2 pattern: missing )"));
    CHECK_THAT(wrong({"regex:a"}),
               Catch::StartsWith("`a` must have one group: what it captures is compared"));
    CHECK_THAT(wrong({"regex:(a)(b)"}), Catch::Contains("must have one group"));
}

TEST_CASE("values are compared by what their rule makes of them, and shown as they were sent") {
    auto const options = normalizing("$.code", {"trim", "case"});
    CHECK(comparing::differences(R"({"code":" Ab"})", R"({"code":"aB "})", options).empty());
    auto const differs =
        comparing::compare(R"({"code":" Ab"})", R"({"code":"aC "})", options).differences.at(0);
    CHECK(differs.path == "$.code");
    CHECK(differs.legacy == " Ab");
    CHECK(differs.modern == "aC ");
    CHECK(comparing::differences(R"({"code":"1"})", R"({"code":1})", options) == found{"type $.code"});
    CHECK(comparing::differences(R"({"other":"A"})", R"({"other":"a"})", options) == found{"value $.other"});
}

TEST_CASE("a tolerance holds for what a value is normalized to") {
    auto options = normalizing("$.price", {R"(regex:^([\d.]+) EUR$)"});
    options.tolerance = {{"$.price", "0.01"}};
    CHECK(comparing::differences(R"({"price":"1.00 EUR"})", R"({"price":"1.01 EUR"})", options).empty());
    CHECK(comparing::differences(R"({"price":"1.00 EUR"})", R"({"price":"1.02 EUR"})", options) ==
          found{"value $.price"});
}

TEST_CASE("unordered elements are paired by what they are normalized to") {
    auto options = normalizing("$.codes[*]", {"case"});
    options.unordered = {"$.codes"};
    CHECK(
        comparing::differences(R"({"codes":["A","b","C"]})", R"({"codes":["c","a","B"]})", options).empty());
    CHECK(comparing::differences(R"({"codes":["A","b","C"]})", R"({"codes":["c","a","D"]})", options) ==
          found{"value $.codes[*]"});
    options = normalizing("$.u[*].at", {"time"});
    options.unordered = {"$.u"};
    CHECK(comparing::differences(R"({"u":[{"at":"2024-12-24T18:00:00Z","n":1},{"at":"x","n":2}]})",
                                 R"({"u":[{"n":2,"at":"x"},{"at":"2024-12-24T19:00:00+01:00","n":1.0}]})",
                                 options)
              .empty());
}

TEST_CASE("long unordered lists are paired by what their elements are normalized to") {
    auto options = normalizing("$[*]", {"case"});
    options.unordered = {"$"};
    std::string legacy, modern;
    for (int i = 0; i < 50; ++i) {
        legacy += (i == 0 ? "[\"A" : ",\"A") + std::to_string(i) + '"';
        modern += (i == 0 ? "[\"a" : ",\"a") + std::to_string(49 - i) + '"';
    }
    CHECK(comparing::differences(legacy + ']', modern + ']', options).empty());

    // Of a text nothing may be left.
    options = normalizing("$.i", {"regex:^x(.*)$"});
    options.unordered = {"$.i"};
    legacy = "<r><i>x</i>", modern = "<r>";
    for (int i = 0; i < 40; ++i) {
        legacy += "<i>a" + std::to_string(i) + "</i>";
        modern += "<i>b" + std::to_string(i) + "</i>";
    }
    CHECK(comparing::compare(legacy + "</r>", modern + "<i></i></r>", options, "application/xml").count ==
          40);
}

TEST_CASE("XML's texts and attributes are normalized, too") {
    auto options = normalizing("$.a", {"case"});
    options.normalize.emplace_back("$.a.@href", std::vector<std::string>{"origin"});
    auto const xml = [&](std::string_view legacy, std::string_view modern) {
        return comparing::differences(legacy, modern, options, "application/xml");
    };
    CHECK(xml("<r><a href='http://x/1'>ONE</a></r>", "<r><a href='https://y/1'>one</a></r>").empty());
    CHECK(xml("<r><a href='http://x/1'>ONE</a></r>", "<r><a href='https://y/2'>two</a></r>") ==
          found{"value $.a.@href", "value $.a"});
    // Where an element stands in a text counts all the same.
    CHECK(xml("<r><a>one <b/>two</a></r>", "<r><a>one two<b/></a></r>") == found{"value $.a"});
    options = normalizing("$.a", {"regex:^(one)"});
    CHECK(xml("<r><a>one <b/>two</a></r>", "<r><a>one two<b/></a></r>") == found{"value $.a"});
    CHECK(xml("<r><a>one <b/>two</a></r>", "<r><a>one <b/>three</a></r>").empty());
    // Unordered ones are paired even where nothing is left of a text.
    options = normalizing("$.i", {"regex:^x(.*)$"});
    options.unordered = {"$.i"};
    CHECK(xml("<r><i>x</i><i>1</i></r>", "<r><i>1</i><i></i></r>").empty());
}

TEST_CASE("of several normalizers the one whose path has the fewest wildcards counts, whatever their order") {
    for (bool const swapped : {false, true}) {
        compare_options options;
        options.normalize = {{"$..name", {"case"}}, {"$.a.name", {"trim"}}};
        if (swapped) std::swap(options.normalize[0], options.normalize[1]);
        CHECK(comparing::differences(R"({"a":{"name":"x"},"b":{"name":"y"}})",
                                     R"({"a":{"name":"x "},"b":{"name":"Y"}})", options)
                  .empty());
        CHECK(comparing::differences(R"({"a":{"name":"x"}})", R"({"a":{"name":"X"}})", options) ==
              found{"value $.a.name"});
    }
}

#include "acl/html_reader.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <vector>

using namespace ficus::acl;

namespace {

std::string repeated(std::string const& unit, std::size_t bytes) {
    std::string page;
    while (page.size() < bytes) page += unit;
    return page;
}

/// What makes readers of HTML slow, or ends them.
std::vector<std::string> shapes(std::size_t bytes) {
    std::vector<std::string> all;
    for (std::string const unit : {"<div>",
                                   "<b>",
                                   "<p>",
                                   "<p><b>",
                                   "<a><div></a>",
                                   "<table><td>",
                                   "<table>",
                                   "<li>",
                                   "<li><dd>",
                                   "<svg>",
                                   "<svg><g>",
                                   "<svg><title>",
                                   "<select><option>",
                                   "<template>",
                                   "<object></b>",
                                   "</div>",
                                   "</p>",
                                   "</br>",
                                   "<p></p>",
                                   "<br>",
                                   "<form>",
                                   "<button>",
                                   "<ruby><rt>",
                                   "<h1>",
                                   "<tr>",
                                   "<td>",
                                   "<!---->",
                                   "<!--",
                                   "<![CDATA[",
                                   "<",
                                   "</",
                                   "&",
                                   "&#",
                                   "&amp",
                                   "&aaaaaaaaaaaaaa",
                                   "<a a",
                                   "<script>",
                                   "<script><!--<script>",
                                   "<textarea>",
                                   "<math><mi>",
                                   "<frameset>",
                                   " <b> </b>",
                                   "\r",
                                   "a<b>b</b>"})
        all.push_back(repeated(unit, bytes));
    std::string attributes = "<p";
    for (int i = 0; attributes.size() < bytes; ++i) attributes += " a" + std::to_string(i) + "=1";
    all.push_back(attributes + ">");
    all.push_back("<p" + repeated(" a", bytes) + ">");
    std::string fonts;
    for (int i = 0; fonts.size() < bytes / 2; ++i) fonts += "<font size=" + std::to_string(i) + ">";
    all.push_back(fonts + repeated("<p>", bytes / 2));
    // As deep as may be, and then what is searched for in all that is open.
    for (std::string const unit : {"<p></p>", "<li></li>", "</x>", "</b>", "<tr>", "<a>", "x<b></b>", "<hr>",
                                   "<form></form>", "<h1></h1>", "<button></button>", "<table></table>"})
        for (std::string const open : {"<div>", "<i>", "<svg>", "<x>"})
            all.push_back(repeated(open, 500 * open.size()) + repeated(unit, bytes));
    std::string in_template = "<template>" + repeated("<form>", 200 * 6) + repeated("<b>", 200 * 3) +
                              "<div>" + repeated("</b>", 200 * 4) + repeated("</form>", 200 * 7) +
                              "</template>";
    all.push_back(repeated(in_template, bytes));
    return all;
}

} // namespace

TEST_CASE("a page takes time and memory by its size, whatever stands in it") {
    auto const begin = std::chrono::steady_clock::now();
    for (auto const& page : shapes(64 * 1024)) {
        INFO(page.substr(0, 50) << " ... " << page.substr(page.size() - 50));
        std::size_t looked_at = 0;
        auto const read = read_html(page, {}, {}, &looked_at);
        if (!read) CHECK(read.error().code == error_code::limit);
        // A few for each tag, however many are open.
        CHECK(looked_at > 0);
        CHECK(looked_at <= 8 * page.size());
    }
    // 3.5 MB. What grows with the cube, as formatting that is opened anew can, takes minutes for one of them.
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(30));
}

TEST_CASE("a page is nested no deeper than 512 elements") {
    CHECK(read_html(repeated("<div>", 510 * 5)).has_value());
    auto const refused = read_html(repeated("<div>", 511 * 5));
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == error_code::limit);
    CHECK(refused.error().message == "more than 512 elements within each other");
    CHECK(read_html("<svg>" + repeated("<g>", 520 * 3)).has_error());
    // What ends within each other is as deep as it looks, and what is not open at once is not deep.
    CHECK(read_html(repeated("<p>", 5000)).has_value());
    CHECK(read_html(repeated("<li>", 5000)).has_value());
    CHECK(read_html(repeated("<div></div>", 20'000)).has_value());
    CHECK(read_html(repeated("<table><tr><td><font>x</table>", 20'000)).has_value());
}

TEST_CASE("a page has at most 8 MiB") {
    CHECK(read_html(std::string(8 * 1024 * 1024, 'a')).has_value());
    auto const refused = read_html(std::string(8 * 1024 * 1024 + 1, 'a'));
    REQUIRE(refused.has_error());
    CHECK(refused.error().message == "8388609 bytes are more than the 8388608 that are read as HTML");
}

TEST_CASE("selectors are tried in time by the page's size") {
    std::vector<std::string> texts;
    for (int i = 0; i < 50; ++i) texts.push_back("div .a" + std::to_string(i) + " > p b");
    auto const list = selector_list::compile(texts);
    REQUIRE(list.has_value());
    auto const begin = std::chrono::steady_clock::now();
    CHECK(read_html(repeated("<div class=a1>", 500 * 14) + repeated("<p><b></b></p>", 64 * 1024), {}, *list)
              .has_value());
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10));
}

TEST_CASE("what is hidden takes no copy of the line that it stands in") {
    auto const begin = std::chrono::steady_clock::now();
    CHECK(read_html(repeated("a", 2 * 1024 * 1024) + repeated("<script></script>", 2 * 1024 * 1024))
              .has_value());
    // Else these are 500 GB.
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10));
}

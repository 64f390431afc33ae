#include "tools/page/markup.hpp"
#include "tools/page/plots.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

using namespace ficus::tools;

TEST_CASE("what was recorded is text wherever it stands in a page") {
    CHECK(markup_text(R"(<a href="x">'&amp;'</a>)") ==
          "&lt;a href=&quot;x&quot;&gt;&#39;&amp;amp;&#39;&lt;/a&gt;");
    CHECK(markup_text("tab\tand\nline") == "tab\tand\nline");
    CHECK(markup_text("Zürich 東京 🚆") == "Zürich 東京 🚆");
    CHECK(markup_text("") == "");
}

TEST_CASE("control characters are shown by their pictures") {
    CHECK(markup_text(std::string_view("\0\x1B[31m\r\x7F", 8)) == "␀␛[31m␍␡");
}

TEST_CASE("what XML 1.0 may not hold, and what is no UTF-8, becomes U+FFFD") {
    CHECK(markup_text("a\xFF\xC0\xAF"
                      "b") == "a\uFFFD\uFFFD\uFFFDb");
    CHECK(markup_text("cut \xE6\x9D") == "cut \uFFFD\uFFFD");
    CHECK(markup_text("\xEF\xBF\xBE\xEF\xBF\xBF") == "\uFFFD\uFFFD");
    CHECK(markup_text("\xC2\x85\xC2\x9B"
                      "31m\xC2\xA0") == "\uFFFD\uFFFD31m\u00A0");
    CHECK(markup_text("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");
}

TEST_CASE("constants are markup, and all else is escaped") {
    markup out;
    out << "<b>";
    out.text("<i>") << "</b>";
    CHECK(out.written() == "<b>&lt;i&gt;</b>");
}

TEST_CASE("JSON in a script element cannot end it, and reads the same") {
    boost::json::value const data{{"</script><!--<script>", "\xE2\x80\xA8 & \"quoted\""}, {"at", 12.5}};
    auto const written = json_for_script(data);
    CHECK(written.find('<') == std::string::npos);
    CHECK(boost::json::parse(written) == data);
}

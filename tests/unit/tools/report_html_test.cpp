#include "tools/report_html.hpp"
#include "unit/tools/sample_reports.hpp"

#include <catch2/catch.hpp>

using namespace ficus;

// What only a browser can tell is in tests/e2e/report.

namespace {

std::size_t times(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++count;
    return count;
}

/// For checks that do not print the page when they fail.
bool says(std::string_view page, std::string_view part) {
    return page.find(part) != page.npos;
}

/// The page without its own script, in which strings look like markup.
std::string without_script(std::string page) {
    auto const script = page.rfind("<script>");
    return page.erase(script, page.rfind("</script>") - script);
}

} // namespace

TEST_CASE("the page says each verdict in words, with its reason") {
    auto const page = tools::report_html(test::sample_report());
    for (auto const* said :
         {"✓</b>Ready", "✕</b>Not ready", "?</b>Cannot be told yet", "of all answers match, and the bar is 99.9 %</p>",
          "<bdi>mira@ops1</bdi>: <q>half of them</q>", "Configured, and nobody asked for them",
          "comparisons by other rules of comparison than today's", "class=\"n apart\"><b>≠ 47</b>"}) {
        INFO(said);
        CHECK(says(page, said));
    }
}

TEST_CASE("pairs of answers stand side by side with their difference marked") {
    auto const page = tools::report_html(test::sample_report());
    CHECK(says(page, "total&quot;: 12<del>4.00</del>,</td><td>  &quot;total&quot;: 12<ins>3.99</ins>,</td>"));
    CHECK(says(page, "<del>X-Powered-By: PHP/8.2</del></td><td class=\"lacks\">"));
    CHECK(says(page, "15 equal lines"));
}

TEST_CASE("the page loads nothing and lets no script run but its own") {
    auto const page = tools::report_html(test::sample_report());
    CHECK(says(page, "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
                     "script-src 'sha256-"));
    auto const own = without_script(page);
    for (auto const* loads : {"src=", "<link", "@import", "url(", "http:", "https:"}) {
        INFO(loads);
        CHECK_FALSE(says(own, loads));
    }
    CHECK(says(page, "Copyright (c) 2022 Leon Sorokin"));
}

TEST_CASE("nothing that came from answers is markup") {
    auto const page = without_script(tools::report_html(test::hostile_report()));
    CHECK(times(page, "<img") == 0);
    CHECK(times(page, "onerror=\"") == 0);
    CHECK(times(page, "<script") == 3); // the plots' data
    CHECK(times(page, "</script>") == 4);
    for (char c = 0; c < 0x20; ++c) {
        INFO(static_cast<int>(c));
        CHECK((page.find(c) == std::string::npos || c == '\n' || c == '\t'));
    }
}

TEST_CASE("a report of nothing is a page") {
    auto report = test::sample_report();
    report.features.clear();
    CHECK(says(tools::report_html(report), "No feature is configured."));
    shadow::feature_report untouched;
    untouched.name = "orders";
    report.features = {untouched};
    CHECK(says(tools::report_html(report), "Cannot be told yet"));
    CHECK_FALSE(says(tools::report_html(report), "<figure"));
}

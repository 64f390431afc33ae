#include "support/temp_dir.hpp"
#include "tools/report_junit.hpp"
#include "unit/tools/sample_reports.hpp"

#include <catch2/catch.hpp>
#include <pugixml.hpp>

using namespace ficus;

TEST_CASE("CI is told each feature's verdict, coverage, errors, operations and fields that count") {
    auto const written = tools::report_junit(test::sample_report());
    CHECK(written == test::content_of(FICUS_SOURCE_DIR "/tests/unit/tools/report_junit.xml"));
}

TEST_CASE("names and words that are no XML do not break it, and are read back as they are shown") {
    pugi::xml_document read;
    REQUIRE(read.load_string(tools::report_junit(test::hostile_report()).c_str(), pugi::parse_full));
    auto const suite = read.child("testsuites").child("testsuite");
    std::string const name = suite.attribute("name").value();
    CHECK(
        name ==
        R"(</script><script>document.title='driven'</script>"><img src=x onerror="document.title='driven'">)");
    CHECK(
        std::string(suite.child("testcase").child("failure").attribute("message").value()).find("␛[31mred") !=
        std::string::npos);
}

TEST_CASE("the counts are those of the cases") {
    pugi::xml_document read;
    REQUIRE(read.load_string(tools::report_junit(test::sample_report()).c_str()));
    auto const all = read.child("testsuites");
    std::size_t failures = 0, errors = 0, cases = 0;
    for (auto const& suite : all.children("testsuite"))
        for (auto const& one : suite.children("testcase")) {
            ++cases;
            failures += !one.child("failure").empty();
            errors += !one.child("error").empty();
        }
    CHECK(all.attribute("tests").as_uint() == cases);
    CHECK(all.attribute("failures").as_uint() == failures);
    CHECK(all.attribute("errors").as_uint() == errors);
    CHECK(failures > 0);
    CHECK(errors > 0);
}

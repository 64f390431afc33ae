#include "comparing.hpp"

#include <catch2/catch.hpp>

using namespace ficus::acl;
using comparing::found;

namespace {

found texts(std::string_view legacy, std::string_view modern, compare_options const& options = {},
            std::string_view type = "text/plain") {
    return comparing::differences(legacy, modern, options, type);
}

} // namespace

TEST_CASE("texts are compared line by line, and a line that moved the others is one difference") {
    CHECK(texts("a\nb\nc", "a\nx\nc") == found{"value $[*]"});
    CHECK(texts("a\nb\nc\n", "a\nb\nnew\nc\n") == found{"extra $[*]"});
    CHECK(texts("a\nb\nc\n", "b\nc\n") == found{"missing $[*]"});
    CHECK(texts("a\n", "a") == found{"missing $[*]"});
    CHECK(texts("a", "") == found{"missing $[*]"});
    CHECK(texts("a\nb", "a\r\nb") == found{"value $[*]"});
    CHECK(comparing::compare("a", "b", {}, "text/csv").way == body_way::text);
    CHECK(comparing::compare("a", "b", {}, "").way == body_way::text);
    CHECK(comparing::compare("a", "b", {}, "application/javascript").way == body_way::text);
    CHECK(comparing::compare("a", "b", {}, "application/pdf").way == body_way::bytes);
    CHECK(comparing::compare("a", std::string_view("\0", 1), {}, "text/plain").way == body_way::bytes);
}

TEST_CASE("what begins as JSON does and does not end so is text") {
    CHECK(texts("[info] one\n[info] two", "[info] one\n[warn] two") == found{"value $[*]"});
    CHECK(texts("{x} is\ntwo\n", "{x} is\n2\n", {}, "text/plain") == found{"value $[*]"});
    CHECK(comparing::compare(" {\"a\":1}\n", "{\"a\":2} \r\n", {}, "text/plain").way == body_way::json);
}

TEST_CASE("rules hold for lines, too") {
    compare_options options;
    options.normalize = {{"$[*]", {"trim", "regex:^(?:at .*|(.*))$"}}};
    CHECK(texts("a\nb", "a\r\n b ", options).empty());
    options.normalize = {{"$[*]", {"regex:^(at) .*$"}}};
    options.unordered = {"$"};
    CHECK(texts("at 12:00\nb\na", "a\nat 12:01\nb", options).empty());
    options = {};
    options.ignore = {"$[0]"};
    CHECK(texts("at 12:00\nb", "at 12:01\nb", options).empty());
    CHECK(texts("at 12:00\nb", "at 12:00\nc", options) == found{"value $[*]"});
}

TEST_CASE("texts in two charsets are one where their characters are") {
    auto const latin = answer{200, {}, "text/plain; charset=ISO-8859-1", "caf\xE9\nx"};
    auto const utf8 = answer{200, {}, "text/plain; charset=\"UTF-8\"", "caf\xC3\xA9\nx"};
    CHECK(comparing::compiled({}).compare(latin, utf8).equal());
    auto const unknown = answer{200, {}, "text/plain; charset=x-none", "caf\xE9\nx"};
    CHECK_FALSE(comparing::compiled({}).compare(unknown, utf8).equal());
    CHECK(comparing::compiled({}).compare(unknown, utf8).differences.at(0).legacy == "caf\xEF\xBF\xBD");
}

TEST_CASE("where something is to be redacted, lines are neither shown nor stored") {
    compare_options options;
    options.redact = {"$.pin"};
    auto const differs = comparing::compare("pin=1\nx", "pin=2\nx\ny", options, "text/plain").differences;
    REQUIRE(differs.size() == 2);
    for (auto const& one : differs) CHECK((one.legacy + one.modern).find("pin") == std::string::npos);
    CHECK(differs[0].legacy == "[redacted]");
    CHECK(differs[1].legacy.empty());
    CHECK_THAT(comparing::compiled(options).redact("text/plain", "pin=1", 1000),
               Catch::StartsWith("(5 bytes, not stored"));
    CHECK(comparing::compiled({}).redact("text/plain", "pin=1", 1000) == "pin=1");
}

TEST_CASE("a late difference in a long line is shown where it is") {
    std::string const same(1000, 'x');
    auto const differs =
        comparing::compare("a\n" + same + "old", "a\n" + same + "new", {}, "text/plain").differences.at(0);
    CHECK_THAT(differs.legacy, Catch::EndsWith("xxxold"));
    CHECK_THAT(differs.modern, Catch::EndsWith("xxxnew"));
}

TEST_CASE("a text of more lines than are told apart is compared by its bytes") {
    std::string const many(100'001, '\n');
    auto const said = comparing::compare(many, many + "x", {}, "text/plain");
    CHECK(said.way == body_way::bytes);
    CHECK(said.count == 1);
}

#include "comparing.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace ficus::acl;

TEST_CASE("all that is wrong with the rules is said at once, with the key") {
    compare_options options;
    options.ignore = {"$.fine", "lines"};
    options.unordered = {"$.tags", "$["};
    options.redact = {"$..", "$.ok"};
    options.keyed = {{"$.lines", ""}, {"$.tags", "id"}};
    options.tolerance = {{"$.total", "-1"}, {"$.sum", "much"}, {"$.x", "0.5"}, {"total", "1"}};
    options.tolerance_relative = {{"$.share", "-0.1"},
                                  {"$.long", "0.12345678901234567890123456789012345678901"}};
    options.normalize = {
        {"$.at", {"time"}}, {"$.name", {}}, {"$.code", {"trim", "upper"}}, {"name", {"trim"}}};
    auto const compiled = comparer::compile(options);
    REQUIRE_FALSE(compiled.has_value());
    std::vector<std::string> keys;
    for (auto const& error : compiled.error()) {
        keys.push_back(error.key);
        CHECK_FALSE(error.message.empty());
    }
    CHECK(keys == std::vector<std::string>{"ignore[1]", "unordered[1]", "redact[0]", "keyed.\"$.lines\"",
                                           "keyed.\"$.tags\"", "tolerance.\"$.total\"", "tolerance.\"$.sum\"",
                                           "tolerance.\"total\"", "tolerance_relative.\"$.share\"",
                                           "tolerance_relative.\"$.long\"", "normalize.\"$.name\"",
                                           "normalize.\"$.code\"[1]", "normalize.\"name\""});
}

TEST_CASE("without rules there is nothing wrong") {
    CHECK(comparer::compile({}).has_value());
}

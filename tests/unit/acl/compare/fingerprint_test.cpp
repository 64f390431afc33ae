#include "acl/compare_options.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <set>
#include <vector>

using namespace ficus::acl;

TEST_CASE("every rule that answers are compared by changes the fingerprint") {
    std::vector<std::function<void(compare_options&)>> const changes = {
        [](auto& o) { o.headers = {"etag"}; },
        [](auto& o) { o.ignore = {"$.a"}; },
        [](auto& o) { o.unordered = {"$.a"}; },
        [](auto& o) {
            o.keyed = {{"$.a", "id"}};
        },
        [](auto& o) {
            o.tolerance = {{"$.a", "0.1"}};
        },
        [](auto& o) {
            o.tolerance_relative = {{"$.a", "0.1"}};
        },
        [](auto& o) {
            o.normalize = {{"$.a", {"trim", "case"}}};
        },
        [](auto& o) {
            o.normalize = {{"$.a", {"case", "trim"}}};
        },
        [](auto& o) { o.html_ignore = {".csrf"}; },
        [](auto& o) { o.numbers = number_policy::text; },
        [](auto& o) { o.status = status_policy::by_class; },
        [](auto& o) { o.cookies = cookie_policy::names; },
        [](auto& o) { o.cookies = cookie_policy::attributes; },
    };
    std::set<std::string> seen = {rules_fingerprint({})};
    for (auto const& change : changes) {
        compare_options options;
        change(options);
        INFO(rules_text(options));
        CHECK(seen.insert(rules_fingerprint(options)).second);
    }
    for (auto const& one : seen) CHECK(one.size() == 16);
}

TEST_CASE("what does not change how answers compare keeps the fingerprint") {
    compare_options one;
    one.headers = {"etag", "Location"};
    one.ignore = {"$.a", "$.b", "$.a"};
    one.keyed = {{"$.x", "id"}, {"$.y", "no"}};
    compare_options other;
    other.headers = {"location", "ETag"};
    other.ignore = {"$.b", "$.a"};
    other.keyed = {{"$.y", "no"}, {"$.x", "id"}};
    other.methods = {"POST"};
    other.redact = {"$.card"};
    other.baseline = 0.5;
    CHECK(rules_fingerprint(one) == rules_fingerprint(other));
}

TEST_CASE("the rules are told as JSON, without what is as it is by default") {
    compare_options options;
    CHECK(rules_text(options) == "{}");
    options.ignore = {"$.b\"", "$.a"};
    options.normalize = {{"$.at", {"time"}}};
    options.cookies = cookie_policy::names;
    CHECK(rules_text(options) ==
          R"({"ignore":["$.a","$.b\""],"normalize":{"$.at":["time"]},"cookies":"names"})");
}

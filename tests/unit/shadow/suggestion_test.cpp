#include "facade/shadow/suggestion.hpp"
#include "windows.hpp"

#include <catch2/catch.hpp>

using namespace windows;
using ficus::acl::compare_options;
using ficus::acl::difference_kind;

namespace {

feature_report report_of(window const& seen) {
    return make_feature_report({"orders", {}, "", {}}, seen.figures());
}

std::vector<std::string> suggested(window const& seen) {
    std::vector<std::string> all;
    for (auto const& one : suggest(report_of(seen)))
        all.push_back(std::string(to_string(one.of)) + ' ' + one.path);
    return all;
}

using texts = std::vector<std::string>;

} // namespace

TEST_CASE("what is noise, or volatile by shape, is offered as a rule; what only differs is not") {
    window seen;
    seen.compared(4'000, {"$.at"}).compared(100, {"$.id"}).compared(100, {"$.total"});
    seen.legacy_again(400).legacy_noise("$.at", 400);
    for (auto& field : seen.figures().all.fields)
        if (field.path == "$.id") field.shapes = {{"uuid", 100}};
    CHECK(suggested(seen) == texts{"ignore $.id", "ignore $.at"});
    auto const found = suggest(report_of(seen));
    CHECK(found[0].why == "its differences are UUIDs");
    CHECK(found[1].why == "legacy differed from itself in 100.00 % of 400 baselines");
}

TEST_CASE("a list whose elements only move is offered as unordered") {
    window seen;
    seen.compared(4'000, {"$.tags[*]"}).legacy_again(400).legacy_noise("$.tags[*]", 400);
    for (auto* in : {&seen.figures().all, &seen.figures().operations[0].figures}) {
        auto moved = in->fields[0];
        in->fields[0].kind = difference_kind::missing;
        moved.kind = difference_kind::extra;
        moved.id = 77;
        in->fields.push_back(moved);
        in->sets[0].fields.push_back(77);
    }
    CHECK(suggested(seen) == texts{"unordered $.tags"});
    for (auto* in : {&seen.figures().all, &seen.figures().operations[0].figures}) in->fields[1].count -= 1;
    CHECK(suggested(seen) == texts{"ignore $.tags[*]"});
}

TEST_CASE("a header field is taken out of those that are compared; a status or a body stays") {
    window seen;
    seen.compared(4'000, {"header:etag", "status", "body", "cookie:sid"}).legacy_again(400);
    for (auto const* path : {"header:etag", "status", "body", "cookie:sid"}) seen.legacy_noise(path, 400);
    CHECK(suggested(seen) == texts{"headers etag", "ignore cookie:sid"});
}

TEST_CASE("suggestions are TOML that can be put in the place of what stands there") {
    compare_options configured;
    configured.ignore = {"$.old"};
    configured.headers = {"content-type", "etag"};
    std::vector<suggestion> const all{{suggestion::key::ignore, "$.at", "made\nanew"},
                                      {suggestion::key::ignore, "$['a\"b']", ""},
                                      {suggestion::key::unordered, "$.tags", "order means nothing"},
                                      {suggestion::key::headers, "etag", "made anew"}};
    CHECK(toml_of("orders", all, configured) == R"([features.orders.compare]
# in the place of the list that stands there
headers = [
    "content-type",
    # without "etag": made anew
]
# in the place of the list that stands there
ignore = [
    "$.old",
    "$.at", # made anew
    "$['a\"b']",
]
unordered = [
    "$.tags", # order means nothing
]
)");
    CHECK(toml_of("a b", {}, {}) == "[features.\"a b\".compare]\n");
}

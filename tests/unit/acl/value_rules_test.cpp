#include "acl/boolean_rule.hpp"
#include "acl/nothing_policy.hpp"
#include "acl/value_table.hpp"
#include "taken.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

namespace {

template<class Rule>
std::string converted(Rule const& rule, direction way, std::string_view text) {
    auto const made = rule.convert(way, text);
    return made ? std::string(*made) : made.error().message;
}

template<class Made>
std::string problems(Made const& made) {
    std::string all;
    if (!made)
        for (auto const& problem : made.error()) all += problem.key + ": " + problem.message + "\n";
    return all;
}

} // namespace

TEST_CASE("every spelling of a boolean is read, the first one is written") {
    auto const rule = taken(boolean_rule::compile({{"Y", "J", "yes"}, {"N", ""}}));
    for (auto const* text : {"Y", "J", "yes"}) CHECK(converted(rule, direction::to_modern, text) == "true");
    for (auto const* text : {"N", ""}) CHECK(converted(rule, direction::to_modern, text) == "false");
    CHECK(converted(rule, direction::to_legacy, "true") == "Y");
    CHECK(converted(rule, direction::to_legacy, "false") == "N");
    CHECK_FALSE(rule.is_exact());
    CHECK(taken(boolean_rule::compile({{"1"}, {"0"}})).is_exact());
}

TEST_CASE("what spells neither true nor false is refused, with the spellings that there are") {
    auto const rule = taken(boolean_rule::compile({{"Y"}, {"N", ""}}));
    CHECK(converted(rule, direction::to_modern, "y") == "'y' is no spelling of true or false ('Y', 'N', '')");
    CHECK(converted(rule, direction::to_legacy, "Y") == "'Y' where a boolean is due");
    CHECK(rule.convert(direction::to_modern, "y").error().code == error_code::unknown_value);
}

TEST_CASE("a spelling has one meaning, and each meaning a spelling") {
    CHECK(problems(boolean_rule::compile({{"1", "1"}, {}})) ==
          "true: '1' stands there twice\nfalse: say how the legacy side spells it, such as [\"Y\"]\n");
    CHECK(problems(boolean_rule::compile({{"1", ""}, {"0", ""}})) ==
          "false: '' is a spelling of true already\n");
}

TEST_CASE("a value outside a table gets the fallback of the side that it goes to, or is refused") {
    auto const table =
        taken(value_table::compile({{"N", "new"}, {"P", "paid"}}, {.legacy = "?", .modern = "unknown"}));
    CHECK(converted(table, direction::to_modern, "P") == "paid");
    CHECK(converted(table, direction::to_legacy, "new") == "N");
    CHECK(converted(table, direction::to_modern, "X") == "unknown");
    CHECK(converted(table, direction::to_legacy, "lost") == "?");
    CHECK(converted(table, direction::to_modern, "?") == "unknown");
    CHECK(converted(table, direction::to_legacy, "unknown") == "?");
    CHECK_FALSE(table.is_exact());

    auto const half = taken(value_table::compile({{"N", "new"}}, {.legacy = {}, .modern = "unknown"}));
    CHECK(converted(half, direction::to_modern, "X") == "unknown");
    CHECK(converted(half, direction::to_legacy, "unknown") ==
          "'unknown' is not in the mapping's 'values' (new)");
    CHECK(half.convert(direction::to_legacy, "unknown").error().code == error_code::unknown_value);
    CHECK(taken(value_table::compile({{"N", "new"}})).is_exact());
}

TEST_CASE("a large table finds each of its values both ways") {
    value_table::pairs pairs;
    for (int i = 0; i < 1000; ++i)
        pairs.emplace_back(std::to_string(i * 7919 % 1000), "m" + std::to_string(i));
    auto const table = taken(value_table::compile(pairs));
    for (auto const& [legacy, modern] : pairs) {
        REQUIRE(converted(table, direction::to_modern, legacy) == modern);
        REQUIRE(converted(table, direction::to_legacy, modern) == legacy);
    }
    CHECK(converted(table, direction::to_modern, "1000").ends_with("...)"));
}

TEST_CASE("a table that cannot be read backwards is refused") {
    CHECK(problems(value_table::compile({{"a", "x"}, {"a", "y"}, {"b", "x"}})) ==
          "values: the legacy value 'a' stands there twice; each may have one meaning\n"
          "values: 'a' and 'b' both mean 'x', so the way back is not known; give each a value of its own\n");
    CHECK(problems(value_table::compile({}, {.legacy = "?", .modern = {}})) ==
          "otherwise: there is no table that it could be the rest of; give 'values'\n");
}

TEST_CASE("what says nothing on one side says it on the other in that side's way, and comes back") {
    for (auto const legacy : {nothing::null, nothing::empty, nothing::absent}) {
        for (auto const modern : {nothing::null, nothing::empty, nothing::absent}) {
            auto const policy = taken(nothing_policy::compile({legacy, modern}, {true, true}));
            auto const there = policy.decide(direction::to_modern, legacy);
            CHECK(there.as == modern);
            CHECK(there.comes_back);
            CHECK(policy.decide(direction::to_legacy, there.as).as == legacy);
        }
    }
}

TEST_CASE("of nothing that stays as it is the policy says rightly whether it comes back") {
    for (auto const legacy : {nothing::null, nothing::empty, nothing::absent})
        for (auto const modern : {nothing::null, nothing::empty, nothing::absent})
            for (auto const is : {nothing::null, nothing::empty, nothing::absent})
                for (auto const way : {direction::to_modern, direction::to_legacy}) {
                    auto const policy = taken(nothing_policy::compile({legacy, modern}, {true, true}));
                    auto const there = policy.decide(way, is);
                    CHECK(there.comes_back == (policy.decide(reverse(way), there.as).as == is));
                }
}

TEST_CASE("null is not for a side whose format has none") {
    CHECK(problems(nothing_policy::compile({nothing::null, nothing::null}, {false, true})) ==
          "legacy: this side's format has no null; write \"empty\" or \"absent\"\n");
    CHECK(problems(nothing_policy::compile({nothing::empty, nothing::null}, {true, false})) ==
          "modern: this side's format has no null; write \"empty\" or \"absent\"\n");
}

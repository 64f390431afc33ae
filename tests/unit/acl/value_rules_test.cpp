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
          "values: 'a' and 'b' both mean 'x', so the way back is not known; give each a value of its own, or "
          "say 'b' in also.legacy\n");
    CHECK(problems(value_table::compile({}, {.legacy = "?", .modern = {}})) ==
          "otherwise: there is no table that it could be the rest of; give 'values'\n");
}

TEST_CASE("a side may say nothing in several ways, of which the first is written") {
    auto const policy = taken(nothing_policy::compile(
        {{nothing::empty, typed_text("0000-00-00"), typed_text("-1", scalar_type::integer)}, {nothing::null}},
        {true, true}));
    CHECK(policy.written(0).as == nothing::empty);
    CHECK(policy.written(1).as == nothing::null);
    CHECK(policy.says(0, nothing::empty));
    CHECK_FALSE(policy.says(0, nothing::null));
    CHECK_FALSE(policy.says(1, nothing::empty));
    CHECK(policy.says(0, "0000-00-00", scalar_type::string, true));
    CHECK(policy.says(0, "-1", scalar_type::integer, true));
    CHECK_FALSE(policy.says(0, "-1", scalar_type::string, true));
    CHECK(policy.says(0, "-1", scalar_type::string, false));
    CHECK_FALSE(policy.says(1, "-1", scalar_type::integer, false));
}

TEST_CASE("a side is told of what is absent only where the policy has another word for it") {
    auto const fills = [](std::vector<nothing_way> legacy, std::vector<nothing_way> modern) {
        return taken(nothing_policy::compile({std::move(legacy), std::move(modern)}, {true, true}))
            .fills_in();
    };
    CHECK(fills({nothing::absent}, {nothing::null}));
    CHECK(fills({nothing::empty}, {nothing::null, nothing::absent}));
    CHECK_FALSE(fills({nothing::empty}, {nothing::null}));
    CHECK_FALSE(fills({nothing::absent, nothing::empty}, {nothing::absent}));
}

TEST_CASE("a policy that cannot be kept is refused") {
    CHECK(problems(nothing_policy::compile({{nothing::null}, {nothing::null}}, {false, true})) ==
          "legacy: this side's format has no null; write \"empty\" or \"absent\"\n");
    CHECK(problems(nothing_policy::compile({{nothing::empty}, {nothing::null}}, {true, false})) ==
          "modern: this side's format has no null; write \"empty\" or \"absent\"\n");
    CHECK(problems(nothing_policy::compile({{}, {nothing::null, nothing::null}}, {true, true})) ==
          "legacy: says in no way that there is no value; write \"empty\" or \"absent\"\n"
          "modern: says the same twice; leave one of the two out\n");
    CHECK(problems(nothing_policy::compile({{typed_text(" ", scalar_type::integer)}, {nothing::null}},
                                           {true, true})) == "legacy: ' ' is not an integer; write one\n");
}

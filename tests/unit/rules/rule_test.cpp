#include "rules/rule.hpp"
#include "unit/rules/results.hpp"

#include <catch2/catch.hpp>

using namespace ficus::rules;
using ficus::test::ok;

namespace {

std::vector<condition> when(std::initializer_list<char const*> texts) {
    std::vector<condition> made;
    for (auto const* text : texts) made.push_back(ok(condition::parse(text)));
    return made;
}

share percent(char const* text) {
    return share::parse(text).value();
}

/// `header:A=1: 10%; every request: 0%`
std::string shown(feature_rules const& f) {
    std::string text;
    for (auto const& r : f.rules)
        text += (text.empty() ? "" : "; ") + describe(r.when) + ": " + r.share.to_string();
    return text;
}

feature_rules orders() {
    feature_rules f;
    f.feature = "orders";
    return f;
}

} // namespace

TEST_CASE("a feature that nobody touched is with legacy and not shadowed") {
    CHECK(shown(orders()) == "every request: 0%");
    CHECK(orders().shadow == share::none());
    CHECK(phase_of(orders()) == phase::legacy);
}

TEST_CASE("flip without conditions sets the last rule's share") {
    CHECK(shown(flip(orders(), {}, percent("25%"))) == "every request: 25%");
}

TEST_CASE("flip with conditions adds a rule after the other conditional ones, or first") {
    auto f = flip(orders(), when({"header:A=1"}), percent("10%"));
    f = flip(f, when({"header:B=1"}), percent("20%"));
    CHECK(shown(f) == "header:A=1: 10%; header:B=1: 20%; every request: 0%");
    f = flip(f, when({"header:C=1"}), percent("30%"), placement::first);
    CHECK(shown(f) == "header:C=1: 30%; header:A=1: 10%; header:B=1: 20%; every request: 0%");
}

TEST_CASE(
    "flip changes the rule with exactly these conditions where it stands, in whatever order they are given") {
    auto f = flip(orders(), when({"header:A=1", "method=GET"}), percent("10%"));
    f = flip(f, when({"header:A=1"}), percent("20%"));
    f = flip(f, when({"method=GET", "header:a=1", "method=GET"}), percent("50%"), placement::first);
    CHECK(shown(f) == "header:A=1 and method=GET: 50%; header:A=1: 20%; every request: 0%");
}

TEST_CASE("a condition that is given twice is kept once") {
    CHECK(shown(flip(orders(), when({"method=GET", "method=GET"}), percent("1%"))) ==
          "method=GET: 1%; every request: 0%");
}

TEST_CASE("unflip removes the rule with exactly these conditions") {
    auto f = flip(orders(), when({"header:A=1", "method=GET"}), percent("10%"));
    f = flip(f, when({"header:A=1"}), percent("20%"));
    auto const without = unflip(f, when({"method=GET", "header:A=1"}));
    REQUIRE(without);
    CHECK(shown(*without) == "header:A=1: 20%; every request: 0%");
}

TEST_CASE("unflip of a rule that is not there says which are") {
    auto const f = flip(orders(), when({"header:A=1"}), percent("20%"));
    auto const none = unflip(f, when({"header:B=1"}));
    REQUIRE_FALSE(none);
    CHECK(none.error().code == fault::no_such_rule);
    CHECK(none.error().message ==
          "feature `orders` has no rule for header:B=1; it has rules for: header:A=1");
    CHECK_THAT(unflip(orders(), when({"header:B=1"})).error().message,
               Catch::EndsWith("it has no conditional rules"));
}

TEST_CASE("the rule without conditions always stays") {
    CHECK(unflip(orders(), {}).error().code == fault::invalid);
}

TEST_CASE("a feature's phase follows from its rules and its shadow rate") {
    auto const shadowed = [](feature_rules f) { return set_shadow(std::move(f), percent("10%")); };
    CHECK(phase_of(shadowed(orders())) == phase::shadow);
    CHECK(phase_of(flip(orders(), {}, percent("0.01%"))) == phase::split);
    CHECK(phase_of(shadowed(flip(orders(), {}, percent("50%")))) == phase::split);
    CHECK(phase_of(flip(orders(), {}, share::all())) == phase::modern);
    CHECK(phase_of(flip(orders(), when({"header:A"}), share::all())) == phase::split);
    CHECK(phase_of(flip(flip(orders(), {}, share::all()), when({"header:A"}), share::none())) ==
          phase::split);
    CHECK(phase_of(flip(orders(), when({"header:A"}), share::none())) == phase::legacy);
}

TEST_CASE("rules are the same whatever the order of a rule's conditions, but not in another order") {
    auto const a = flip(orders(), when({"header:A", "header:B"}), percent("1%"));
    auto const b = flip(orders(), when({"header:B", "header:A"}), percent("1%"));
    CHECK(same_rules(a, b));
    CHECK_FALSE(same_rules(a, orders()));
    CHECK_FALSE(same_rules(a, set_shadow(a, percent("1%"))));
    auto const ab =
        flip(flip(orders(), when({"header:A"}), percent("1%")), when({"header:B"}), percent("1%"));
    auto const ba =
        flip(flip(orders(), when({"header:B"}), percent("1%")), when({"header:A"}), percent("1%"));
    CHECK_FALSE(same_rules(ab, ba));
}

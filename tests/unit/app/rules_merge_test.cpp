#include "facade/app/rules_merge.hpp"

#include <catch2/catch.hpp>

using namespace ficus;
using app::merge;

namespace {

rules::feature_rules at(std::string feature, std::uint16_t percent) {
    rules::feature_rules f;
    f.feature = std::move(feature);
    return rules::flip(std::move(f), {},
                       rules::share::of_hundredths(static_cast<std::uint16_t>(percent * 100)));
}

rules::rule_set store(std::string id, std::uint64_t revision, std::vector<rules::feature_rules> features) {
    rules::rule_set s;
    s.store_id = std::move(id);
    s.revision = revision;
    s.features = std::move(features);
    return s;
}

double share_of(rules::rule_set const& s, std::string const& feature) {
    for (auto const& f : s.features)
        if (f.feature == feature) return f.rules.back().share.percent();
    return -1;
}

} // namespace

TEST_CASE("the same store says how things are, also of what it no longer names") {
    auto const served = store("a", 5, {at("orders", 50), at("carts", 10)});
    auto const now = merge(served, store("a", 6, {at("orders", 75)}));
    CHECK(now.revision == 6);
    CHECK(share_of(now, "orders") == 75);
    CHECK(share_of(now, "carts") == -1);
}

TEST_CASE("another store moves only what was changed in it") {
    auto const served = store("a", 5, {at("orders", 50), at("carts", 10)});
    auto const now = merge(served, store("b", 1, {at("orders", 75)}));
    CHECK(now.store_id == "b");
    CHECK(now.revision == 1);
    CHECK(now.features.size() == 2);
    CHECK(share_of(now, "orders") == 75);
    CHECK(share_of(now, "carts") == 10);
    // And so on, store after store.
    auto const later = merge(now, store("c", 1, {at("pages", 5)}));
    CHECK(share_of(later, "orders") == 75);
    CHECK(share_of(later, "carts") == 10);
    CHECK(share_of(later, "pages") == 5);
}

TEST_CASE("the first store that is read is taken as it is") {
    auto const now = merge({}, store("a", 3, {at("orders", 50)}));
    CHECK(now.store_id == "a");
    CHECK(now.features.size() == 1);
}

#include "facade/shadow/sample_sieve.hpp"
#include "records.hpp"

using namespace records;

TEST_CASE("of each difference the first pairs are wanted, and then one a second") {
    sample_sieve sieve;
    int wanted = 0;
    for (int i = 0; i < 100; ++i)
        wanted += sieve.wants(differing({"$.a"}, "orders", new_year + 1ms * i)) ? 1 : 0;
    CHECK(wanted == 4);
    CHECK_FALSE(sieve.wants(differing({"$.a"}, "orders", new_year + 1002ms)));
    CHECK(sieve.wants(differing({"$.a"}, "orders", new_year + 1003ms)));
    CHECK_FALSE(sieve.wants(differing({"$.a"}, "orders", new_year + 2002ms)));
}

TEST_CASE("a pair with a difference that is new is wanted, whatever else differs in it") {
    sample_sieve sieve;
    for (int i = 0; i < 10; ++i) (void)sieve.wants(differing({"$.a"}));
    CHECK(sieve.wants(differing({"$.a", "$.b"})));
    CHECK(sieve.wants(differing({"$.a"}, "users")));
    auto other_rules = differing({"$.a"});
    other_rules.window = std::make_shared<window_key const>(window_key{"orders", "other", "{}"});
    CHECK(sieve.wants(other_rules));
    auto missing = differing({"$.a"});
    missing.differences[0].kind = ficus::acl::difference_kind::missing;
    CHECK(sieve.wants(missing));
    CHECK_FALSE(sieve.wants(differing({"$.a"})));
}

TEST_CASE("a clock that steps back does not end the samples") {
    sample_sieve sieve;
    for (int i = 0; i < 10; ++i) (void)sieve.wants(differing({"$.a"}));
    CHECK(sieve.wants(differing({"$.a"}, "orders", new_year - 1h)));
}

TEST_CASE("differences without end are not all remembered") {
    sample_sieve sieve;
    for (int i = 0; i < 4; ++i) REQUIRE(sieve.wants(differing({"$.a"})));
    REQUIRE_FALSE(sieve.wants(differing({"$.a"})));
    for (std::size_t i = 0; i < sample_sieve::most_remembered; ++i)
        (void)sieve.wants(differing({"$.by['" + std::to_string(i) + "']"}));
    CHECK(sieve.wants(differing({"$.a"})));
}

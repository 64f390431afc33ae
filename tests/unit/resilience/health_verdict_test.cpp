#include "facade/resilience/health_verdict.hpp"

#include <catch2/catch.hpp>

using ficus::resilience::health_verdict;

TEST_CASE("a service is well until so many checks in a row have failed, and again when so many have passed") {
    health_verdict v(2, 3);
    CHECK(v.well());
    CHECK_FALSE(v.tell(true));
    CHECK_FALSE(v.tell(false));
    CHECK_FALSE(v.tell(false));
    INFO("one that passes between begins it anew");
    CHECK_FALSE(v.tell(true));
    CHECK_FALSE(v.tell(false));
    CHECK_FALSE(v.tell(false));
    CHECK(v.tell(false) == false);
    CHECK_FALSE(v.well());
    CHECK_FALSE(v.tell(false));
    CHECK_FALSE(v.tell(true));
    CHECK_FALSE(v.tell(false));
    CHECK_FALSE(v.tell(true));
    CHECK(v.tell(true) == true);
    CHECK(v.well());
}

TEST_CASE("what was said of another one counts for nothing") {
    health_verdict v(2, 2);
    v.tell(false);
    v.tell(false);
    REQUIRE_FALSE(v.well());
    v.forget();
    CHECK(v.well());
    v.tell(false);
    v.forget();
    CHECK_FALSE(v.tell(false));
    CHECK(v.tell(false) == false);
}

TEST_CASE("one check may be enough") {
    health_verdict v(1, 1);
    CHECK(v.tell(false) == false);
    CHECK(v.tell(true) == true);
}

#include "facade/pipeline/held_body.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace ficus;
using pipeline::held_body;

TEST_CASE("a held body takes of the budget what memory it has, and gives it back with itself") {
    io::byte_budget budget(1 << 20);
    {
        held_body body(budget);
        CHECK(budget.reserved() == 0);
        std::string whole;
        for (int i = 0; i < 1000; ++i) {
            REQUIRE(body.append(std::string(100, 'x')));
            whole.append(100, 'x');
            REQUIRE(budget.reserved() + 15 >= body.text().size());
        }
        CHECK(body.text() == whole);
        CHECK(budget.reserved() < 2 * whole.size());
    }
    CHECK(budget.reserved() == 0);
}

TEST_CASE("a held body for which there is no room stays as it was, until another gives its room back") {
    io::byte_budget budget(3000);
    held_body first(budget);
    held_body second(budget);
    REQUIRE(first.append(std::string(2000, 'a')));
    REQUIRE(second.append(std::string(900, 'b')));
    auto const reserved = budget.reserved();
    CHECK_FALSE(second.append(std::string(900, 'b')));
    CHECK(second.text() == std::string(900, 'b'));
    CHECK(budget.reserved() == reserved);
    first.clear();
    CHECK(first.text().empty());
    CHECK(second.append(std::string(900, 'b')));
    CHECK(second.text() == std::string(1800, 'b'));
}

TEST_CASE("what replaces a held body is held instead of it, or nothing is") {
    io::byte_budget budget(3000);
    held_body body(budget);
    REQUIRE(body.append(std::string(2500, 'a')));
    REQUIRE(body.replace(std::string(2600, 'b')));
    CHECK(body.text() == std::string(2600, 'b'));
    CHECK_FALSE(body.replace(std::string(3001, 'c')));
    CHECK(body.text().empty());
    CHECK(budget.reserved() == 0);
}

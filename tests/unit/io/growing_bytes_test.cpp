#include "facade/io/growing_bytes.hpp"
#include "unit/io/pair.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace ficus;

TEST_CASE("bytes that grow stay what they are, wherever they come to lie") {
    auto const piece = test::pattern(100'000);
    std::string whole;
    io::growing_bytes bytes;
    CHECK(bytes.view().empty());
    // From malloc's memory into pages of their own, and on from there.
    for (std::size_t capacity = 150'000; capacity < 20'000'000; capacity *= 2) {
        bytes.reserve(capacity);
        REQUIRE(bytes.capacity() == capacity);
        while (whole.size() + piece.size() <= capacity) {
            bytes.append(piece);
            whole += piece;
        }
        REQUIRE(bytes.view() == whole);
    }
    bytes.reserve(10);
    CHECK(bytes.view() == whole);
    bytes.append({});
    CHECK(bytes.view() == whole);
    bytes.clear();
    CHECK(bytes.view().empty());
    CHECK(bytes.capacity() == 0);
    bytes.reserve(1);
    bytes.append("x");
    CHECK(bytes.view() == "x");
}

TEST_CASE("bytes for which there is no more memory stay where they are") {
    // More than there are addresses.
    auto const far_too_many = ~std::size_t{0} / 4;
    for (std::size_t const capacity : {1'000UL, 2'000'000UL}) {
        io::growing_bytes bytes;
        bytes.reserve(capacity);
        bytes.append("kept");
        CHECK_THROWS_AS(bytes.reserve(far_too_many), std::bad_alloc);
        CHECK(bytes.view() == "kept");
        CHECK(bytes.capacity() == capacity);
    }
    CHECK_THROWS_AS(io::growing_bytes().reserve(far_too_many), std::bad_alloc);
}

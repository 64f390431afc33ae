#include "facade/io/growing_bytes.hpp"
#include "unit/io/pair.hpp"

#include <catch2/catch.hpp>

#include <new>

using namespace ficus;

TEST_CASE("bytes that grow stay what they are, wherever they come to lie") {
    auto const piece = test::pattern(50'000);
    io::growing_bytes bytes;
    CHECK(bytes.view().empty());
    auto const is_all_pieces = [&] {
        for (auto left = bytes.view(); !left.empty(); left.remove_prefix(piece.size()))
            if (!left.starts_with(piece)) return false;
        return true;
    };
    // In malloc's memory, from there into pages of their own, and on.
    for (std::size_t capacity = 150'000; capacity < 10'000'000; capacity *= 2) {
        bytes.reserve(capacity);
        REQUIRE(bytes.capacity() == capacity);
        while (bytes.view().size() + piece.size() <= capacity) bytes.append(piece);
        REQUIRE(bytes.view().size() == capacity);
        REQUIRE(is_all_pieces());
    }
    auto const size = bytes.view().size();
    bytes.reserve(10);
    bytes.append({});
    CHECK(bytes.view().size() == size);
    CHECK(is_all_pieces());
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
    for (std::size_t const capacity : {1'000UL, 5'000'000UL}) {
        io::growing_bytes bytes;
        bytes.reserve(capacity);
        bytes.append("kept");
        CHECK_THROWS_AS(bytes.reserve(far_too_many), std::bad_alloc);
        CHECK(bytes.view() == "kept");
        CHECK(bytes.capacity() == capacity);
    }
    CHECK_THROWS_AS(io::growing_bytes().reserve(far_too_many), std::bad_alloc);
}

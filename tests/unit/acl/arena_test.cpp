#include "acl/arena.hpp"

#include <catch2/catch.hpp>

#include <cstring>
#include <vector>

using namespace ficus::acl;

namespace {

bool is_aligned(char const* at, std::size_t alignment) {
    return reinterpret_cast<std::uintptr_t>(at) % alignment == 0;
}

/// Counts what is taken from the heap and not given back.
class counting_memory final : public std::pmr::memory_resource {
public:
    counting_memory() : before_(std::pmr::set_default_resource(this)) {}
    ~counting_memory() override { std::pmr::set_default_resource(before_); }
    std::size_t blocks = 0;
    std::size_t held = 0;

private:
    void* do_allocate(std::size_t bytes, std::size_t alignment) override {
        ++blocks;
        held += bytes;
        return before_->allocate(bytes, alignment);
    }
    void do_deallocate(void* p, std::size_t bytes, std::size_t alignment) override {
        held -= bytes;
        before_->deallocate(p, bytes, alignment);
    }
    bool do_is_equal(memory_resource const& other) const noexcept override { return this == &other; }
    std::pmr::memory_resource* before_;
};

} // namespace

TEST_CASE("an arena's pieces are aligned, apart from each other, and stay where they are") {
    arena memory(100);
    std::vector<std::pair<char*, std::size_t>> pieces;
    for (std::size_t size = 0; size < 300; ++size) {
        auto const alignment = std::size_t{1} << (size % 5);
        auto* const piece = memory.allocate(size, alignment);
        REQUIRE(is_aligned(piece, alignment));
        std::memset(piece, static_cast<int>(size % 251), size);
        pieces.emplace_back(piece, size);
    }
    arena const moved = std::move(memory);
    for (auto const& [piece, size] : pieces)
        for (std::size_t i = 0; i < size; ++i) REQUIRE(piece[i] == static_cast<char>(size % 251));
}

TEST_CASE("an arena takes few blocks, and gives all of them back") {
    counting_memory heap;
    {
        arena memory(1000);
        CHECK(heap.blocks == 0);
        for (int i = 0; i < 100'000; ++i) memory.allocate(64, 8);
        CHECK(heap.blocks < 30);
        CHECK(heap.held < 3 * 6'400'000);
        memory.allocate(10'000'000, 1);
        arena other(10);
        other.allocate(1, 1);
        memory = std::move(other);
    }
    CHECK(heap.held == 0);
}

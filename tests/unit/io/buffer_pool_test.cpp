#include "facade/io/buffer_pool.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <vector>

using namespace ficus::io;

TEST_CASE("a buffer is as large as the pool says, and goes back when it is dropped") {
    buffer_pool pool;
    char* first = nullptr;
    {
        auto const b = pool.take();
        REQUIRE(b);
        CHECK(b.bytes().size() == buffer_pool::size);
        first = b.bytes().data();
    }
    auto const again = pool.take();
    CHECK(again.bytes().data() == first);
    CHECK(pool.take().bytes().data() != first);
}

TEST_CASE("an empty buffer has no bytes") {
    pooled_buffer none;
    CHECK_FALSE(none);
    CHECK(none.bytes().empty());
    none.release();
    CHECK_FALSE(none);
}

TEST_CASE("moving a buffer moves the loan") {
    buffer_pool pool;
    auto a = pool.take();
    auto* const memory = a.bytes().data();
    pooled_buffer b(std::move(a));
    CHECK_FALSE(a);
    CHECK(b.bytes().data() == memory);
    auto c = pool.take();
    auto* const other = c.bytes().data();
    b = std::move(c);
    CHECK(b.bytes().data() == other);
    // What b held before went back.
    CHECK(pool.take().bytes().data() == memory);
    b.release();
    CHECK_FALSE(b);
}

TEST_CASE("no more buffers are kept than the pool says") {
    buffer_pool pool;
    std::vector<pooled_buffer> all;
    std::set<char*> given;
    for (std::size_t i = 0; i < buffer_pool::most_kept + 5; ++i) {
        all.push_back(pool.take());
        given.insert(all.back().bytes().data());
    }
    CHECK(given.size() == buffer_pool::most_kept + 5);
    auto const first = all.front().bytes().data();
    auto const last = all.back().bytes().data();
    // Given back in order: the last ones find the pool full.
    for (auto& b : all) b.release();
    std::set<char*> kept;
    all.clear();
    for (std::size_t i = 0; i < buffer_pool::most_kept; ++i) {
        all.push_back(pool.take());
        kept.insert(all.back().bytes().data());
    }
    CHECK(kept.contains(first));
    CHECK_FALSE(kept.contains(last));
    CHECK(kept.size() == buffer_pool::most_kept);
    for (auto* memory : kept) CHECK(given.contains(memory));
}

TEST_CASE("buffers that nobody needs from one trim to the next are given back, the others stay") {
    buffer_pool pool;
    {
        std::vector<pooled_buffer> burst;
        for (int i = 0; i < 10; ++i) burst.push_back(pool.take());
    }
    pool.trim();
    CHECK(pool.kept() == 10); // all of them were needed since the beginning
    {
        auto const one = pool.take();
        auto const other = pool.take();
    }
    pool.trim();
    CHECK(pool.kept() == 2);
    pool.trim();
    CHECK(pool.kept() == 0);
    CHECK(pool.take().bytes().size() == buffer_pool::size);
}

TEST_CASE("a trim does not touch what is on loan, and counts it as needed when it comes back") {
    buffer_pool pool;
    auto lent = pool.take();
    lent.bytes().front() = 'a';
    lent.bytes().back() = 'z';
    pool.trim();
    pool.trim();
    CHECK(lent.bytes().front() == 'a');
    CHECK(lent.bytes().back() == 'z');
    lent.release();
    pool.trim();
    CHECK(pool.kept() == 1);
    pool.trim();
    CHECK(pool.kept() == 0);
}

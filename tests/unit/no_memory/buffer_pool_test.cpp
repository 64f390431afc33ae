#include "facade/io/buffer_pool.hpp"
#include "support/allocation.hpp"

#include <catch2/catch.hpp>

using namespace ficus;
using namespace ficus::test;

TEST_CASE("a buffer goes back to its pool where there is no memory left") {
    io::buffer_pool pool;
    auto buffer = pool.take();
    auto const* const bytes = buffer.bytes().data();
    {
        no_memory const now;
        buffer.release();
    }
    CHECK(pool.take().bytes().data() == bytes);
}

#include "support/allocation.hpp"
#include "unit/net/client.hpp"

using namespace ficus;
using namespace ficus::test;

TEST_CASE("a connection goes where there is no memory left") {
    lone_worker worker;
    client c(worker);
    worker.loop.poll();
    c.far.close();
    {
        no_memory const now;
        worker.loop.poll();
    }
    CHECK(c.has_gone());
}

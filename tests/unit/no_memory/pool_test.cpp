#include "support/allocation.hpp"
#include "unit/upstream/stage.hpp"

using namespace ficus;
using namespace ficus::test;
using namespace std::chrono_literals;

TEST_CASE("a pool that cannot be swept for want of memory is swept the next time") {
    origin server;
    stage s(options_for({server.port()}));
    auto const script = [&]() -> io::task<void> {
        s.p->release(connection_of(co_await s.acquire()));
        bool thrown = false;
        {
            no_memory const now;
            try {
                s.p->sweep(io::clock::now() + 5s);
            } catch (std::bad_alloc const&) {
                thrown = true;
            }
        }
        // The loop, which has it swept, has nobody to throw to.
        CHECK_FALSE(thrown);
        CHECK(s.shared->open() == 1);
        s.p->sweep(io::clock::now() + 5s);
        CHECK(s.shared->open() == 0);
    };
    drive(s.loop, script());
}

TEST_CASE("what another pool gave back without memory to say so is found by the next sweep") {
    origin server;
    auto options = options_for({server.port()});
    options.max_connections = 1;
    options.response_timeout = 20s;
    stage s(options);
    auto const other = upstream::pool::make(s.loop, s.shared, s.events);
    auto const script = [&]() -> io::task<void> {
        upstream::pool::ticket ticket;
        auto held = connection_of(co_await other->acquire({}, ticket));
        asking waits(*s.p);
        {
            no_memory const now;
            other->discard(std::move(held));
        }
        s.p->sweep(io::clock::now());
        co_await waits.join();
        s.p->discard(connection_of(std::move(*waits.got)));
    };
    drive(s.loop, script());
}

#include "unit/io/driven.hpp"
#include "unit/upstream/origins.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

using namespace ficus;
using namespace ficus::test;
using namespace std::chrono_literals;
using upstream::failure_code;
using upstream::group;
using upstream::pool;

namespace {

/// Another thread of the facade: its loop, and its pool of the same group.
class neighbour {
public:
    explicit neighbour(std::shared_ptr<group> shared) : pool_(pool::make(loop_, std::move(shared), events_)) {
        thread_ = std::thread([this] { loop_.run(); });
    }
    ~neighbour() {
        on_thread([this] { pool_->close_idle(); });
        loop_.stop();
        thread_.join();
    }
    /// Does `work` on that thread and waits for it.
    template<class Work>
    void on_thread(Work work) {
        std::atomic<bool> done{false};
        loop_.post([&] {
            work();
            done = true;
            done.notify_one();
        });
        done.wait(false);
    }
    io::loop& loop() { return loop_; }
    pool& its_pool() { return *pool_; }

private:
    io::loop loop_;
    counted events_;
    std::shared_ptr<pool> pool_;
    std::thread thread_;
};

upstream::upstream_options one_connection(origin const& to) {
    auto o = options_for({to.port()});
    o.max_connections = 1;
    o.response_timeout = 20s;
    return o;
}

/// Holds a connection from acquire to a word from the test.
struct holder {
    explicit holder(neighbour& where) : at(where) {
        at.on_thread([this] { side.start(get()); });
        while (!have) std::this_thread::yield();
    }
    io::task<void> get() {
        pool::ticket ticket;
        connection = connection_of(co_await at.its_pool().acquire({}, ticket));
        have = true;
    }
    neighbour& at;
    io::side_task side;
    std::unique_ptr<upstream::connection> connection;
    std::atomic<bool> have{false};
};

} // namespace

TEST_CASE("a connection that another thread closes lets a request here go on") {
    origin server;
    auto const shared = group_of(one_connection(server));
    neighbour other(shared);
    holder held(other);
    io::loop loop;
    counted events;
    auto const mine = pool::make(loop, shared, events);
    auto const script = [&]() -> io::task<void> {
        asking waits(*mine);
        CHECK_FALSE(waits.done());
        other.loop().post([&] { other.its_pool().discard(std::move(held.connection)); });
        co_await waits.join();
        mine->discard(connection_of(std::move(*waits.got)));
    };
    drive(loop, script());
    CHECK(shared->open() == 0);
}

TEST_CASE("a connection that another thread releases is not kept there while a request waits here") {
    origin server;
    auto const shared = group_of(one_connection(server));
    neighbour other(shared);
    holder held(other);
    io::loop loop;
    counted events;
    auto const mine = pool::make(loop, shared, events);
    auto const script = [&]() -> io::task<void> {
        asking waits(*mine);
        other.loop().post([&] { other.its_pool().release(std::move(held.connection)); });
        co_await waits.join();
        mine->discard(connection_of(std::move(*waits.got)));
    };
    drive(loop, script());
}

TEST_CASE("a connection that another thread keeps idle gives way to a request that waits here") {
    origin server;
    auto const shared = group_of(one_connection(server));
    neighbour other(shared);
    holder held(other);
    other.on_thread([&] { other.its_pool().release(std::move(held.connection)); });
    io::loop loop;
    counted events;
    auto const mine = pool::make(loop, shared, events);
    auto const begun = io::clock::now();
    auto const script = [&]() -> io::task<void> {
        // Nobody sweeps here: only the request itself can make the other pool give its connection up.
        asking waits(*mine);
        co_await waits.join();
        mine->discard(connection_of(std::move(*waits.got)));
    };
    drive(loop, script());
    CHECK(io::clock::now() - begun < 10s);
}

TEST_CASE("who comes before the news of a free connection has come stands behind those who wait") {
    origin server;
    auto const shared = group_of(one_connection(server));
    io::loop loop;
    counted events;
    auto const mine = pool::make(loop, shared, events);
    auto const other = pool::make(loop, shared, events);
    auto const script = [&]() -> io::task<void> {
        pool::ticket ticket;
        auto held = connection_of(co_await other->acquire({}, ticket));
        asking first(*mine);
        // That it is free reaches this pool with the loop's next turn.
        other->discard(std::move(held));
        asking newcomer(*mine);
        co_await first.join();
        CHECK_FALSE(newcomer.done());
        mine->discard(connection_of(std::move(*first.got)));
        co_await newcomer.join();
        mine->discard(connection_of(std::move(*newcomer.got)));
    };
    drive(loop, script());
}

TEST_CASE("threads that compete for too few connections all get one, again and again") {
    origin server;
    auto options = options_for({server.port()});
    options.max_connections = 2;
    options.max_pending = 1000;
    options.response_timeout = 20s;
    auto const shared = group_of(options);
    constexpr int threads = 4;
    constexpr int rounds = 300;
    std::atomic<bool> over{false};
    std::thread accepting([&] {
        std::vector<test::socket> all;
        while (!over)
            if (auto s = server.listening.accept()) all.push_back(std::move(*s));
    });
    std::atomic<int> served{0};
    std::atomic<int> failed{0};
    std::vector<std::thread> workers;
    for (int t = 0; t < threads; ++t)
        workers.emplace_back([&, t] {
            io::loop loop;
            counted events;
            auto const mine = pool::make(loop, shared, events);
            auto const script = [&]() -> io::task<void> {
                for (int i = 0; i < rounds; ++i) {
                    pool::ticket ticket;
                    auto got = co_await mine->acquire({}, ticket);
                    if (auto* c = std::get_if<std::unique_ptr<upstream::connection>>(&got)) {
                        ++served;
                        if ((i + t) % 3 == 0)
                            mine->discard(std::move(*c));
                        else
                            mine->release(std::move(*c));
                    } else {
                        ++failed;
                    }
                }
                mine->close_idle();
            };
            drive(loop, script());
        });
    for (auto& w : workers) w.join();
    over = true;
    accepting.join();
    CHECK(served.load() == threads * rounds);
    CHECK(failed.load() == 0);
    CHECK(shared->open() == 0);
    CHECK(shared->waiting() == 0);
}

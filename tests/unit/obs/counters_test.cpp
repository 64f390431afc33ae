#include "facade/obs/counters.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <future>
#include <set>
#include <thread>

using namespace ficus::obs;
using namespace std::chrono_literals;

TEST_CASE("a counter that one thread adds to is read by another") {
    counter c;
    std::uint64_t seen = 0;
    std::thread writer([&] {
        for (int i = 0; i < 100'000; ++i) c.add();
    });
    while (seen < 100'000) {
        auto const now = c.read();
        if (now < seen) break;
        seen = now;
    }
    writer.join();
    CHECK(seen == 100'000);
    c.add(5);
    c.subtract(2);
    CHECK(c.read() == 100'003);
}

TEST_CASE("a latency is counted in the first bucket that reaches it") {
    for (std::size_t i = 0; i < latency_bounds.size(); ++i) {
        latency_cells cells;
        cells.add(std::chrono::microseconds(latency_bounds[i]));
        CHECK(cells.buckets[i].read() == 1);
        cells.add(std::chrono::microseconds(latency_bounds[i] + 1));
        CHECK(cells.buckets[i + 1].read() == 1);
        CHECK(cells.sum_us.read() == 2ULL * latency_bounds[i] + 1);
    }
    latency_cells odd;
    odd.add(-5ms); // a clock that was set back
    odd.add(0ns);
    CHECK(odd.buckets[0].read() == 2);
    CHECK(odd.sum_us.read() == 0);
}

TEST_CASE("every reason for skipping has a name of its own") {
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < static_cast<std::size_t>(skip::count_); ++i) {
        auto const name = name_of(static_cast<skip>(i));
        CHECK(name != "unknown");
        names.insert(name);
    }
    CHECK(names.size() == static_cast<std::size_t>(skip::count_));
}

TEST_CASE("a feature's cells are made when a thread first counts, and only that thread's") {
    feature_counters f(4);
    std::size_t made = 0;
    f.for_each([&](feature_cells const&) { ++made; });
    CHECK(made == 0);
    f.of(2).late.add();
    f.of(2).late.add();
    f.of(0).late.add();
    std::uint64_t total = 0;
    f.for_each([&](feature_cells const& cells) {
        ++made;
        total += cells.late.read();
    });
    CHECK(made == 2);
    CHECK(total == 3);
}

TEST_CASE("a feature keeps its counters under its name") {
    counters all(2);
    auto const first = all.feature("orders");
    first->of(0).late.add();
    CHECK(all.feature("orders") == first);
    CHECK(all.feature("carts") != first);
    CHECK(all.features().size() == 2);
    CHECK(all.threads() == 2);
}

TEST_CASE("threads make their cells of one feature at once") {
    counters all(8);
    auto const f = all.feature("orders");
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < 8; ++i)
        threads.emplace_back([&, i] {
            for (int n = 0; n < 1000; ++n) f->of(i).translated.add();
            all.count_refusal(i % 2 == 0 ? "even" : "odd");
        });
    for (auto& t : threads) t.join();
    std::uint64_t total = 0;
    f->for_each([&](feature_cells const& cells) { total += cells.translated.read(); });
    CHECK(total == 8000);
    CHECK(all.refusals().at("even") == 4);
    CHECK(all.refusals().at("odd") == 4);
}

TEST_CASE("what one thread counts is in no cache line of another's") {
    counters all(3);
    auto const line_of = [&](std::size_t thread, std::size_t byte) {
        return (reinterpret_cast<std::uintptr_t>(&all.thread(thread)) + byte) / 64;
    };
    for (std::size_t thread : {0, 1})
        CHECK(line_of(thread, sizeof(thread_cells) - 1) < line_of(thread + 1, 0));
    auto const feature = all.feature("orders");
    for (std::size_t thread : {0, 1, 2})
        CHECK(reinterpret_cast<std::uintptr_t>(&feature->of(thread)) % 64 == 0);
}

TEST_CASE("a request that counts a reason does not wait for whoever passes over all operations") {
    counters all(1);
    all.operation("orders", "GET /orders");
    std::future<void> counted;
    auto passed_by = std::future_status::timeout;
    all.for_each_operation([&](std::string const&, operation_counters const&) {
        counted = std::async(std::launch::async, [&] {
            all.count_refusal("body_too_large");
            all.count_bad_answer("bad_chunk");
        });
        passed_by = counted.wait_for(5s);
    });
    counted.wait();
    CHECK(passed_by == std::future_status::ready);
    CHECK(all.refusals().at("body_too_large") == 1);
    CHECK(all.bad_answers().at("bad_chunk") == 1);
}

#include "records.hpp"
#include "rules/sqlite.hpp"
#include "support/temp_dir.hpp"

#include <thread>

using namespace records;
using ficus::test::temp_dir;

namespace {

writer_options options(std::filesystem::path file) {
    writer_options made;
    made.file = std::move(file);
    return made;
}

void ignore(store_error const*) {}

/// Holds shadow.db's write lock, so that the writer has to wait.
class locked_store {
public:
    explicit locked_store(std::filesystem::path const& file)
        : db_(*ficus::rules::sqlite::open(file, ficus::rules::sqlite::mode::existing, 1s)) {
        REQUIRE(db_.script("BEGIN IMMEDIATE").has_value());
    }
    ~locked_store() { (void)db_.script("ROLLBACK"); }

private:
    ficus::rules::sqlite db_;
};

} // namespace

TEST_CASE("what is offered can be read a moment later") {
    temp_dir const folder;
    writer recording(
        options(folder / "shadow.db"), [] { return new_year; }, ignore);
    recording.count(traffic(10, 2, {{"body_too_large", 1}}));
    REQUIRE(recording.offer(matching()));
    auto const offered = std::chrono::steady_clock::now();
    REQUIRE(recording.offer(differing({"$.a"})));
    REQUIRE(recording.flush(10s));
    CHECK(std::chrono::steady_clock::now() - offered < 5s);
    auto const sum = totals(good(store::open_to_read(folder / "shadow.db")));
    CHECK(sum.compared == 2);
    CHECK(sum.eligible == 10);
    CHECK(sum.skipped.at("body_too_large") == 1);
    CHECK(recording.counters().written == 2);
}

TEST_CASE("without a flush a record is committed by itself") {
    temp_dir const folder;
    writer recording(
        options(folder / "shadow.db"), [] { return new_year; }, ignore);
    REQUIRE(recording.offer(matching()));
    auto const deadline = std::chrono::steady_clock::now() + 10s;
    while (recording.counters().written == 0 && std::chrono::steady_clock::now() < deadline)
        std::this_thread::yield();
    CHECK(recording.counters().written == 1);
}

TEST_CASE("stopping writes what waits") {
    temp_dir const folder;
    writer recording(
        options(folder / "shadow.db"), [] { return new_year; }, ignore);
    for (int i = 0; i < 1'000; ++i) REQUIRE(recording.offer(matching()));
    recording.stop(10s);
    recording.stop(10s);
    CHECK(totals(good(store::open_to_read(folder / "shadow.db"))).compared == 1'000);
    CHECK_FALSE(recording.offer(matching()));
}

TEST_CASE("what does not fit is dropped, counted, and told to the report") {
    temp_dir const folder;
    auto const file = folder / "shadow.db";
    auto few = options(file);
    few.max_records = 100;
    few.gather = 0ms;
    writer recording(
        few, [] { return new_year; }, ignore);
    REQUIRE(recording.flush(10s));
    std::uint64_t taken = 0;
    {
        // At most 100 that the writer holds and 100 that wait behind them.
        writable(file);
        locked_store const lock(file);
        for (int i = 0; i < 500; ++i) taken += recording.offer(matching()) ? 1 : 0;
    }
    CHECK(taken >= 100);
    CHECK(taken <= 200);
    REQUIRE(recording.flush(10s));
    recording.stop(10s);
    auto const counters = recording.counters();
    CHECK(counters.writer_busy == 500 - taken);
    auto const sum = totals(good(store::open_to_read(file)));
    CHECK(sum.compared + counters.store_failed == taken);
    CHECK(sum.skipped.at("writer_busy") == 500 - taken);
}

TEST_CASE("large records count by their bytes") {
    temp_dir const folder;
    auto const file = folder / "shadow.db";
    auto little = options(file);
    little.max_bytes = 100'000;
    little.gather = 10s;
    writer recording(
        little, [] { return new_year; }, ignore);
    auto large = [] {
        auto record = differing({"$.a"});
        record.kept->modern.body.assign(40'000, 'x');
        return record;
    };
    CHECK(recording.offer(large()));
    CHECK(recording.offer(large()));
    CHECK_FALSE(recording.offer(large()));
    CHECK(recording.offer(matching()));
    CHECK(recording.counters().writer_busy == 1);
}

TEST_CASE("many threads offer at once and nothing is lost") {
    temp_dir const folder;
    writer recording(
        options(folder / "shadow.db"), [] { return new_year; }, ignore);
    std::atomic<std::uint64_t> taken{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 1'000; ++i) {
                taken +=
                    recording.offer(i % 10 ? matching() : differing({"$.t" + std::to_string(t)})) ? 1 : 0;
                if (i % 100 == 0) recording.count(traffic(100, 0));
            }
        });
    for (auto& thread : threads) thread.join();
    REQUIRE(recording.flush(20s));
    auto const sum = totals(good(store::open_to_read(folder / "shadow.db")));
    CHECK(sum.compared == taken);
    CHECK(sum.eligible == 4'000);
    CHECK(taken + recording.counters().writer_busy == 4'000);
}

TEST_CASE("what is too old is pruned without being asked for") {
    temp_dir const folder;
    auto now = options(folder / "shadow.db");
    now.prune_every = 0ms;
    now.keep.age = 1h;
    writer recording(
        now, [] { return new_year; }, ignore);
    REQUIRE(recording.offer(matching("orders", new_year - 2h)));
    REQUIRE(recording.flush(10s));
    REQUIRE(recording.offer(matching()));
    REQUIRE(recording.flush(10s));
    recording.stop(10s);
    CHECK(recording.counters().pruned == 2);
    CHECK(totals(good(store::open_to_read(folder / "shadow.db"))).compared == 1);
}

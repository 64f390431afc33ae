// A million comparisons put into shadow.db through its writer, and its figures read: how large the file gets
// with its write-ahead log, and how long the reading takes. Exit status 1 where either is past its bound.

#include "facade/shadow/sample_sieve.hpp"
#include "facade/shadow/store.hpp"
#include "facade/shadow/writer.hpp"
#include "support/temp_dir.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace {

using namespace ficus::shadow;
using namespace std::chrono_literals;
using steady = std::chrono::steady_clock;

constexpr std::uint64_t comparisons = 1'000'000;
constexpr std::uint64_t most_bytes = 64ULL * 1024 * 1024;
constexpr double most_ms = 300;
constexpr time_point begin{1'767'225'600'000ms};

double ms_since(steady::time_point from) {
    return std::chrono::duration<double, std::milli>(steady::now() - from).count();
}

/// What a site's answers are like.
struct scenario {
    char const* name;
    double differs; ///< of comparisons
    std::size_t operations;
    std::size_t fields;      ///< that may differ
    std::size_t body;        ///< bytes of each side's
    std::chrono::hours over; ///< that the million takes by the wall clock
};

class load {
public:
    explicit load(scenario const& of) : of_(of) {
        for (std::size_t i = 0; i < of.operations; ++i)
            operations_.push_back(
                std::make_shared<std::string const>("GET /api/things" + std::to_string(i) + "/{id}"));
        for (std::size_t i = 0; i < of.fields; ++i)
            paths_.push_back("$.items[*].group.field" + std::to_string(i));
        body_.assign(of.body, 'x');
    }

    time_point at(std::uint64_t number) const {
        return begin + std::chrono::duration_cast<std::chrono::milliseconds>(of_.over) *
                           static_cast<std::int64_t>(number) / static_cast<std::int64_t>(comparisons);
    }

    comparison_record record(std::uint64_t number, bool baseline) {
        comparison_record made;
        made.window = window_;
        made.operation = operations_[random_() % operations_.size()];
        made.what = baseline ? asked_again::legacy : asked_again::other_side;
        made.at = at(number);
        made.legacy_status = made.modern_status = random_() % 50 == 0 ? 404 : 200;
        made.legacy_latency = latency(20'000);
        made.modern_latency = latency(8'000);
        made.matched = unit_(random_) >= of_.differs;
        if (made.matched) return made;
        // Any of the fields, each by a coin: as many sets as there can be.
        for (auto const& path : paths_)
            if (random_() % 2 == 0)
                made.differences.push_back({path, ficus::acl::difference_kind::value, "17.00", "17.01", {}});
        if (made.differences.empty())
            made.differences.push_back({paths_[0], ficus::acl::difference_kind::value, "1", "2", {}});
        if (!baseline && sieve_.wants(made)) {
            stored_answer const answer{
                200, made.legacy_latency, {{"Content-Type", "application/json"}}, "application/json", body_};
            made.kept = std::make_unique<comparison_record::pair>(
                comparison_record::pair{"GET", "/api/things/12345", answer, answer});
        }
        return made;
    }

    window_key const& window() const { return *window_; }

private:
    std::chrono::microseconds latency(double median) {
        return std::chrono::microseconds(static_cast<std::int64_t>(median * std::exp(normal_(random_))));
    }

    scenario const of_;
    std::mt19937_64 random_{5};
    std::normal_distribution<double> normal_{0, 0.8};
    std::uniform_real_distribution<double> unit_{0, 1};
    std::shared_ptr<window_key const> const window_ =
        std::make_shared<window_key const>(window_key{"things", "0123456789abcdef", "{}"});
    std::vector<std::shared_ptr<std::string const>> operations_;
    std::vector<std::string> paths_;
    std::string body_;
    sample_sieve sieve_;
};

std::uint64_t bytes_of(std::filesystem::path const& file) {
    std::uint64_t sum = 0;
    for (auto const* end : {"", "-wal", "-shm"}) {
        std::error_code none;
        auto const size = std::filesystem::file_size(file.string() + end, none);
        if (!none) sum += size;
    }
    return sum;
}

/// Whether the bounds held.
bool run(scenario const& of) {
    ficus::test::temp_dir const folder;
    writer_options options;
    options.file = folder / "shadow.db";
    options.roll_up_every = 0ms; // the day passes quickly
    std::atomic<std::int64_t> now{begin.time_since_epoch().count()};
    writer into(
        options, [&] { return time_point(std::chrono::milliseconds(now.load())); },
        [](store_error const*) {});
    load from(of);
    std::uint64_t largest = 0;
    auto const started = steady::now();
    for (std::uint64_t i = 0; i < comparisons; ++i) {
        now = from.at(i).time_since_epoch().count();
        (void)into.offer(from.record(i, false));
        if (i % 10 == 0) (void)into.offer(from.record(i, true));
        // So that none is lost for want of room.
        if (i % 1'000 == 0) {
            (void)into.flush(60s);
            largest = std::max(largest, bytes_of(options.file));
        }
    }
    (void)into.flush(60s);
    auto const took = ms_since(started);
    largest = std::max(largest, bytes_of(options.file));

    auto const read = store::open_to_read(options.file);
    if (!read) return false;
    window_figures figures;
    double quickest[2] = {1e9, 1e9};
    for (int round = 0; round < 5; ++round)
        for (bool const over_time : {false, true}) {
            auto const at = steady::now();
            auto found = read->figures("things", from.window().fingerprint, begin - 1h, from.at(comparisons),
                                       over_time);
            quickest[over_time ? 1 : 0] = std::min(quickest[over_time ? 1 : 0], ms_since(at));
            if (!found) return false;
            figures = std::move(*found);
        }
    std::uint64_t in_sets = 0;
    for (auto const& set : figures.all.sets) in_sets += set.count;
    auto const used = read->used_bytes();
    auto const lost = into.counters().writer_busy + into.counters().store_failed;
    std::printf("%-8s %7.1f s, at most %5.1f MiB with the log, %5.1f MiB in use; figures() %6.1f ms, over "
                "time %6.1f ms;"
                " %zu operations, %zu sets\n",
                of.name, took / 1000, static_cast<double>(largest) / 1048576,
                static_cast<double>(used ? *used : 0) / 1048576, quickest[0], quickest[1],
                figures.operations.size(), figures.all.sets.size());
    std::fflush(stdout);
    return figures.all.compared == comparisons && in_sets == figures.all.compared - figures.all.matched &&
           lost == 0 && largest < most_bytes && std::max(quickest[0], quickest[1]) < most_ms;
}

} // namespace

int main(int count, char** arguments) {
    std::vector<scenario> const all = {{"calm", 0.01, 20, 12, 4'096, std::chrono::hours(24)},
                                       {"burst", 0.05, 20, 12, 32'768, std::chrono::hours(1)},
                                       {"noisy", 0.9, 20, 12, 4'096, std::chrono::hours(24)},
                                       {"wide", 0.05, 100, 40, 4'096, std::chrono::hours(72)}};
    std::set<std::string> const wanted(arguments + 1, arguments + count);
    bool held = true;
    for (auto const& one : all)
        if (wanted.empty() || wanted.count(one.name) > 0) held = run(one) && held;
    if (!held) std::puts("a bound was not held, or something was lost");
    return held ? 0 : 1;
}

// A million comparisons put into shadow.db through its writer, and its figures read: how large the file gets
// with its write-ahead log, how long the reading takes, and how long `ficus report`. Exit status 1 where one
// is past its bound.
//
//   bench_store FICUS [SCENARIO...]

#include "acl/compare_options.hpp"
#include "facade/shadow/sample_sieve.hpp"
#include "facade/shadow/store.hpp"
#include "facade/shadow/writer.hpp"
#include "support/child_process.hpp"
#include "support/temp_dir.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
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
constexpr double most_report_ms = 1'000; ///< the whole command, text as a person reads it

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
    load(scenario const& of, time_point begin) : of_(of), begin_(begin) {
        for (std::size_t i = 0; i < of.operations; ++i)
            operations_.push_back(
                std::make_shared<std::string const>("GET /api/things" + std::to_string(i) + "/{id}"));
        for (std::size_t i = 0; i < of.fields; ++i)
            paths_.push_back("$.items[*].group.field" + std::to_string(i));
        body_.assign(of.body, 'x');
    }

    time_point at(std::uint64_t number) const {
        return begin_ + std::chrono::duration_cast<std::chrono::milliseconds>(of_.over) *
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
    time_point const begin_;
    std::mt19937_64 random_{5};
    std::normal_distribution<double> normal_{0, 0.8};
    std::uniform_real_distribution<double> unit_{0, 1};
    std::shared_ptr<window_key const> const window_ = std::make_shared<window_key const>(
        window_key{"things", ficus::acl::rules_fingerprint({}), ficus::acl::rules_text({})});
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

/// How long `ficus report` takes at best; nothing where it does not speak of all comparisons.
std::optional<double> report_ms(std::string const& ficus, ficus::test::temp_dir const& folder,
                                std::chrono::hours since) {
    auto const configuration = folder.write("ficus.toml", R"([facade]
legacy = "legacy"
data_dir = ")" + folder.path().string() + R"("
[upstreams.legacy]
endpoints = ["http://127.0.0.1:1"]
[upstreams.modern]
endpoints = ["http://127.0.0.1:2"]
[features.things]
match = [{ path_prefix = "/api" }]
modern = "modern"
)");
    auto best = std::numeric_limits<double>::max();
    for (int round = 0; round < 5; ++round) {
        auto const at = steady::now();
        ficus::test::child_options options;
        options.command = {ficus,
                           "report",
                           "things",
                           "--config",
                           configuration.string(),
                           "--since",
                           std::to_string(since.count()) + "h"};
        options.folder = folder.path();
        ficus::test::child_process report(std::move(options));
        auto const status = report.wait(60s);
        best = std::min(best, ms_since(at));
        if (status != 0 || report.output().find("1,000,000") == std::string::npos) {
            std::printf("ficus report: %s%s\n", report.output().c_str(), report.errors().c_str());
            return std::nullopt;
        }
    }
    return best;
}

/// Whether the bounds held.
bool run(scenario const& of, std::string const& ficus) {
    ficus::test::temp_dir const folder;
    auto const begin =
        std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()) - of.over;
    writer_options options;
    options.file = folder / "shadow.db";
    options.roll_up_every = 0ms; // the day passes quickly
    std::atomic<std::int64_t> now{begin.time_since_epoch().count()};
    writer into(
        options, [&] { return time_point(std::chrono::milliseconds(now.load())); },
        [](store_error const*) {});
    load from(of, begin);
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
    auto const report = report_ms(ficus, folder, of.over + 1h);
    std::printf("%-8s %7.1f s, at most %5.1f MiB with the log, %5.1f MiB in use; figures() %6.1f ms, over "
                "time %6.1f ms, ficus report %6.1f ms;"
                " %zu operations, %zu sets\n",
                of.name, took / 1000, static_cast<double>(largest) / 1048576,
                static_cast<double>(used ? *used : 0) / 1048576, quickest[0], quickest[1],
                report.value_or(-1), figures.operations.size(), figures.all.sets.size());
    std::fflush(stdout);
    return figures.all.compared == comparisons && in_sets == figures.all.compared - figures.all.matched &&
           lost == 0 && largest < most_bytes && std::max(quickest[0], quickest[1]) < most_ms && report &&
           *report < most_report_ms;
}

} // namespace

int main(int count, char** arguments) {
    std::vector<scenario> const all = {{"calm", 0.01, 20, 12, 4'096, std::chrono::hours(24)},
                                       {"burst", 0.05, 20, 12, 32'768, std::chrono::hours(1)},
                                       {"noisy", 0.9, 20, 12, 4'096, std::chrono::hours(24)},
                                       {"wide", 0.05, 100, 40, 4'096, std::chrono::hours(72)}};
    if (count < 2) return std::puts("usage: bench_store FICUS [SCENARIO...]"), 2;
    std::set<std::string> const wanted(arguments + 2, arguments + count);
    bool held = true;
    for (auto const& one : all)
        if (wanted.empty() || wanted.count(one.name) > 0) held = run(one, arguments[1]) && held;
    if (!held) std::puts("a bound was not held, or something was lost");
    return held ? 0 : 1;
}

// What comparing costs, from bytes to counts: what tests/bench/compare runs.
//
//   bench_comparison [ROUNDS [ROW]]   a line per row, or for that row alone:
//                                     ROW LEGACY_BYTES MODERN_BYTES DIFFERING READ_US COMPARE_US COUNT_US
//
// DIFFERING: paths and kinds of a pair; medians of the rounds, for one pair, of the time that it takes to
// read both bodies, to compare them, and to count what came of it (both of these from the bytes on). Time is
// the thread's own (CLOCK_THREAD_CPUTIME_ID). Rows take turns, a round of each.
#include "acl/compare.hpp"
#include "acl/compare_body.hpp"
#include "bench/comparison/pairs.hpp"
#include "facade/shadow/batch.hpp"
#include "facade/shadow/sample_sieve.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <malloc.h>

namespace {

using namespace ficus;

constexpr std::size_t pairs_of_a_row = 64;
/// A batch that the writer would take away: what it gathers in 50 ms.
constexpr std::size_t batch_size = 2'048;

double thread_seconds() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

shadow::time_point wall_clock() {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

struct row {
    std::string name;
    std::vector<bench::pair> pairs;
    std::size_t times; ///< of a turn
    acl::comparer by = *acl::comparer::compile({});
    std::size_t differing = 0; ///< in the last turn
    std::vector<double> read = {}, compare = {}, count = {};
};

/// For one pair.
double microseconds_since(double begun, row const& r) {
    return 1e6 * (thread_seconds() - begun) / static_cast<double>(r.times);
}

void read_both(row& r) {
    acl::selector_list const nothing;
    auto const begun = thread_seconds();
    for (std::size_t i = 0; i < r.times; ++i) {
        auto const& one = r.pairs[i % r.pairs.size()];
        auto const way = acl::body_way_of(one.content_type, one.legacy);
        if (!acl::read_body(way, one.content_type, one.legacy, nothing)) std::abort();
        if (!acl::read_body(way, one.content_type, one.modern, nothing)) std::abort();
    }
    r.read.push_back(microseconds_since(begun, r));
}

void compare_both(row& r) {
    auto const begun = thread_seconds();
    for (std::size_t i = 0; i < r.times; ++i) {
        auto const& one = r.pairs[i % r.pairs.size()];
        auto const found = r.by.compare({200, {}, one.content_type, one.legacy},
                                        {200, {}, one.content_type, one.modern}, 1'767'225'600'000);
        if (found.too_complex) std::abort();
    }
    r.compare.push_back(microseconds_since(begun, r));
}

/// As shadow::runner does it (runner.cpp, run()), the writer's batch included.
void count_both(row& r) {
    auto const window = std::make_shared<shadow::window_key const>(
        shadow::window_key{"orders", acl::rules_fingerprint({}), acl::rules_text({})});
    auto const operation = std::make_shared<std::string const>("GET /orders/{id}");
    shadow::sample_sieve sieve;
    shadow::batch gathered;
    std::size_t in_batch = 0;
    r.differing = 0;
    auto const begun = thread_seconds();
    for (std::size_t i = 0; i < r.times; ++i) {
        auto const& one = r.pairs[i % r.pairs.size()];
        acl::answer const legacy{200, {}, one.content_type, one.legacy};
        acl::answer const modern{200, {}, one.content_type, one.modern};
        shadow::comparison_record record;
        record.at = wall_clock();
        auto found = r.by.compare(legacy, modern, record.at.time_since_epoch().count());
        record.window = window;
        record.operation = operation;
        record.matched = found.equal();
        record.legacy_status = record.modern_status = 200;
        record.legacy_latency = std::chrono::microseconds(900 + i % 200);
        record.modern_latency = std::chrono::microseconds(700 + i % 300);
        record.differences = shadow::one_of_each(std::move(found.differences));
        r.differing += record.differences.size();
        if (!record.matched && sieve.wants(record)) {
            record.kept = std::make_unique<shadow::comparison_record::pair>();
            record.kept->method = "GET";
            record.kept->target = "/orders/1";
            record.kept->legacy = shadow::store_answer(r.by, legacy, record.legacy_latency);
            record.kept->modern = shadow::store_answer(r.by, modern, record.modern_latency);
        }
        gathered.add(std::move(record));
        if (++in_batch == batch_size) {
            gathered = {};
            in_batch = 0;
        }
    }
    r.count.push_back(microseconds_since(begun, r));
}

void take_turn(row& r) {
    read_both(r);
    compare_both(r);
    count_both(r);
}

double median(std::vector<double>& of) {
    std::sort(of.begin(), of.end());
    return of[of.size() / 2];
}

void compare(std::size_t rounds, std::string const& only) {
    // As the facade has it (tools/serve.cpp).
    ::mallopt(M_TRIM_THRESHOLD, 8 * 1024 * 1024);
    ::mallopt(M_MMAP_THRESHOLD, 8 * 1024 * 1024);
    std::vector<row> rows;
    for (auto const& [format, kib] :
         {std::pair{"json", 2}, std::pair{"json-moved", 2}, std::pair{"json", 64}, std::pair{"html", 16}}) {
        auto const bytes = static_cast<std::size_t>(kib) * 1024;
        auto const name = std::string(format) + '-' + std::to_string(kib) + 'k';
        if (!only.empty() && only != name) continue;
        rows.push_back(
            {name, bench::pairs(format, bytes, pairs_of_a_row), std::max(pairs_of_a_row, 6'000'000 / bytes)});
    }
    for (auto& r : rows) take_turn(r); // warms up
    for (auto& r : rows) r.read = r.compare = r.count = {};
    for (std::size_t i = 0; i < rounds; ++i)
        for (auto& r : rows) take_turn(r);
    for (auto& r : rows)
        std::printf("%s %zu %zu %.2f %.2f %.2f %.2f\n", r.name.c_str(), r.pairs.front().legacy.size(),
                    r.pairs.front().modern.size(),
                    static_cast<double>(r.differing) / static_cast<double>(r.times), median(r.read),
                    median(r.compare), median(r.count));
}

} // namespace

int main(int argc, char** argv) {
    compare(argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 15, argc > 2 ? argv[2] : "");
}

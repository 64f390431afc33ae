// The translator alone: bytes in, bytes out, on one core. What tests/bench/translate runs first.
//
//   bench_translation ORDERS.toml [ROUNDS [ROW]]        a line per row and direction:
//                                                       ROW WAY BYTES MEDIAN_US LEAST_US
//   bench_translation ORDERS.toml document FORMAT BYTES the legacy order
//
// Time is the thread's own (CLOCK_THREAD_CPUTIME_ID): what else runs on the machine costs it caches, not
// time. Rows take turns, a round of each.
#include "bench/translation/orders.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <malloc.h>
#include <vector>

namespace {

using namespace ficus;

double thread_seconds() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

struct row {
    std::string name;
    acl::translator by;
    acl::direction way;
    std::string from;
    std::string to;
    std::vector<double> microseconds = {};
};

/// About 20 ms of translations. Each result is looked at, so that none can be left out.
void take_turn(row& r) {
    auto const times = std::max<std::size_t>(1, 4'000'000 / r.from.size());
    auto const begun = thread_seconds();
    for (std::size_t i = 0; i < times; ++i)
        if (bench::translated(r.by, r.way, r.from).size() != r.to.size()) std::abort();
    r.microseconds.push_back(1e6 * (thread_seconds() - begun) / static_cast<double>(times));
}

} // namespace

int main(int argc, char** argv) {
    std::string_view const second = argc > 2 ? argv[2] : "";
    if (argc < 2 || (second == "document" && argc != 5)) {
        std::fprintf(stderr, "usage: bench_translation ORDERS.toml [ROUNDS [ROW] | document FORMAT BYTES]\n");
        return 2;
    }
    if (second == "document") {
        auto const order = bench::legacy_order(argv[3], std::strtoul(argv[4], nullptr, 10));
        std::fwrite(order.data(), 1, order.size(), stdout);
        return 0;
    }
    // As the facade has it (tools/serve.cpp).
    ::mallopt(M_TRIM_THRESHOLD, 8 * 1024 * 1024);
    ::mallopt(M_MMAP_THRESHOLD, 8 * 1024 * 1024);
    auto const rounds = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 15;
    std::string_view const only = argc > 3 ? argv[3] : "";
    std::vector<row> rows;
    for (auto const& [format, by] : bench::read_translators(argv[1]))
        for (std::size_t const kib : {2, 64}) {
            auto const name = format + '-' + std::to_string(kib) + 'k';
            if (!only.empty() && name != only) continue;
            auto const legacy = bench::legacy_order(format, kib * 1024);
            auto const modern = bench::translated(by, acl::direction::to_modern, legacy);
            auto const back = bench::translated(by, acl::direction::to_legacy, modern);
            rows.push_back({name, by, acl::direction::to_modern, legacy, modern});
            rows.push_back({name, by, acl::direction::to_legacy, modern, back});
        }
    for (auto& r : rows) take_turn(r); // warms up
    for (auto& r : rows) r.microseconds.clear();
    for (std::size_t i = 0; i < rounds; ++i)
        for (auto& r : rows) take_turn(r);
    for (auto& r : rows) {
        std::sort(r.microseconds.begin(), r.microseconds.end());
        std::printf("%s %s %zu %.2f %.2f\n", r.name.c_str(),
                    r.way == acl::direction::to_modern ? "to-modern" : "to-legacy", r.from.size(),
                    r.microseconds[r.microseconds.size() / 2], r.microseconds.front());
    }
}

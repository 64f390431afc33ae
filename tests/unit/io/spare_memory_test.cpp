#include "facade/io/spare_memory.hpp"

#include <catch2/catch.hpp>

#include <cstddef>
#include <fstream>
#include <memory>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace ficus::io;

// A sanitizer's malloc is another, and keeps what is freed to see who still uses it.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

namespace {

constexpr std::size_t kib = 1024;
constexpr std::size_t mib = 1024 * kib;

std::size_t resident() {
    std::ifstream statm("/proc/self/statm"); // proc(5): in pages
    std::size_t size = 0;
    std::size_t pages = 0;
    statm >> size >> pages;
    return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

using pieces = std::vector<std::unique_ptr<char[]>>;

pieces take(std::size_t bytes) {
    pieces all;
    for (std::size_t had = 0; had < bytes; had += 32 * kib) all.push_back(std::make_unique<char[]>(32 * kib));
    return all;
}

} // namespace

TEST_CASE("what a thread needed is kept, and goes back when it says so") {
    keep_spare_memory();
    std::size_t before = 0;
    std::size_t kept = 0;
    std::size_t after = 0;
    auto const needs = [&] {
        take(kib);
        before = resident();
        take(6 * mib);
        kept = resident();
        give_back_heap_end();
        after = resident();
    };
    SECTION("in a thread's heap") {
        std::thread(needs).join();
    }
    SECTION("in the first heap") {
        needs();
    }
    CHECK(kept >= before + 5 * mib);
    CHECK(after <= before + mib);
}

TEST_CASE("what lies free before a piece that somebody holds goes back too") {
    keep_spare_memory();
    std::size_t before = 0;
    std::size_t kept = 0;
    std::size_t after = 0;
    std::thread([&] {
        take(kib);
        before = resident();
        auto held = take(6 * mib);
        held.erase(held.begin(), held.end() - 1);
        give_back_heap_end();
        kept = resident();
        give_back_heap_holes();
        after = resident();
    }).join();
    CHECK(kept >= before + 5 * mib);
    CHECK(after <= before + mib);
}

#endif

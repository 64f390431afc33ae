#include "facade/io/spare_memory.hpp"

#include <atomic>
#include <cstdlib>
#include <malloc.h>
#include <mutex>

namespace ficus::io {

namespace {

constexpr int most_kept = 8 * 1024 * 1024;
constexpr int least_kept = 512 * 1024;
// FASTBIN_CONSOLIDATION_THRESHOLD of glibc is 64 KiB: when so much is freed at a time, it looks at the end.
constexpr std::size_t piece_that_is_noticed = 128UL * 1024;

std::atomic<bool> keeps = false;
// Of the one threshold that all heaps have.
std::mutex threshold;

} // namespace

void keep_spare_memory() {
    ::mallopt(M_TRIM_THRESHOLD, most_kept);
    ::mallopt(M_MMAP_THRESHOLD, most_kept);
    keeps = true;
}

void give_back_heap_end() noexcept {
    std::unique_lock lock(threshold, std::try_to_lock);
    if (!keeps || !lock) return;
    // glibc's manual does not call mallopt(3) safe among threads. Of this parameter it sets one word, under
    // the first heap's lock (malloc/malloc.c, 2.36), and a thread that frees meanwhile looks at its heap's
    // end too.
    ::mallopt(M_TRIM_THRESHOLD, least_kept);
    void* volatile noticed = std::malloc(piece_that_is_noticed); // volatile: or the compiler leaves both out
    std::free(noticed);
    ::mallopt(M_TRIM_THRESHOLD, most_kept);
}

void give_back_heap_holes() noexcept {
    ::malloc_trim(0);
}

} // namespace ficus::io

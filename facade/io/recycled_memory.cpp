#include "facade/io/recycled_memory.hpp"

#include <array>
#include <new>

namespace ficus::io {

namespace {

constexpr std::size_t step = 64;     // idle connections consist of little else
constexpr std::size_t classes = 128; // pieces up to 8 KiB are kept
// Of each size. None under a sanitizer, which would see nothing wrong with whoever uses a frame that is gone.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr unsigned most_kept = 0;
#else
constexpr unsigned most_kept = 256;
#endif

struct cache_of_memory {
    struct node {
        node* next;
    };
    std::array<node*, classes> free{};
    std::array<unsigned, classes> count{};
    ~cache_of_memory() {
        for (auto* head : free)
            while (head != nullptr) ::operator delete(std::exchange(head, head->next));
    }
};

thread_local cache_of_memory cache;

} // namespace

void* allocate_recycled(std::size_t size) {
    auto const cls = (size - 1) / step;
    if (cls >= classes) return ::operator new(size);
    if (auto* head = cache.free[cls]; head != nullptr) {
        cache.free[cls] = head->next;
        --cache.count[cls];
        return head;
    }
    return ::operator new((cls + 1) * step);
}

void free_recycled(void* memory, std::size_t size) noexcept {
    auto const cls = (size - 1) / step;
    if (cls >= classes || cache.count[cls] == most_kept) {
        ::operator delete(memory);
        return;
    }
    cache.free[cls] = new (memory) cache_of_memory::node{cache.free[cls]};
    ++cache.count[cls];
}

} // namespace ficus::io

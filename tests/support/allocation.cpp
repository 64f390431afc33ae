#include "support/allocation.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<bool> none = false; // for all threads
std::atomic<std::size_t> count = 0;

void* some(std::size_t size) {
    ++count;
    if (none) throw std::bad_alloc();
    if (void* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc();
}

} // namespace

// Inlined, GCC takes the pair for a mismatched one.
[[gnu::noinline]] void* operator new(std::size_t size) {
    return some(size);
}
[[gnu::noinline]] void* operator new[](std::size_t size) {
    return some(size);
}
// The standard library's own would do, but a sanitizer's do not call the one above.
[[gnu::noinline]] void* operator new(std::size_t size, std::nothrow_t const&) noexcept {
    try {
        return some(size);
    } catch (std::bad_alloc const&) {
        return nullptr;
    }
}
[[gnu::noinline]] void* operator new[](std::size_t size, std::nothrow_t const& no) noexcept {
    return operator new(size, no);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
    std::free(memory);
}
[[gnu::noinline]] void operator delete[](void* memory) noexcept {
    std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
[[gnu::noinline]] void operator delete[](void* memory, std::size_t) noexcept {
    std::free(memory);
}

namespace ficus::test {

std::size_t allocations() {
    return count;
}

no_memory::no_memory() {
    none = true;
}
no_memory::~no_memory() {
    none = false;
}

} // namespace ficus::test

#pragma once

#include <cstddef>

/// Part of `test_allocation`, which replaces `operator new` for the whole program that links it.
namespace ficus::test {

/// Calls of `operator new` so far, by all threads.
std::size_t allocations();

/// While it lives `operator new` throws.
class no_memory {
public:
    no_memory();
    ~no_memory();
    no_memory(no_memory const&) = delete;
    no_memory& operator=(no_memory const&) = delete;
};

} // namespace ficus::test

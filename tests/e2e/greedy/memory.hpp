#pragma once

#include "support/facade_process.hpp"

#include <string_view>

namespace ficus::test {

/// The facade's resident memory from now on, its peak included: what comes and goes between two looks counts.
class memory_watch {
public:
    explicit memory_watch(facade_process& of);

    /// Checks that it never held more than `most_kib` above what it held at first. A sanitizer's own memory
    /// is allowed for.
    void check(std::uint64_t most_kib, std::string_view during) const;

private:
    facade_process& of_;
    std::uint64_t at_first_ = 0;
};

} // namespace ficus::test

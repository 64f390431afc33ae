#pragma once

#include "facade/shadow/record.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <unordered_map>

namespace ficus::shadow {

/// Says which pairs are worth keeping before they are redacted and copied: of each difference the first ones,
/// and then one a second, since the newest are kept, too. One thread.
class sample_sieve {
public:
    /// Of a comparison in which something differs. What is wanted is taken to be kept.
    bool wants(comparison_record const& record);

    static constexpr std::uint32_t first_ones = 4;
    static constexpr std::chrono::seconds every{1};
    static constexpr std::size_t most_remembered = 20'000; ///< differences; past it all are forgotten

private:
    struct kept {
        std::uint32_t times = 0;
        time_point last;
    };
    std::unordered_map<std::uint64_t, kept> kept_; ///< by hash of window, path and kind
};

} // namespace ficus::shadow

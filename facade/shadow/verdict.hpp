#pragma once

#include "facade/shadow/ready_options.hpp"
#include "facade/shadow/wilson.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::shadow {

enum class verdict : std::uint8_t { ready, not_ready, insufficient };

std::string_view to_string(verdict v);

/// How often a side failed of the requests that both sides were asked.
struct error_count {
    std::uint64_t asked = 0;
    std::uint64_t failed = 0;
};

/// How likely it is that modern fails so often, or more, given that it fails no more often than legacy
/// (tail_beyond_noise()).
double tail_beyond_legacy(error_count legacy, error_count modern);

/// What the verdict is made from.
struct evidence {
    std::uint64_t compared = 0;
    std::uint64_t matched = 0; ///< but for noise
    std::uint64_t chosen = 0;
    std::uint64_t other_compared = 0; ///< by other comparison rules: left out, and told
    struct operation {
        std::string name;
        std::uint64_t eligible = 0;
        std::uint64_t compared = 0;
    };
    std::vector<operation> operations = {};
    error_count legacy = {}, modern = {};
    std::optional<double> p99_ratio_at_least = {}; ///< the lower end of modern's to legacy's; unset: too few
    std::size_t noisy_fields = 0;                  ///< whose differences were not counted: told in `why`
};

struct judgement {
    verdict says = verdict::insufficient;
    std::string why; ///< one sentence
    rate_interval interval;
    /// Comparisons without a difference that would make it `ready`; 0 when it is, unset when none would.
    std::optional<std::uint64_t> more_needed;
};

/// May this feature be moved on? In this order.
/// `not_ready`: the match rate is below the bar, or modern fails more often than legacy by more than
/// `max_error_excess`, or its p99 is above `max_latency_ratio`, each at the asked confidence. `insufficient`:
/// the match rate is not shown yet, too few are compared, an operation has too few, too little of what was
/// chosen is compared, or the p99 that is asked for is not known yet. Else `ready`. The confidence is that of
/// one look: who asks again and again until it says `ready` has less.
judgement judge(evidence const& seen, ready_options const& bar);

/// Modern fails more often, by more than `max_error_excess`, at the asked confidence.
bool modern_fails_more(error_count legacy, error_count modern, ready_options const& bar);

/// The operation was asked for, and too few of its requests were compared.
bool too_few(evidence::operation const& of, ready_options const& bar);

} // namespace ficus::shadow

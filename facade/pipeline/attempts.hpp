#pragma once

#include "facade/upstream/failure.hpp"
#include "rules/side.hpp"

#include <string_view>

namespace ficus::pipeline {

/// What is known of a request when an upstream has failed it.
struct attempt_state {
    unsigned retries_left = 0;
    bool repeatable = false;     ///< its method is idempotent (RFC 9110 §9.2.2), or the feature consents
    bool body_at_hand = false;   ///< there is none, or all of it can be sent once more
    bool fallback = false;       ///< modern was asked, and the feature allows legacy to answer instead
    bool other_endpoint = false; ///< there is one that has not failed it yet
};

enum class next_step {
    again_fresh, ///< the same side, on a connection that was never used: the old one was stale. Costs no
                 ///< retry.
    again,       ///< the same side, on another endpoint where there is one
    fall_back,   ///< legacy
    give_up,
};

/// `again_fresh`, `again`, `fall_back`, `give_up`
std::string_view name_of(next_step step);

/// What to do after a failure. Only before the first byte of an answer has gone to the client.
next_step after_failure(upstream::failure const& failed, attempt_state const& state);

} // namespace ficus::pipeline

#include "facade/pipeline/attempts.hpp"

namespace ficus::pipeline {

namespace {

using upstream::failure_code;

/// Whether another endpoint, or the same one a moment later, may well do better. A side that is overloaded or
/// slow is not asked for more.
bool worth_a_retry(failure_code c) {
    return c == failure_code::refused || c == failure_code::connect_timeout || c == failure_code::stale ||
           c == failure_code::closed_before_head;
}

} // namespace

next_step after_failure(upstream::failure const& failed, attempt_state const& state) {
    if (failed.code == failure_code::cancelled) return next_step::give_up;
    bool const safe = failed.nothing_sent || (state.idempotent && state.body_at_hand);
    if (!safe) return next_step::give_up;
    if (failed.code == failure_code::stale) return next_step::again_fresh;
    if (state.retries_left > 0 && worth_a_retry(failed.code)) return next_step::again;
    if (state.fallback) return next_step::fall_back;
    return next_step::give_up;
}

} // namespace ficus::pipeline

#include "facade/pipeline/attempts.hpp"

namespace ficus::pipeline {

namespace {

using upstream::failure_code;

/// Whether another endpoint, or the same one a moment later, may well do better. A side that is overloaded or
/// slow is not asked for more.
bool worth_a_retry(failure_code c, bool other_endpoint) {
    switch (c) {
    case failure_code::refused:
    case failure_code::closed_before_head: return true;
    // The same one would only take as long again, or say the same.
    case failure_code::unresolved:
    case failure_code::connect_timeout:
    case failure_code::bad_answer: return other_endpoint;
    default: return false;
    }
}

} // namespace

std::string_view name_of(next_step step) {
    switch (step) {
    case next_step::again_fresh: return "again_fresh";
    case next_step::again: return "again";
    case next_step::fall_back: return "fall_back";
    case next_step::give_up: break;
    }
    return "give_up";
}

next_step after_failure(upstream::failure const& failed, attempt_state const& state) {
    if (failed.code == failure_code::cancelled) return next_step::give_up;
    bool const safe = failed.nothing_sent || (state.repeatable && state.body_at_hand);
    if (!safe) return next_step::give_up;
    if (failed.code == failure_code::stale) return next_step::again_fresh;
    if (state.retries_left > 0 && worth_a_retry(failed.code, state.other_endpoint)) return next_step::again;
    if (state.fallback) return next_step::fall_back;
    return next_step::give_up;
}

} // namespace ficus::pipeline

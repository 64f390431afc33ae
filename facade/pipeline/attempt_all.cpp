#include "facade/http/method.hpp"
#include "facade/pipeline/exchange.hpp"

#include <algorithm>

namespace ficus::pipeline {

io::task<void> exchange::attempt_all() {
    auto retries_left = side_limits().retries;
    upstream::pool::wish wish;
    for (bool first = true;;) {
        attempt_end end;
        // Before anything is translated: what is not asked need not be told.
        if (!guard().may_refuse() || may_ask(end.failed)) {
            auto const side = side_;
            if (!ready_request(wish)) {
                if (no_room_) co_return co_await no_room_for_request();
                // RFC 9110 §15.5.16: where it is the coding, the client is told which it can use.
                co_return co_await fail(fell_back_        ? 502
                                        : coding_unknown_ ? 415
                                                          : 422,
                                        "translation_failed", detail_, "http_request_error");
            }
            if (side_ != side && guard().may_refuse()) continue;
            ++attempts_;
            side_asked_ = true;
            if (timing_ && timing_->side != side_) limit_side();
            if (composed_ != nullptr && must_translate(route_, side_)) start_calls();
            wish.once = body_kind_ == body_kind::stream || !http::is_idempotent(send_method_);
            if (!take_connection(wish)) end.failed = co_await wait_for_connection(wish);
            if (std::exchange(first, false)) pool_->count_request();
            if (up_ != nullptr && !client_gone_ && !cancelled_ && !late_) end = co_await converse();
            if (up_ != nullptr) settle(false);
            wish.fresh = false;
        }
        if (end.over || client_gone_ || cancelled_) co_return;
        if (late_) note_lateness(end);
        if (body_refused_) co_return co_await refuse(*body_refused_);
        if (end.serve_by_contract) {
            note_attempt("translation_failed");
            if (!asked_contract_ && !fell_back_ && turn_to_contract()) {
                asked_contract_ = first = true;
                wish.tried.clear();
                continue;
            }
            co_return co_await fail(502, "translation_failed", "the answer cannot be translated",
                                    "proxy_internal_response");
        }
        auto& failed = *end.failed;
        tell_guards(failed);
        // A connection that was stale says nothing of its endpoint.
        if (failed.endpoint_index && failed.code != upstream::failure_code::stale)
            wish.tried.add(*failed.endpoint_index);
        note_failure(failed);
        auto const step = co_await what_next(failed, wish.tried, retries_left);
        failed_attempts_.back().then = step;
        switch (step) {
        case next_step::again_fresh:
            worker_.counters.thread(worker_.index).upstream_stale.add();
            wish.fresh = true;
            continue;
        case next_step::again:
            --retries_left;
            worker_.counters.count_retry(pool_->shared().options().name, upstream::name_of(failed.code));
            if (!wish.tried.leave_one_of(pool_->shared().endpoints().size()))
                wish.tried.forget_but(*failed.endpoint_index);
            continue;
        case next_step::fall_back:
            fall_back(failed.code);
            first = true;
            wish.tried.clear();
            retries_left = side_limits().retries;
            continue;
        case next_step::give_up:
            if (client_gone_ || cancelled_) co_return;
            co_return co_await fail(upstream::status_of(failed.code), upstream::name_of(failed.code),
                                    upstream::sentence_of(failed.code),
                                    upstream::proxy_error_of(failed.code));
        }
    }
}

// What may be done at all is after_failure()'s to say; what that costs is taken here, and only if it is done.
io::task<next_step> exchange::what_next(upstream::failure& failed, upstream::tried_endpoints const& tried,
                                        unsigned retries_left) {
    bool const may_go_elsewhere = failed.nothing_sent || may_be_done_by_both();
    attempt_state state{
        .retries_left = late_ ? 0 : retries_left,
        .repeatable = may_be_repeated(),
        .body_at_hand = body_kind_ != body_kind::stream,
        .fallback =
            !time_has_passed() && may_fall_back() && may_go_elsewhere && guards().fallback.takes(failed.code),
        .other_endpoint = tried.leave_one_of(pool_->shared().endpoints().size()),
    };
    auto step = after_failure(failed, state);
    if (step == next_step::again && !may_retry(failed, tried)) {
        state.retries_left = 0;
        step = after_failure(failed, state);
    }
    // Another endpoint is asked at once: the reason to wait is the same server.
    if (step == next_step::again && !state.other_endpoint) {
        co_await wait(
            resilience::pause_before(++pauses_, worker_.random(), pool_->shared().options().backoff));
        if (client_gone_ || cancelled_) co_return next_step::give_up;
        if (late_) {
            failed.code = upstream::failure_code::request_timeout;
            state.retries_left = 0;
            state.fallback = state.fallback && !time_has_passed();
            step = after_failure(failed, state);
        }
    }
    co_return step;
}

bool exchange::may_retry(upstream::failure const& failed, upstream::tried_endpoints const& tried) {
    // What an endpoint did not get is no load to it, nor to one that had no part in it.
    if (failed.nothing_sent && pool_->reaches_another(tried)) return true;
    if (pool_->take_retry()) return true;
    failed_attempts_.back().over_budget = true;
    worker_.counters.count_retry_refused(pool_->shared().options().name);
    return false;
}

io::task<void> exchange::wait(io::clock::duration length) {
    io::pause pause(worker_.loop, length);
    pause_ = &pause;
    co_await pause;
    pause_ = nullptr;
}

void exchange::note_failure(upstream::failure const& failed) {
    using upstream::failure_code;
    // Of one that fails for want of a call, or by its status, the side that was asked has answered; where a
    // breaker is open it was not asked.
    if (failed.code != failure_code::stale && failed.code != failure_code::call_failed &&
        failed.code != failure_code::bad_status && failed.code != failure_code::circuit_open)
        worker_.counters.thread(worker_.index).upstream_failed.add();
    if (!failed.refused_for.empty()) worker_.counters.count_bad_answer(failed.refused_for);
    note_attempt(upstream::name_of(failed.code));
    detail_ = failed.detail;
}

void exchange::note_attempt(std::string_view why) {
    failed_attempts_.push_back({side_, endpoint_, why, io::clock::now() - asked_at_});
    if (trace_ != nullptr) end_attempt(why);
}

void exchange::fall_back(upstream::failure_code why) {
    leave_side(true);
    fell_back_ = true;
    late_ = false;
    if (composed_ != nullptr) composed_->calls.cancel();
    reason_ = fallback_reason_ = upstream::name_of(why);
    worker_.counters.count_fallback(route_.feature->options.name, fallback_reason_);
    side_ = rules::side::legacy;
}

bool exchange::may_fall_back() const {
    if (side_ != rules::side::modern || !guards().fallback.allowed) return false;
    // Once only; and what was not held, or could not be translated, cannot be any more.
    bool const lost = untranslatable_ || body_kind_ == body_kind::stream;
    return !fell_back_ && !asked_contract_ && !(lost && must_translate(route_, rules::side::legacy));
}

bool exchange::may_be_repeated() const {
    return http::is_idempotent(send_method_) || guards().consents_to(head_.method);
}

// A translator may have made a PUT of a POST: sending that PUT twice does nothing more, but a POST to the
// other side does it once more.
bool exchange::may_be_done_by_both() const {
    return http::is_safe(send_method_) || guards().consents_to(head_.method) ||
           (http::is_idempotent(send_method_) && http::is_idempotent(head_.method));
}

bool exchange::may_ask_legacy_instead() const {
    return may_fall_back() && may_be_done_by_both() && body_kind_ != body_kind::stream;
}

bool exchange::turn_to_contract() {
    // The side that has answered already may have acted: only what may be done twice is done twice.
    if (!may_be_done_by_both() || body_kind_ == body_kind::stream) return false;
    leave_side(false);
    side_ = route_.feature->options.contract;
    return true;
}

// Where legacy may answer instead it must be left the time to, even if modern gives no sign at all.
void exchange::limit_side() {
    timing_->side = side_;
    auto const now = io::clock::now();
    auto const left = timing_->until.left(now);
    bool const legacy_may_answer = may_ask_legacy_instead() && guards().fallback.timeout;
    auto const kept = legacy_may_answer
                          ? std::min<io::clock::duration>(left / 2, guards().sides[0].limits.response)
                          : io::clock::duration::zero();
    timing_->alarm.set(left - kept);
    timing_->side_until = resilience::request_deadline::after(now, left - kept);
}

bool exchange::time_has_passed() const {
    return timing_ && timing_->until.passed(io::clock::now());
}

void exchange::note_lateness(attempt_end& end) {
    auto failed = end.failed.value_or(upstream::failure{});
    failed.code = upstream::failure_code::request_timeout;
    end = {.failed = std::move(failed)};
}

void exchange::time_is_up(void* self) {
    auto& e = *static_cast<exchange*>(self);
    if (e.answer_complete_) return;
    // A side that answers has all of the time that is left.
    auto const left = e.timing_->until.left(io::clock::now());
    if (e.answer_begun_ && left > io::clock::duration::zero()) return e.timing_->alarm.set(left);
    e.late_ = true;
    if (e.answer_begun_) return e.call_off();
    e.call_off_attempt();
}

} // namespace ficus::pipeline

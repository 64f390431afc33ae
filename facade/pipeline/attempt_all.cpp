#include "facade/http/method.hpp"
#include "facade/pipeline/exchange.hpp"

namespace ficus::pipeline {

io::task<void> exchange::attempt_all() {
    auto const& site = *snapshot().site;
    auto retries_left = site.upstreams[upstream_of(snapshot(), route_, side_)]->options().retries;
    bool asked_contract = false;
    upstream::pool::wish wish;
    for (;;) {
        if (!ready_request(wish)) {
            if (no_room_) co_return co_await no_room_for_request();
            // RFC 9110 §15.5.16: where it is the coding, the client is told which it can use.
            co_return co_await fail(fell_back_        ? 502
                                    : coding_unknown_ ? 415
                                                      : 422,
                                    "translation_failed", detail_, "http_request_error");
        }
        ++attempts_;
        side_asked_ = true;
        if (composed_ != nullptr && must_translate(route_, side_)) start_calls();
        wish.once = body_kind_ == body_kind::stream || !http::is_idempotent(send_method_);
        attempt_end end;
        if (!take_connection(wish)) end.failed = co_await wait_for_connection(wish);
        if (up_ != nullptr && !client_gone_ && !cancelled_) end = co_await converse();
        if (up_ != nullptr) settle(false);
        wish.fresh = false;
        if (end.over || client_gone_ || cancelled_) co_return;
        if (body_refused_) co_return co_await refuse(*body_refused_);
        if (end.serve_by_contract) {
            if (!asked_contract && !fell_back_ && turn_to_contract()) {
                asked_contract = true;
                wish.tried.clear();
                continue;
            }
            co_return co_await fail(502, "translation_failed", "the answer cannot be translated",
                                    "proxy_internal_response");
        }
        auto const& failed = *end.failed;
        // A connection that was stale says nothing of its endpoint.
        if (failed.endpoint_index && failed.code != upstream::failure_code::stale)
            wish.tried.add(*failed.endpoint_index);
        attempt_state const state{
            .retries_left = retries_left,
            .idempotent = http::is_idempotent(send_method_),
            .body_at_hand = body_kind_ != body_kind::stream,
            .fallback = !asked_contract && may_fall_back() && (failed.nothing_sent || may_be_done_by_both()),
            .other_endpoint = wish.tried.leave_one_of(pool_->shared().endpoints().size()),
        };
        note_failure(failed);
        switch (after_failure(failed, state)) {
        case next_step::again_fresh:
            worker_.counters.thread(worker_.index).upstream_stale.add();
            wish.fresh = true;
            continue;
        case next_step::again:
            --retries_left;
            worker_.counters.thread(worker_.index).retries.add();
            if (!state.other_endpoint) wish.tried.forget_but(*failed.endpoint_index);
            continue;
        case next_step::fall_back:
            leave_side(true);
            route_.feature->counters->of(worker_.index).fallbacks.add();
            fell_back_ = true;
            if (composed_ != nullptr) composed_->calls.cancel();
            reason_ = upstream::name_of(failed.code);
            side_ = rules::side::legacy;
            wish.tried.clear();
            retries_left = site.upstreams[upstream_of(snapshot(), route_, side_)]->options().retries;
            continue;
        case next_step::give_up:
            co_return co_await fail(upstream::status_of(failed.code), upstream::name_of(failed.code),
                                    upstream::sentence_of(failed.code),
                                    upstream::proxy_error_of(failed.code));
        }
    }
}

void exchange::note_failure(upstream::failure const& failed) {
    using upstream::failure_code;
    // Of one that fails for want of a call, the side that was asked has answered.
    if (failed.code != failure_code::stale && failed.code != failure_code::call_failed)
        worker_.counters.thread(worker_.index).upstream_failed.add();
    if (!failed.refused_for.empty()) worker_.counters.count_bad_answer(failed.refused_for);
    detail_ = failed.detail;
}

bool exchange::may_fall_back() const {
    if (side_ != rules::side::modern || route_.feature == nullptr || !route_.feature->options.fallback)
        return false;
    // Once only; and what was not held, or could not be translated, cannot be any more.
    bool const lost = untranslatable_ || body_kind_ == body_kind::stream;
    return !fell_back_ && !(lost && must_translate(route_, rules::side::legacy));
}

// A translator may have made a PUT of a POST: sending that PUT twice does nothing more, but a POST to the
// other side does it once more.
bool exchange::may_be_done_by_both() const {
    return http::is_safe(send_method_) ||
           (http::is_idempotent(send_method_) && http::is_idempotent(head_.method));
}

bool exchange::turn_to_contract() {
    // The side that has answered already may have acted: only what may be done twice is done twice.
    if (!may_be_done_by_both() || body_kind_ == body_kind::stream) return false;
    leave_side(false);
    side_ = route_.feature->options.contract;
    return true;
}

} // namespace ficus::pipeline

#include "facade/pipeline/exchange.hpp"

#include <algorithm>

namespace ficus::pipeline {

namespace {

// Who is turned away by an overload should not come back with all the others.
constexpr std::uint64_t longest_wait_s = 3;

} // namespace

void exchange::admit(rules::facts const& facts) {
    if (snapshot().site->shed && !find_time()) return;
    if (route_.feature == nullptr || route_.feature->throttle == nullptr) return;
    auto& throttle = *route_.feature->throttle;
    auto const& name = route_.feature->options.name;
    auto const verdict = throttle.admit(facts, started_);
    admission_ = std::make_unique<admission>();
    admission_->policy = throttle.policy_field();
    admission_->limit = throttle.limit_field(verdict);
    for (auto const rule : verdict.forgetful) worker_.counters.count_throttle_forgotten(name, rule);
    if (verdict.admitted) return;
    admission_->retry_after = std::max<std::uint64_t>(whole_seconds(verdict.said.wait), 1);
    worker_.counters.count_throttled(name, verdict.rule);
}

bool exchange::find_time() {
    auto& shedder = worker_.shedder;
    auto const priority = route_.feature != nullptr ? route_.feature->priority : resilience::priority::normal;
    if (shedder.admits(priority, shedder.sheds() ? worker_.random() : 0)) return true;
    admission_ = std::make_unique<admission>();
    admission_->shed = true;
    admission_->retry_after = 1 + worker_.random() % longest_wait_s;
    worker_.counters.thread(worker_.index).shed[static_cast<std::size_t>(priority)].add();
    return false;
}

// The client has done nothing wrong but come at the wrong moment: its connection stays, unless there is a
// body on it that nobody reads.
io::task<void> exchange::decline() {
    bool const unread =
        framing_.kind != http::framing::by::none && body_kind_ != body_kind::whole && !find_whole_body();
    keep_client_ = keep_client_ && !unread;
    if (admission_->shed)
        co_await fail(503, "shed", "the facade has more to do than it can; see Retry-After",
                      "http_request_denied");
    else
        co_await fail(429, "throttled", "more requests than the feature's throttle allows; see Retry-After",
                      "http_request_denied");
}

} // namespace ficus::pipeline

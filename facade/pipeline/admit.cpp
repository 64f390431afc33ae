#include "facade/pipeline/exchange.hpp"

#include <algorithm>

namespace ficus::pipeline {

void exchange::admit(rules::facts const& facts) {
    if (route_.feature == nullptr || route_.feature->throttle == nullptr) return;
    auto& throttle = *route_.feature->throttle;
    auto const& name = route_.feature->options.name;
    auto const verdict = throttle.admit(facts, started_);
    throttled_ = std::make_unique<throttled_answer>();
    throttled_->policy = throttle.policy_field();
    throttled_->limit = throttle.limit_field(verdict);
    for (auto const rule : verdict.forgetful) worker_.counters.count_throttle_forgotten(name, rule);
    if (verdict.admitted) return;
    throttled_->retry_after = std::max<std::uint64_t>(whole_seconds(verdict.said.wait), 1);
    worker_.counters.count_throttled(name, verdict.rule);
}

// The client has done nothing wrong but come too soon: its connection stays, unless there is a body on it
// that nobody reads.
io::task<void> exchange::decline() {
    bool const unread =
        framing_.kind != http::framing::by::none && body_kind_ != body_kind::whole && !find_whole_body();
    keep_client_ = keep_client_ && !unread;
    co_await fail(429, "throttled", "more requests than the feature's throttle allows; see Retry-After",
                  "http_request_denied");
}

} // namespace ficus::pipeline

#include "facade/pipeline/trace.hpp"

#include "facade/pipeline/exchange.hpp"
#include "facade/tracing/exporter.hpp"

#include <utility>

namespace ficus::pipeline {

std::string traceparent_of(std::string_view trace_id, std::string_view span_id) {
    return std::string("00-").append(trace_id).append("-").append(span_id).append("-01");
}

bool says_sampled(std::string_view traceparent) {
    // The last digit of the flags has the bit.
    auto const digit = traceparent[54];
    return ((digit <= '9' ? digit - '0' : digit - 'a' + 10) & 1) != 0;
}

void exchange::begin_trace() {
    std::string_view const told = who_.traceparent;
    bool const of_client = !who_.traceparent.made();
    // Anybody may ask for it, but only whom the facade trusts may decide what is recorded.
    bool const asked_for = of_client && from_.peer_trusted && says_sampled(told);
    auto const share = static_cast<double>(worker_.random() >> 11) * 0x1p-53;
    if (!asked_for && share >= worker_.traces->sample()) return;
    trace_ = std::make_unique<trace>();
    trace_->id = who_.trace_id();
    trace_->of_client = of_client;
    if (of_client) trace_->parent_id = told.substr(36, 16);
    trace_->span_id = std::string_view(make_span_id(worker_.random));
    trace_->traceparent = traceparent_of(trace_->id, trace_->span_id);
}

void exchange::begin_attempt() {
    trace_->attempt_id = std::string_view(make_span_id(worker_.random));
    trace_->traceparent = traceparent_of(trace_->id, trace_->attempt_id);
}

tracing::span exchange::span_of_attempt(std::string_view why) const {
    auto const now = io::clock::now();
    tracing::span s;
    s.trace_id = trace_->id;
    s.id = trace_->attempt_id;
    s.parent_id = trace_->span_id;
    s.name = send_method_;
    s.took = now - asked_at_;
    s.started = worker_.wall_clock() - std::chrono::duration_cast<std::chrono::microseconds>(s.took);
    s.attributes = {{"http.request.method", std::string(send_method_)},
                    {"ficus.side", std::string(rules::name_of(side_))},
                    {"ficus.upstream", std::string(upstream_name_)},
                    {"server.address", std::string(endpoint_)}};
    if (!trace_->attempts.empty())
        s.attributes.push_back(
            {"http.request.resend_count", static_cast<std::int64_t>(trace_->attempts.size())});
    s.error = why;
    if (!why.empty()) s.attributes.push_back({"error.type", std::string(why)});
    return s;
}

void exchange::end_attempt(std::string_view why) {
    // One that never began: it could not be told to that side, or was answered before.
    if (trace_->attempt_id.empty()) return;
    trace_->attempts.push_back(span_of_attempt(why));
    trace_->attempt_id.clear();
}

void exchange::trace_copy(shadow::job& copy) {
    std::string const id(std::string_view(make_span_id(worker_.random)));
    copy.traceparent = copy.text.keep(traceparent_of(trace_->id, id));
    copy.same_trace = trace_->of_client;
    if (!copy.copied) return;
    tracing::span s;
    s.trace_id = trace_->id;
    s.id = id;
    s.parent_id = trace_->span_id;
    s.name = std::string(head_.method) + " copy";
    s.attributes = {{"http.request.method", std::string(head_.method)},
                    {"ficus.side", std::string(rules::name_of(rules::other(side_)))},
                    {"ficus.upstream", copy.plan->target->options().name},
                    {"ficus.shadow", "true"}};
    copy.traced.reset(new shadow::traced_copy{*worker_.traces, std::move(s)});
}

void exchange::end_trace() {
    if (!trace_->attempt_id.empty()) {
        auto last = span_of_attempt(answer_complete_ ? std::string_view{} : reason_);
        if (status_ != 0) last.attributes.push_back({"http.response.status_code", std::int64_t{status_}});
        if (status_ >= 500) last.error = std::to_string(status_);
        trace_->attempts.push_back(std::move(last));
    }
    for (auto& [call, s] : trace_->calls) trace_->attempts.push_back(std::move(s));
    auto const now = io::clock::now();
    tracing::span whole;
    whole.trace_id = trace_->id;
    whole.id = trace_->span_id;
    whole.parent_id = trace_->parent_id;
    whole.what = tracing::span::kind::server;
    whole.name = head_.method;
    whole.took = now - started_;
    whole.started = worker_.wall_clock() - std::chrono::duration_cast<std::chrono::microseconds>(whole.took);
    whole.attributes = {{"http.request.method", std::string(head_.method)},
                        {"url.path", std::string(target_.path)},
                        {"client.address", from_.address.to_string()},
                        {"http.response.status_code", std::int64_t{status_}},
                        {"ficus.request_id", std::string(who_.request_id)},
                        {"ficus.revision", static_cast<std::int64_t>(snapshot().revision)}};
    if (route_.feature != nullptr) {
        whole.name.append(" ").append(route_.feature->options.name);
        whole.attributes.push_back({"ficus.feature", route_.feature->options.name});
        whole.attributes.push_back({"ficus.side", std::string(rules::name_of(side_))});
        whole.attributes.push_back({"ficus.rule", static_cast<std::int64_t>(route_.decided.rule)});
    }
    if (fell_back_) whole.attributes.push_back({"ficus.fallback", std::string(fallback_reason_)});
    if (is_aborted())
        whole.error = "client_aborted";
    else if (!answer_complete_ || status_ >= 500)
        whole.error = reason_.empty() ? std::to_string(status_) : std::string(reason_);
    trace_->attempts.push_back(std::move(whole));
    worker_.traces->offer(std::move(trace_->attempts));
}

} // namespace ficus::pipeline

#include "facade/composition/call_head.hpp"
#include "facade/http/edit.hpp"
#include "facade/pipeline/exchange.hpp"

namespace ficus::pipeline {

namespace {

tracing::span begun_call(trace const& of, std::string_view name, std::string_view upstream,
                         random_bits const& random) {
    tracing::span s;
    s.trace_id = of.id;
    s.id = std::string_view(make_span_id(random));
    s.parent_id = of.span_id;
    s.name.append("GET ").append(name);
    s.attributes = {{"http.request.method", std::string("GET")},
                    {"ficus.side", std::string(rules::name_of(rules::side::modern))},
                    {"ficus.upstream", std::string(upstream)},
                    {"ficus.call", std::string(name)}};
    return s;
}

void end_call(tracing::span& s, composition::calls_under_way const& calls, std::size_t call,
              std::chrono::system_clock::time_point wall_now) {
    using composition::call_outcome;
    auto const when = calls.when(call);
    s.took = when.to - when.from;
    s.started =
        wall_now - std::chrono::duration_cast<std::chrono::microseconds>(io::clock::now() - when.from);
    auto const what = calls.outcome(call);
    if (what == call_outcome::answered || what == call_outcome::absent) return;
    s.error = composition::name_of(what);
    s.attributes.push_back({"error.type", s.error});
}

} // namespace

// What goes to the modern side more than once, since an attempt failed, is the same each time; and so would
// be what the calls ask for.
void exchange::plan_calls(acl::message_view const& from, acl::message const& made) {
    auto const& translator = *route_.feature->translator;
    if (composed_ != nullptr || translator.calls().empty() || to_contract() != acl::direction::to_legacy ||
        head_.method == "HEAD")
        return;
    composed_ = std::make_unique<composed_answer>(
        composition::calls_under_way::setting{worker_.loop, translator, limits(), worker_.held_bytes},
        translator.due_calls(from, made));
}

void exchange::start_calls() {
    composed_->calls.start([this](std::size_t call, std::string_view target) {
        auto& to = *view_->pools[route_.feature->calls[call]];
        auto const& group = to.shared();
        auto via = said_of_client();
        std::string place;
        if (trace_ != nullptr) {
            auto const& name = route_.feature->translator->calls()[call].name();
            auto const& s = trace_->calls[call] =
                begun_call(*trace_, name, group.options().name, worker_.random);
            via.traceparent = place = traceparent_of(s.trace_id, s.id);
        }
        composition::call_head const head{.client = head_,
                                          .translator = *route_.feature->translator,
                                          .main = *translated_request_,
                                          .via = via,
                                          .host = group.options().host
                                                      ? std::string_view(*group.options().host)
                                                  : !host_.empty() ? host_
                                                                   : group.endpoints().front().authority,
                                          .target = target};
        return composition::calls_under_way::request{&to, composition::write_call_head(head)};
    });
}

io::task<std::optional<upstream::failure>> exchange::wait_for_calls(acl::message_view& answer,
                                                                    bool reusable) {
    auto& calls = composed_->calls;
    if (!route_.feature->translator->puts_together(answer)) {
        calls.cancel();
        co_return std::nullopt;
    }
    // Held on to, it might be the one that a call waits for.
    settle(reusable);
    calls.complete(answer);
    start_calls();
    co_await calls.finished();
    if (client_gone_ || cancelled_) co_return std::nullopt;
    calls.read_answers();
    if (auto why = calls.broken()) {
        upstream::failure failed;
        failed.code = upstream::failure_code::call_failed;
        failed.detail = std::move(*why);
        co_return failed;
    }
    composed_->answers = calls.answers();
    link_calls();
    answer.calls = composed_->answers;
    co_return std::nullopt;
}

void exchange::link_calls() {
    auto const& feature = *route_.feature;
    auto const& all = snapshot().site->names;
    for (std::size_t i = 0; i < feature.calls.size(); ++i) {
        auto seen = link_view();
        seen.asked_path = composed_->calls.target(i).substr(0, composed_->calls.target(i).find('?'));
        seen.translate = translation::target_by(feature.call_links[i], to_contract());
        composed_->links.add(all.empty() ? nullptr : all[feature.calls[i]].get(), std::move(seen));
    }
    composed_->links.say(composed_->answers);
}

void exchange::count_calls() {
    auto const& feature = *route_.feature;
    auto const& calls = feature.translator->calls();
    for (std::size_t i = 0; i < calls.size(); ++i)
        if (auto const what = composed_->calls.outcome(i); what != composition::call_outcome::none)
            worker_.counters.count_call(feature.options.name, calls[i].name(), composition::name_of(what));
    if (trace_ == nullptr) return;
    for (auto& [call, s] : trace_->calls) end_call(s, composed_->calls, call, worker_.wall_clock());
}

} // namespace ficus::pipeline

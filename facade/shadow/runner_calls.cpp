#include "facade/composition/call_head.hpp"
#include "facade/shadow/runner_flight.hpp"
#include "facade/translation/head_change.hpp"

namespace ficus::shadow {

// As exchange::plan_calls() does it.
void runner::plan_calls(flight& f, acl::message_view const& from, acl::message const& made) {
    auto const& j = *f.job;
    if (j.plan->call_targets.empty() || from.method == "HEAD") return;
    f.calls = std::make_unique<composition::calls_under_way>(
        composition::calls_under_way::setting{loop_, *j.plan->translator, limits_, budget_},
        j.plan->translator->due_calls(from, made));
}

void runner::start_calls(flight& f) {
    f.calls->start([this, &f](std::size_t call, std::string_view target) {
        auto const& j = *f.job;
        auto const& to = *j.plan->call_targets[call];
        composition::call_head const head{
            .client = j.head,
            .translator = *j.plan->translator,
            .main = *f.main,
            .via = {j.peer, j.host, j.peer_trusted, j.request_id, j.traceparent, j.same_trace},
            .host = host_for(j, to),
            .target = target,
            .of_copy = true};
        return composition::calls_under_way::request{pool_of(j.plan->call_targets[call]).get(),
                                                     composition::write_call_head(head)};
    });
}

io::task<bool> runner::wait_for_calls(flight& f, upstream::whole_answer const& main) {
    auto const headers = translation::header_views(main.head);
    acl::message_view answer;
    answer.status = main.head.status;
    answer.headers = headers;
    answer.body = main.body;
    if (!f.job->plan->translator->puts_together(answer)) co_return true;
    f.calls->complete(answer);
    start_calls(f);
    co_await f.calls->finished();
    f.calls->read_answers();
    co_return !f.calls->broken();
}

} // namespace ficus::shadow

#include "facade/pipeline/exchange.hpp"

#include <algorithm>

namespace ficus::pipeline {

bool exchange::breakers_permit() {
    auto const& breakers = guard().breakers;
    auto& passes = permitted_.emplace().passes;
    for (std::size_t i = 0; i < breakers.size(); ++i) {
        if (breakers[i] == nullptr) continue;
        // One that is closed does not ask for the time, which saves looking at the clock once more.
        bool const closed = breakers[i]->state() == resilience::breaker_state::closed;
        passes[i] = breakers[i]->ask(worker_.index, closed ? started_ : io::clock::now());
        if (passes[i]) continue;
        permitted_.reset();
        return false;
    }
    return true;
}

bool exchange::may_ask(std::optional<upstream::failure>& refused) {
    auto const& bulkhead = guard().bulkhead;
    auto code = upstream::failure_code::circuit_open;
    if (!guard().has_breaker() || breakers_permit()) {
        // What is tried again has its place already.
        if (bulkhead == nullptr || place_ || (place_ = bulkhead->enter())) return true;
        permitted_.reset();
        code = upstream::failure_code::overloaded;
    }
    side_asked_ = true;
    choose_pool();
    endpoint_ = {};
    asked_at_ = io::clock::now(); // and has been told at once
    refused = upstream::failure{code, {}, {}, true};
    if (code == upstream::failure_code::overloaded)
        refused->detail = "max_requests of " + bulkhead->of() + " are under way";
    return false;
}

void exchange::tell_guards(io::clock::time_point now, std::size_t endpoint, unsigned status) {
    if (auto const& health = pool_->shared().health())
        health->tell(endpoint, asked_at_, now,
                     health->is_failure(status) ? upstream::verdict::failed : upstream::verdict::ok);
    if (!permitted_) return;
    auto const& breakers = guard().breakers;
    for (std::size_t i = 0; i < breakers.size(); ++i)
        if (auto& pass = permitted_->passes[i]; pass)
            pass.tell(now, breakers[i]->options().failures.contains(status) ? resilience::outcome::failed
                                                                            : resilience::outcome::ok);
    permitted_.reset();
}

void exchange::tell_guards(upstream::failure const& failed) {
    // A client that takes all of the request's time to send it leaves the service none.
    bool const unfinished = failed.code == upstream::failure_code::request_timeout &&
                            body_kind_ == body_kind::stream && !source_->done();
    if (upstream::is_its_own_fault(failed) && !unfinished) {
        auto const now = io::clock::now();
        auto const& health = pool_->shared().health();
        if (health != nullptr && failed.endpoint_index)
            health->tell(*failed.endpoint_index, asked_at_, now, upstream::verdict_of(failed));
        if (permitted_)
            for (auto& pass : permitted_->passes)
                if (pass) pass.tell(now, resilience::outcome::failed);
    }
    permitted_.reset();
}

void exchange::watch_head(upstream::connection& up) {
    auto within = side_limits().response;
    auto next = io::clock::duration::max();
    auto const& breakers = guard().breakers;
    for (std::size_t i = 0; i < breakers.size(); ++i) {
        auto const& pass = permitted_->passes[i];
        if (!pass) continue;
        auto const& options = breakers[i]->options();
        if (pass.is_probe() && options.probe_timeout.count() > 0)
            within = std::min(within, options.probe_timeout);
        if (options.slow_after.count() > 0) next = std::min<io::clock::duration>(next, options.slow_after);
    }
    up.stream.read_within(within);
    if (next == io::clock::duration::max()) return;
    permitted_->head_due_since = io::clock::now();
    permitted_->slow.emplace(worker_.loop.deadlines(), &exchange::head_is_slow, this);
    permitted_->slow->set(next);
}

// Told while the head is still due: when it came, or did not, would be too late where it takes half a minute.
void exchange::head_is_slow(void* self) {
    auto& e = *static_cast<exchange*>(self);
    auto const now = io::clock::now();
    auto const waited = now - e.permitted_->head_due_since;
    auto next = io::clock::duration::max();
    auto const& breakers = e.guard().breakers;
    for (std::size_t i = 0; i < breakers.size(); ++i) {
        auto& pass = e.permitted_->passes[i];
        if (!pass) continue;
        auto const after = breakers[i]->options().slow_after;
        if (after.count() == 0) continue;
        if (waited >= after)
            pass.tell(now, resilience::outcome::slow);
        else
            next = std::min<io::clock::duration>(next, after - waited);
    }
    if (next < io::clock::duration::max()) e.permitted_->slow->set(next);
}

} // namespace ficus::pipeline

#include "facade/upstream/pool.hpp"

#include <algorithm>
#include <cassert>

namespace ficus::upstream {

namespace {

// Shorter than what servers commonly keep idle connections for (PHP and Node 5 s, Apache 5 s, nginx 75 s):
// most of those that would be stale are gone before anyone asks for them; the rest is found out by the retry.
constexpr std::chrono::seconds keep_idle{4};

/// Asked before each further request: what has come without one would be taken for its answer (RFC 9112
/// §9.2), and everybody's answer after it for the next one's.
bool is_quiet(connection const& c) {
    return c.stream.peek() == io::transport::peer_state::quiet;
}

} // namespace

pool::pool(io::loop& on, std::shared_ptr<upstream::group> group, pool_events& events)
    : loop_(on), group_(std::move(group)), events_(events) {}

pool::~pool() {
    assert(waiting_.empty());
    group_->remove_listener(this);
    close_idle();
}

void pool::listen() {
    group_->add_listener(this, [weak = weak_from_this(), &loop = loop_](group::news what) {
        loop.post([weak, what] {
            if (auto const self = weak.lock()) self->hear(what);
        });
    });
}

void pool::hear(group::news what) {
    grant();
    if (what != group::news::wanted || !waiting_.empty() || kept_.empty() || group_->waiting() == 0) return;
    // A kept connection sits on a permit that a request on another thread waits for.
    auto c = std::move(kept_.front());
    kept_.erase(kept_.begin());
    discard(std::move(c));
}

void pool::ticket::cancel() {
    cancelled_ = true;
    if (waiting_ != nullptr)
        waiting_->finish(waiter::outcome::cancelled);
    else if (connecting_ != nullptr)
        connecting_->cancel();
}

bool pool::can_use(wish const& w, connection const& kept) const {
    if (w.fresh) return false;
    return !w.not_endpoint || kept.endpoint != *w.not_endpoint || group_->endpoints().size() == 1;
}

std::unique_ptr<connection> pool::take_kept(wish const& w, std::optional<std::size_t> only) {
    for (auto i = kept_.size(); i-- > 0;) {
        if (only && kept_[i]->endpoint != *only) continue;
        if (!can_use(w, *kept_[i])) continue;
        auto c = std::move(kept_[i]);
        kept_.erase(kept_.begin() + static_cast<std::ptrdiff_t>(i));
        if (!is_quiet(*c)) {
            discard(std::move(c));
            // What discard() set going may have changed the list.
            i = kept_.size();
            continue;
        }
        return c;
    }
    return nullptr;
}

std::size_t pool::choose(wish const& w) {
    auto const n = group_->endpoints().size();
    auto i = next_endpoint_++ % n;
    if (w.not_endpoint && i == *w.not_endpoint) i = next_endpoint_++ % n;
    return i;
}

io::task<pool::acquired> pool::acquire(wish w, ticket& t) {
    // Endpoints take turns, whether a connection to the next one is kept or has to be opened.
    auto const next = choose(w);
    if (auto c = take_kept(w, next)) {
        events_.reused();
        co_return acquired(std::move(c));
    }
    // Those who wait already come first.
    if (waiting_.empty() && group_->open_one()) co_return co_await open(next, t);
    if (auto c = take_kept(w, std::nullopt)) {
        events_.reused();
        co_return acquired(std::move(c));
    }
    if (!kept_.empty() && waiting_.empty()) {
        // All permits are taken, and some of them by kept connections that this request cannot use.
        auto c = std::move(kept_.front());
        kept_.erase(kept_.begin());
        discard(std::move(c));
        if (waiting_.empty() && group_->open_one()) co_return co_await open(next, t);
    }
    if (!group_->start_waiting())
        co_return acquired(failure{failure_code::overloaded, {}, "max_pending requests wait", true});
    waiter place(loop_, w);
    place.in = &waiting_;
    place.deadline.set(group_->options().response_timeout);
    waiting_.push_back(place);
    t.waiting_ = &place;
    // A permit that came back before this request was seen to wait was told to nobody.
    grant();
    if (!place.await_ready()) group_->tell_others(this, group::news::wanted);
    auto const how = co_await place;
    t.waiting_ = nullptr;
    group_->stop_waiting();
    switch (how) {
    case waiter::outcome::handed: events_.reused(); co_return acquired(std::move(place.handed));
    case waiter::outcome::permitted: co_return co_await open(next, t);
    case waiter::outcome::expired:
        co_return acquired(failure{failure_code::queue_timeout, {}, "waited for response_timeout", true});
    default: co_return acquired(failure{failure_code::cancelled, {}, {}, true});
    }
}

io::task<pool::acquired> pool::open(std::size_t index, ticket& t) {
    auto const& where = group_->endpoints()[index];
    failure failed{failure_code::unresolved, where.authority, where.resolve_error, true, index};
    for (auto const& address : where.addresses) {
        auto c = std::make_unique<connection>(loop_, index);
        t.connecting_ = &c->stream;
        c->stream.write_within(group_->options().connect_timeout);
        auto const error = co_await c->stream.connect(address);
        t.connecting_ = nullptr;
        if (!error && !t.cancelled_) {
            events_.opened();
            co_return acquired(std::move(c));
        }
        bool const timed_out = c->stream.timed_out();
        failed.detail = error.message();
        failed.code = timed_out ? failure_code::connect_timeout : failure_code::refused;
        if (t.cancelled_) failed.code = failure_code::cancelled;
        if (timed_out || t.cancelled_) break;
    }
    group_->close_one();
    gave_up_one();
    co_return acquired(std::move(failed));
}

void pool::release(std::unique_ptr<connection> c) {
    c->reused = true;
    c->answered = false;
    c->in.shrink();
    c->stream.clear_read_deadline();
    c->stream.clear_write_deadline();
    if (!waiting_.empty()) {
        auto& first = waiting_.front();
        // What the first cannot use makes room for a connection that it can.
        if (!can_use(first.wished, *c) || !is_quiet(*c)) return discard(std::move(c));
        first.handed = std::move(c);
        first.finish(waiter::outcome::handed);
        return;
    }
    // Requests on other threads wait for a permit, and this connection would sit on one.
    if (closing_ || group_->waiting() > 0) return discard(std::move(c));
    c->idle_since = io::clock::now();
    kept_.push_back(std::move(c));
}

void pool::discard(std::unique_ptr<connection> c) {
    c->stream.close();
    c.reset();
    events_.closed();
    group_->close_one();
    gave_up_one();
}

void pool::gave_up_one() {
    if (!waiting_.empty())
        grant();
    else if (group_->waiting() > 0)
        group_->tell_others(this, group::news::freed);
}

void pool::grant() {
    while (!waiting_.empty() && group_->open_one()) waiting_.front().finish(waiter::outcome::permitted);
}

void pool::sweep(io::clock::time_point now) {
    std::vector<std::unique_ptr<connection>> spent;
    std::erase_if(kept_, [&](std::unique_ptr<connection>& c) {
        if (now - c->idle_since < keep_idle && is_quiet(*c)) return false;
        spent.push_back(std::move(c));
        return true;
    });
    for (auto& c : spent) discard(std::move(c));
}

void pool::close_idle() {
    closing_ = true;
    auto spent = std::move(kept_);
    kept_.clear();
    for (auto& c : spent) discard(std::move(c));
}

} // namespace ficus::upstream

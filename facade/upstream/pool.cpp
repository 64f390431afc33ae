#include "facade/upstream/pool.hpp"

#include <algorithm>
#include <cassert>
#include <new>

namespace ficus::upstream {

namespace {

// Shorter than what servers commonly keep idle connections for (PHP and Node 5 s, Apache 5 s, nginx 75 s):
// most of those that would be stale are gone before anyone asks for them; the rest is found out by the retry.
constexpr std::chrono::seconds keep_idle{4};

bool is_want_of_descriptors(boost::system::error_code const& error) {
    return error == boost::system::errc::too_many_files_open ||
           error == boost::system::errc::too_many_files_open_in_system;
}

} // namespace

pool::pool(io::loop& on, std::shared_ptr<upstream::group> group, pool_events& events)
    : loop_(on), group_(std::move(group)), events_(events), unreachable_(group_->endpoints().size()),
      budget_(group_->options().retry_budget) {
    for (auto const& one : group_->endpoints()) endpoints_.push_back({static_cast<double>(one.weight), 0});
    weighed_ = endpoints_;
}

pool::~pool() {
    assert(waiting_.empty());
    group_->remove_listener(this);
    close_idle();
}

std::shared_ptr<pool> pool::make(io::loop& on, std::shared_ptr<upstream::group> group, pool_events& events) {
    std::shared_ptr<pool> made(new pool(on, std::move(group), events));
    made->group_->add_listener(made.get(), [weak = std::weak_ptr(made), &on](group::news what) {
        on.post([weak, what] {
            if (auto const self = weak.lock()) self->hear(what);
        });
    });
    return made;
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
    return !w.tried.has(kept.endpoint) || !w.tried.leave_one_of(group_->endpoints().size());
}

bool pool::leads_there_still(connection& kept) const {
    auto const& at = *group_->endpoints()[kept.endpoint].at;
    auto const version = at.version();
    if (kept.placed == version) return true;
    if (!at.has(kept.address)) return false;
    kept.placed = version;
    return true;
}

std::unique_ptr<connection> pool::take_kept(wish const& w, std::optional<std::size_t> only) {
    for (auto i = kept_.size(); i-- > 0;) {
        if (only ? kept_[i]->endpoint != *only : is_out(kept_[i]->endpoint)) continue;
        if (!can_use(w, *kept_[i])) continue;
        auto c = std::move(kept_[i]);
        kept_.erase(kept_.begin() + static_cast<std::ptrdiff_t>(i));
        if (!c->fit_for_reuse(w.once) || !leads_there_still(*c)) {
            discard(std::move(c));
            // What discard() set going may have changed the list.
            i = kept_.size();
            continue;
        }
        return c;
    }
    return nullptr;
}

bool pool::is_out(std::size_t endpoint) const {
    return group_->health() != nullptr && group_->health()->is_out(endpoint);
}

std::size_t pool::choose(wish const& w) {
    auto const n = endpoints_.size();
    if (n == 1) return 0;
    auto const& health = group_->health();
    bool const all_well = health == nullptr || health->all_well();
    if (all_well && w.tried.none()) return draw(endpoints_);
    weighed_ = endpoints_;
    if (!all_well)
        if (auto const on_trial = health->weigh(w.tried, w.asked, weighed_)) return *on_trial;
    if (w.tried.leave_one_of(n)) {
        bool any = false;
        for (std::size_t i = 0; i < n; ++i) {
            if (w.tried.has(i)) weighed_[i].weight = 0;
            any = any || weighed_[i].weight > 0;
        }
        // One that is left out may have come back; one that has just failed has not.
        if (!any)
            for (std::size_t i = 0; i < n; ++i)
                if (!w.tried.has(i)) weighed_[i].weight = endpoints_[i].weight;
    }
    return draw(weighed_);
}

std::size_t pool::draw(std::span<resilience::candidate const> from) {
    if (!group_->options().take_turns) {
        auto const bits = [this] { return static_cast<std::uint64_t>(random_()) << 1; };
        return resilience::pick(from, bits() << 32 | bits()).value_or(0);
    }
    auto next = next_endpoint_ % from.size();
    while (from[next].weight <= 0) next = (next + 1) % from.size();
    next_endpoint_ = next + 1;
    return next;
}

void pool::limit_own(std::size_t connections, std::size_t pending) {
    most_own_ = connections;
    most_waiting_ = pending;
}

void pool::tell_limit(io::clock::time_point now, io::clock::time_point sent, bool came) noexcept {
    auto const& adaptive = group_->adaptive();
    if (adaptive == nullptr) return;
    auto const open = static_cast<std::uint32_t>(group_->open());
    if (adaptive->tell(now, now - sent, open, came) && group_->waiting() > 0) tell_of_room(nullptr);
}

// The limit has fallen: what is kept is closed before any of it is used, or all would go on as before.
void pool::close_what_is_over() {
    while (group_->is_over_limit() && !kept_.empty()) {
        auto c = std::move(kept_.front());
        kept_.erase(kept_.begin());
        discard(std::move(c));
    }
}

std::unique_ptr<connection> pool::take(wish& w) {
    close_what_is_over();
    w.chosen = choose(w);
    auto c = take_kept(w, w.chosen);
    if (c) begin_use(*c);
    return c;
}

void pool::begin_use(connection& kept) {
    kept.used = usage(endpoints_[kept.endpoint].in_use);
    events_.reused();
}

io::task<pool::acquired> pool::acquire(wish w, ticket& t) {
    if (!w.chosen)
        if (auto c = take(w)) co_return acquired(std::move(c));
    auto const next = *w.chosen;
    // Those who wait already come first.
    if (waiting_.empty())
        if (auto allowed = take_permit()) co_return co_await open(next, std::move(allowed), w, t);
    if (auto c = take_kept(w, std::nullopt)) {
        begin_use(*c);
        co_return acquired(std::move(c));
    }
    if (!kept_.empty() && waiting_.empty()) {
        // All permits are taken, and some of them by kept connections that this request cannot use.
        auto c = std::move(kept_.front());
        kept_.erase(kept_.begin());
        discard(std::move(c));
        if (waiting_.empty())
            if (auto allowed = take_permit()) co_return co_await open(next, std::move(allowed), w, t);
    }
    auto const overloaded = [](std::string why) {
        return acquired(failure{failure_code::overloaded, {}, std::move(why), true});
    };
    resilience::bulkhead::place place;
    if (w.within != nullptr && !(place = w.within->wait()))
        co_return overloaded("max_pending of " + w.within->of() + " wait");
    if (waiting_.size() >= most_waiting_)
        co_return overloaded("as many requests wait as RLIMIT_NOFILE leaves room for");
    if (!group_->start_waiting()) co_return overloaded("max_pending requests wait");
    auto came = co_await wait(w, t);
    place.give_back();
    switch (came.how) {
    case waiter::outcome::handed: events_.reused(); co_return acquired(std::move(came.handed));
    case waiter::outcome::permitted: co_return co_await open(next, std::move(came.allowed), w, t);
    case waiter::outcome::expired:
        co_return acquired(failure{failure_code::queue_timeout, {}, "waited for queue_timeout", true});
    default: co_return acquired(failure{failure_code::cancelled, {}, {}, true});
    }
}

io::task<pool::turn> pool::wait(wish const& w, ticket& t) {
    waiter place(loop_, *group_, waiting_, w);
    auto const& options = group_->options();
    auto const own = options.queue_timeout.value_or(options.response_timeout);
    place.deadline.set(w.queue_within > w.queue_within.zero() ? w.queue_within : own);
    t.waiting_ = &place;
    // A permit that came back before this request was seen to wait was told to nobody.
    grant();
    if (!place.await_ready() && own_ < most_own_) group_->tell_others(this, group::news::wanted);
    auto const how = co_await place;
    t.waiting_ = nullptr;
    co_return turn{how, std::move(place.handed), std::move(place.allowed)};
}

io::task<pool::acquired> pool::open(std::size_t index, permit allowed, wish const& w, ticket& t) {
    auto const& to = group_->endpoints()[index];
    auto const version = to.at->version();
    auto const at = to.at->look();
    failure failed{failure_code::unresolved, to.authority, at->error, true, index};
    auto const own = group_->options().connect_timeout;
    auto const until =
        io::clock::now() + (w.connect_within > w.connect_within.zero() ? w.connect_within : own);
    for (auto untried = at->addresses.size(); untried > 0;) {
        auto c = std::make_unique<connection>(loop_, index, std::move(allowed));
        c->address = at->addresses[at->addresses.size() - untried];
        c->placed = version;
        c->used = usage(endpoints_[index].in_use);
        t.connecting_ = &c->stream;
        // An address that nobody answers at (IPv6 that leads nowhere) must not use up the others' time.
        c->stream.write_within((until - io::clock::now()) / static_cast<io::clock::rep>(untried));
        auto const error = co_await c->stream.connect(c->address);
        t.connecting_ = nullptr;
        if (!error && !t.cancelled_) {
            c->allowed.opened_ = true;
            unreachable_[index] = false;
            events_.opened();
            co_return acquired(std::move(c));
        }
        failed.detail = error.message();
        failed.code = c->stream.timed_out()           ? failure_code::connect_timeout
                      : is_want_of_descriptors(error) ? failure_code::no_descriptors
                                                      : failure_code::refused;
        if (t.cancelled_) failed.code = failure_code::cancelled;
        allowed = std::move(c->allowed);
        if (t.cancelled_) break;
        if (failed.code == failure_code::no_descriptors && !kept_.empty()) {
            // One that waits for a request has a descriptor that this request can use.
            auto spare = std::move(kept_.front());
            kept_.erase(kept_.begin());
            discard(std::move(spare));
            continue;
        }
        --untried;
    }
    if (failed.code != failure_code::cancelled && failed.code != failure_code::no_descriptors)
        unreachable_[index] = true;
    allowed = {};
    co_return acquired(std::move(failed));
}

void pool::release(std::unique_ptr<connection> c) {
    c->reused = true;
    c->answered = false;
    c->in.shrink();
    c->stream.clear_read_deadline();
    if (group_->is_over_limit()) return discard(std::move(c));
    if (!waiting_.empty()) {
        auto& first = waiting_.front();
        // What the first cannot use makes room for a connection that it can.
        if (!can_use(first.wished, *c) || !c->fit_for_reuse(true) || !leads_there_still(*c))
            return discard(std::move(c));
        first.handed = std::move(c);
        first.finish(waiter::outcome::handed);
        return;
    }
    // Requests on other threads wait for a permit, and this connection would sit on one.
    if (closing_ || group_->waiting() > 0) return discard(std::move(c));
    c->used.end();
    c->idle_since = io::clock::now();
    kept_.push_back(std::move(c));
}

void pool::discard(std::unique_ptr<connection> c) {
    c->stream.close();
    c.reset();
}

permit::~permit() {
    if (from_ != nullptr) from_->give_back(*this);
}

permit pool::take_permit() {
    if (own_ >= most_own_ || !group_->open_one()) return {};
    ++own_;
    return permit(*this);
}

void pool::give_back(permit const& p) noexcept {
    if (p.opened_) events_.closed();
    --own_;
    group_->close_one();
    if (!waiting_.empty()) return grant();
    if (group_->waiting() > 0) tell_of_room(this);
}

void pool::tell_of_room(pool const* but_for) noexcept {
    try {
        group_->tell_others(but_for, group::news::freed);
    } catch (std::bad_alloc const&) {
        // What a connection is lost to may be a want of memory. They look for themselves when they sweep.
    }
}

void pool::grant() {
    while (!waiting_.empty()) {
        auto allowed = take_permit();
        if (!allowed) return;
        auto& first = waiting_.front();
        first.allowed = std::move(allowed);
        first.finish(waiter::outcome::permitted);
    }
}

bool pool::take_retry() {
    return budget_.take(io::clock::now(), requests_);
}

bool pool::reaches_another(tried_endpoints const& tried) const {
    for (std::size_t i = 0; i < unreachable_.size(); ++i)
        if (!unreachable_[i] && !tried.has(i) && !is_out(i)) return true;
    return false;
}

void pool::sweep(io::clock::time_point now) {
    budget_.note(now, requests_);
    std::vector<std::unique_ptr<connection>> spent;
    std::erase_if(kept_, [&](std::unique_ptr<connection>& c) {
        if (now - c->idle_since < keep_idle && c->fit_for_reuse(true) && leads_there_still(*c)) return false;
        try {
            spent.push_back(std::move(c));
        } catch (std::bad_alloc const&) {
            return false; // not now, then
        }
        return true;
    });
    for (auto& c : spent) discard(std::move(c));
    close_what_is_over();
    grant();
}

void pool::close_idle() {
    closing_ = true;
    auto spent = std::move(kept_);
    kept_.clear();
    for (auto& c : spent) discard(std::move(c));
}

} // namespace ficus::upstream

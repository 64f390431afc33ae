#include "facade/shadow/runner.hpp"

#include "facade/io/give_way.hpp"
#include "facade/obs/thread_name.hpp"
#include "facade/shadow/runner_flight.hpp"
#include "facade/shadow/tapped.hpp"

#include <algorithm>
#include <iterator>

namespace ficus::shadow {

upstream::upstream_options options_for_copies(upstream::upstream_options live, runner_options const& runner) {
    live.max_connections = std::max<std::size_t>(1, live.max_connections / 4);
    live.max_pending = runner.max_under_way;
    live.adaptive.reset(); // what they learn of it is of copies alone
    return live;
}

runner::runner(runner_options options, http::limits limits, writer& into, std::size_t index)
    : options_(options), budget_(options.max_bytes), limits_(limits), writer_(into), index_(index),
      places_(options.max_jobs) {
    loop_.on_tick([this, last = io::clock::time_point{}](io::clock::time_point now) mutable {
        if (now - last < std::chrono::seconds(1)) return;
        last = now;
        finish_over(); // and begins what there was no memory to say the offer of
        for (auto it = pools_.begin(); it != pools_.end();) {
            it->second->sweep(now);
            // Ours is the last hold on a group that a reload has dropped.
            it = it->first.use_count() == 1 && it->second.use_count() == 1 ? pools_.erase(it) : std::next(it);
        }
    });
    thread_ = std::thread([this] {
        obs::name_this_thread("ficus-shadow");
        io::give_way();
        loop_.run();
    });
}

runner::~runner() {
    stop();
}

bool runner::offer(std::unique_ptr<job> j) {
    if (stopping_) return false;
    if (!places_.take()) return false;
    if (offered_.drop(std::move(j))) loop_.post_unhurried([this] { next(); });
    return true;
}

void runner::set_limits(http::limits limits) {
    loop_.post([this, limits] { limits_ = limits; });
}

void runner::next() {
    while (flights_.size() < options_.max_under_way && !stopping_) {
        auto j = longest_waiting();
        if (j == nullptr) return;
        flight* begun = nullptr;
        try {
            auto made = std::make_unique<flight>();
            auto& f = *made;
            flights_.emplace(&f, std::move(made));
            begun = &f;
            f.job = std::move(j);
            f.working.start(run(f));
        } catch (...) {
            skip(begun == nullptr ? *j : *begun->job, obs::skip::queue_full);
            places_.give_back();
            if (begun != nullptr) flights_.erase(begun);
        }
    }
}

std::unique_ptr<job> runner::longest_waiting() {
    if (waiting_.empty()) waiting_ = offered_.take_all();
    return waiting_.empty() ? nullptr : waiting_.pop();
}

void runner::finish_over() {
    auto const is_over = [](auto const& one) { return one.second->over; };
    for (auto it = flights_.begin(); (it = std::find_if(it, flights_.end(), is_over)) != flights_.end();) {
        places_.give_back();
        it = flights_.erase(it);
    }
    next();
}

void runner::finished(flight& f) {
    places_.give_back();
    flights_.erase(&f);
    next();
}

void runner::skip(job& j, obs::skip why) {
    if (j.tap != nullptr) std::exchange(j.tap, nullptr)->lose();
    if (!j.copied) return;
    j.operation->of(index_).skipped[static_cast<std::size_t>(why)].add();
}

void runner::count_both(job const& j, bool copy_failed) {
    // What is called off when the facade stops says nothing of a side.
    if (stopping_) return;
    auto& cells = j.operation->of(index_);
    std::size_t const served = j.plan->served == rules::side::legacy ? 0 : 1;
    cells.asked[0].add();
    cells.asked[1].add();
    if (j.status >= 500) cells.failed[served].add();
    if (copy_failed) cells.failed[1 - served].add();
}

void runner::give_to_tap(job& j) {
    auto const tap = std::exchange(j.tap, nullptr);
    if (auto one = recorded_of(j, limits_.max_buffered_body))
        tap->offer(std::move(*one), j.at - j.took);
    else
        tap->lose();
}

std::shared_ptr<upstream::pool> runner::pool_of(std::shared_ptr<upstream::group> const& live) {
    auto& slot = pools_[live];
    if (!slot) {
        auto own = std::make_shared<upstream::group>(options_for_copies(live->options(), options_),
                                                     live->endpoints(), live->health());
        slot = upstream::pool::make(loop_, std::move(own), events_);
    }
    return slot;
}

io::task<void> runner::run(flight& f) {
    try {
        co_await compare(f);
    } catch (...) {
        // The want of memory, mostly. Its place must come free for others.
        skip(*f.job, obs::skip::queue_full);
    }
    try {
        loop_.later([this, &f] { finished(f); });
    } catch (...) {
        f.over = true; // the next tick finds it
    }
}

void runner::stop() {
    if (stopping_.exchange(true)) return;
    loop_.post([this] {
        while (auto const j = longest_waiting()) {
            skip(*j, obs::skip::queue_full);
            places_.give_back();
        }
    });
    auto const wait_until = [this](io::clock::time_point until) {
        while (jobs() > 0 && io::clock::now() < until)
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
    };
    wait_until(io::clock::now() + options_.drain);
    loop_.post([this] {
        for (auto& [f, owned] : flights_) {
            f->control.cancel();
            if (f->calls != nullptr) f->calls->cancel();
        }
    });
    wait_until(io::clock::now() + options_.drain);
    loop_.post([this] {
        for (auto& [group, pool] : pools_) pool->close_idle();
    });
    loop_.stop();
    thread_.join();
}

} // namespace ficus::shadow

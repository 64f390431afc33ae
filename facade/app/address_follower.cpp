#include "facade/app/address_follower.hpp"

#include "facade/app/address_events.hpp"
#include "facade/dns/schedule.hpp"
#include "facade/obs/thread_name.hpp"

#include <algorithm>
#include <new>
#include <utility>

namespace ficus::app {

namespace {

// Each has a descriptor or two (descriptors.cpp keeps some back).
constexpr std::size_t most_at_once = 8;

bool has_address(upstream::group const& of, std::size_t endpoint) {
    return !of.endpoints()[endpoint].at->look()->addresses.empty();
}

} // namespace

struct address_follower::name {
    std::string host;
    std::vector<target> targets;
    dns::schedule when;
    bool lost = false; // and that has been said
    std::unique_ptr<dns::lookup> asking;
};

address_follower::address_follower(obs::log& log) : log_(log) {}

address_follower::~address_follower() {
    stop();
}

std::vector<std::unique_ptr<address_follower::name>> address_follower::names_of(pipeline::site const& site) {
    std::vector<std::unique_ptr<name>> all;
    for (auto const& group : site.upstreams) {
        auto const& endpoints = group->options().endpoints;
        for (std::size_t i = 0; i < endpoints.size(); ++i) {
            auto const& host = endpoints[i].host;
            if (!dns::may_move(host)) continue;
            auto known =
                std::find_if(all.begin(), all.end(), [&](auto const& one) { return one->host == host; });
            if (known == all.end()) {
                known = all.insert(all.end(), std::make_unique<name>());
                (*known)->host = host;
            }
            (*known)->targets.push_back({group, i});
            // Who has read the configuration has said so.
            if (!has_address(*group, i)) (*known)->lost = true;
        }
    }
    return all;
}

void address_follower::follow(pipeline::site const& site, dns::dns_options const& by) {
    auto names = by.follow ? names_of(site) : std::vector<std::unique_ptr<name>>();
    if (!thread_.joinable()) {
        if (names.empty()) return;
        start();
    }
    // A std::function is copied, and names are not.
    auto const shared = std::make_shared<std::vector<std::unique_ptr<name>>>(std::move(names));
    loop_.post([this, shared, by] { take_on(std::move(*shared), by); });
}

void address_follower::start() {
    loop_.on_tick([this](io::clock::time_point now) { ask_those_due(now); });
    thread_ = std::thread([this] {
        obs::name_this_thread("ficus-names");
        loop_.run();
    });
}

void address_follower::take_on(std::vector<std::unique_ptr<name>> next, dns::dns_options const& by) {
    by_ = by;
    for (auto const& was : names_)
        for (auto const& one : next)
            if (one->host == was->host) one->lost = one->lost || was->lost;
    names_ = std::move(next);
    asking_ = 0;
}

void address_follower::ask_those_due(io::clock::time_point now) {
    for (auto const& one : names_) {
        if (asking_ == most_at_once) return;
        if (one->asking != nullptr || !one->when.is_due(now)) continue;
        try {
            one->asking = std::make_unique<dns::lookup>(
                loop_, by_, one->host,
                [this, of = one.get()](dns::lookup_result const& what) { hear(*of, what); });
            ++asking_;
        } catch (std::bad_alloc const&) {
            one->when.failed(now, 0, by_);
        }
    }
}

void address_follower::hear(name& of, dns::lookup_result const& what) {
    of.asking.reset();
    --asking_;
    counted_[static_cast<std::size_t>(dns::outcome_of(what))].fetch_add(1, std::memory_order_relaxed);
    auto const now = io::clock::now();
    auto const again = [&] { of.when.failed(now, std::uint64_t{random_()} << 33, by_); };
    try {
        if (!what.has_value()) {
            again();
            return keep(of, what.error());
        }
        of.when.found(now, what->ttl, by_);
        move(of, *what);
    } catch (std::bad_alloc const&) {
        again();
    }
}

void address_follower::move(name& of, dns::answer const& to) {
    bool const was_lost = std::exchange(of.lost, false);
    for (auto const& t : of.targets) {
        auto const& options = t.of->options();
        upstream::found_addresses found;
        for (auto const& address : to.addresses)
            found.addresses.emplace_back(address, options.endpoints[t.endpoint].port);
        auto before = t.of->move(t.endpoint, std::move(found), io::clock::now());
        if (before == nullptr && !was_lost) continue;
        auto now = t.of->endpoints()[t.endpoint].at->look();
        if (before == nullptr) before = now;
        tell(log_,
             moved_endpoint{options.name, options.endpoints[t.endpoint].authority, before, now, to.ttl});
    }
}

void address_follower::keep(name& of, dns::lookup_error const& why) {
    if (std::exchange(of.lost, true)) return;
    for (auto const& t : of.targets) {
        auto const& options = t.of->options();
        tell(log_, unresolved_endpoint{options.name, options.endpoints[t.endpoint].authority, why.detail,
                                       has_address(*t.of, t.endpoint)});
    }
}

void address_follower::stop() {
    if (!thread_.joinable()) return;
    loop_.stop();
    thread_.join();
    names_.clear();
}

address_follower::counts address_follower::counted() const {
    counts out{};
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = counted_[i].load(std::memory_order_relaxed);
    return out;
}

} // namespace ficus::app

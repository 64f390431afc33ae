#include "facade/app/site_builder.hpp"

#include "acl/call.hpp"
#include "facade/app/bulkheads.hpp"
#include "facade/pipeline/plan_copies.hpp"
#include "facade/translation/own_origin.hpp"

#include <algorithm>
#include <map>
#include <random>

namespace ficus::app {

namespace {

std::string text_of(std::vector<rules::option_error> const& errors) {
    return errors.empty() ? "refused" : errors.front().key + ": " + errors.front().message;
}
std::string text_of(std::vector<acl::option_error> const& errors) {
    return errors.empty() ? "refused" : errors.front().key + ": " + errors.front().message;
}

std::shared_ptr<upstream::group> find_same(pipeline::site const* site,
                                           upstream::upstream_options const& options) {
    if (site == nullptr) return nullptr;
    for (auto const& group : site->upstreams)
        if (group->options() == options) return group;
    return nullptr;
}

/// Where that server was asked until now, by whichever upstream.
std::shared_ptr<upstream::found_addresses const> addresses_before(pipeline::site const* before,
                                                                  upstream::endpoint_options const& of) {
    if (before == nullptr) return nullptr;
    for (auto const& group : before->upstreams) {
        auto const& endpoints = group->options().endpoints;
        for (std::size_t i = 0; i < endpoints.size(); ++i) {
            if (endpoints[i].host != of.host || endpoints[i].port != of.port) continue;
            auto known = group->endpoints()[i].at->look();
            if (!known->addresses.empty()) return known;
        }
    }
    return nullptr;
}

/// What an upstream calls itself; null where nothing of it is to be looked for.
std::shared_ptr<translation::own_origin const> names_of(upstream::upstream_options const& options) {
    translation::origin_options made;
    made.redirects = options.redirects;
    made.links = options.links;
    made.origins = options.origins;
    made.cookie_domain = options.cookie_domain;
    made.cookie_path = options.cookie_path;
    if (made.says_nothing()) return nullptr;
    for (auto const& endpoint : options.endpoints) made.origins.push_back("http://" + endpoint.authority);
    // Not https: sent from there to here, a client that is sent back would turn in circles.
    if (options.host) made.origins.push_back(made.called = "http://" + *options.host);
    return std::make_shared<translation::own_origin const>(std::move(made));
}

/// The upstream of a feature's side that does not speak the client's dialect.
std::size_t other_upstream(pipeline::feature const& of) {
    return of.options.contract == rules::side::legacy ? of.modern : of.legacy;
}

/// For what that upstream answers in the feature's other dialect: its own translator comes first.
std::shared_ptr<translation::link_translators const>
links_of(pipeline::feature const& f, std::size_t upstream, std::vector<pipeline::feature> const& all) {
    if (!f.translator) return nullptr;
    translation::link_translators made;
    if (other_upstream(f) == upstream) made.push_back(f.translator);
    for (auto const& one : all)
        if (one.translator && one.options.contract == f.options.contract && other_upstream(one) == upstream &&
            std::find(made.begin(), made.end(), one.translator) == made.end())
            made.push_back(one.translator);
    return std::make_shared<translation::link_translators const>(std::move(made));
}

/// The feature's as it was, so that a reload ends no recording.
std::shared_ptr<recording::tap> tap_for(std::string const& feature, pipeline::site const* before) {
    if (before != nullptr)
        for (auto const& was : before->features)
            if (was.options.name == feature) return was.tap;
    return std::make_shared<recording::tap>();
}

/// The feature's as it was, where its rules are the same: a reload gives nobody a new burst.
boost::system::result<std::shared_ptr<pipeline::throttle>, std::vector<rules::option_error>>
throttle_for(config::feature const& of, pipeline::site const* before) {
    if (of.throttle.empty()) return std::shared_ptr<pipeline::throttle>();
    if (before != nullptr)
        for (auto const& was : before->features)
            if (was.options.name == of.options.name && was.throttle != nullptr &&
                was.throttle->options() == of.throttle)
                return was.throttle;
    std::random_device random;
    auto const seed = std::uint64_t{random()} << 32 | random();
    return pipeline::throttle::compile(of.options.name, of.throttle, seed);
}

/// One endpoint has no other that could be asked instead: its breaker is its guard, and a check's word of it
/// is for those who look.
std::shared_ptr<upstream::health> health_of(upstream::upstream_options const& options,
                                            endpoint_listener const& tell) {
    if (!options.outlier && !options.check) return nullptr;
    upstream::health::listener changed;
    if (tell)
        changed = [tell, options](upstream::endpoint_change const& change) {
            tell(options.name, options.endpoints[change.endpoint].authority, change);
        };
    return std::make_shared<upstream::health>(options, std::move(changed));
}

/// The upstream as it was, where its options are the same, with its endpoints where they are now; else a new
/// one.
std::shared_ptr<upstream::group> group_for(upstream::upstream_options const& options,
                                           pipeline::site const* before, upstream::resolver const& resolve,
                                           built_site& built, endpoint_listener const& tell) {
    auto const was = find_same(before, options);
    auto endpoints = resolve(options);
    for (std::size_t i = 0; i < endpoints.size(); ++i) {
        auto const& one = endpoints[i];
        auto now = one.at->look();
        if (now->addresses.empty()) {
            auto const known = addresses_before(before, options.endpoints[i]);
            built.unresolved.push_back({options.name, one.authority, now->error, known != nullptr});
            if (known == nullptr) continue;
            one.at->move(*known);
            now = known;
        }
        if (was == nullptr) continue;
        auto left = was->move(i, *now, std::chrono::steady_clock::now());
        if (left != nullptr) built.moved.push_back({options.name, one.authority, std::move(left), now});
    }
    if (was != nullptr) return was;
    return std::make_shared<upstream::group>(options, std::move(endpoints), health_of(options, tell));
}

} // namespace

boost::system::result<built_site, std::string>
build_site(config::configuration const& configuration, obs::counters& counters, pipeline::site const* before,
           upstream::resolver const& resolve, guard_listeners const& tell) {
    std::vector<rules::feature_options> options;
    for (auto const& f : configuration.features) options.push_back(f.options);
    auto table = rules::table::compile(options);
    if (!table) return "features." + text_of(table.error());
    auto site = std::make_shared<pipeline::site>(std::move(*table));
    built_site built;

    breaker_maker breakers(counters.threads(), before, tell.breakers);
    std::vector<std::shared_ptr<resilience::shared_breaker>> of_upstreams;
    std::map<std::string, std::size_t, std::less<>> index;
    for (auto const& u : configuration.upstreams) {
        index.emplace(u.name, site->upstreams.size());
        site->upstreams.push_back(group_for(u, before, resolve, built, tell.endpoints));
        site->names.push_back(names_of(u));
        of_upstreams.push_back(
            u.breaker ? breakers.make(*site, pipeline::breaker_scope::upstream, u.name, *u.breaker)
                      : nullptr);
    }
    std::map<std::string, std::shared_ptr<acl::translator const>, std::less<>> translators;
    for (auto const& t : configuration.translators) {
        auto compiled = acl::translator::compile(t);
        if (!compiled) return "translators." + t.name + "." + text_of(compiled.error());
        translators.emplace(t.name, std::make_shared<acl::translator const>(std::move(*compiled)));
    }
    auto const body_timeout = configuration.facade.limits.body_timeout;
    for (auto const& f : configuration.features) {
        pipeline::feature made;
        made.options = f.options;
        made.legacy = index.at(f.options.legacy);
        made.modern = index.at(f.options.modern);
        auto guards =
            pipeline::safeguards_of(site->upstreams[made.legacy]->options(),
                                    site->upstreams[made.modern]->options(), f.guards, body_timeout);
        if (f.guards.breaker)
            guards.sides[1].breakers[0] =
                breakers.make(*site, pipeline::breaker_scope::feature, f.options.name, *f.guards.breaker);
        guards.sides[0].breakers[1] = of_upstreams[made.legacy];
        guards.sides[1].breakers[1] = of_upstreams[made.modern];
        for (std::size_t side = 0; side < 2; ++side)
            guards.sides[side].bulkhead = bulkhead_for(f, side, before);
        made.guards = std::make_shared<pipeline::safeguards const>(std::move(guards));
        if (f.options.translator) {
            made.translator = translators.at(*f.options.translator);
            made.translator_rejects = made.translator->rejects();
            for (auto const& call : made.translator->calls())
                made.calls.push_back(call.upstream().empty() ? made.modern : index.at(call.upstream()));
        }
        auto comparer = acl::comparer::compile(f.compare);
        if (!comparer) return "features." + f.options.name + ".compare." + text_of(comparer.error());
        made.comparer = std::make_shared<acl::comparer const>(std::move(*comparer));
        made.compared_methods = f.compare.methods;
        made.baseline = f.compare.baseline;
        made.window = std::make_shared<shadow::window_key const>(shadow::window_key{
            f.options.name, acl::rules_fingerprint(f.compare), acl::rules_text(f.compare)});
        made.operations = std::make_shared<pipeline::operations const>(counters, f.options);
        made.copies = std::make_shared<shadow::copy_options const>(f.copies);
        auto const copies_to = [&](std::optional<std::string> const& named, std::size_t live) {
            return named ? index.at(*named) : live;
        };
        made.copies_to = {copies_to(f.copies.upstream_legacy, made.legacy),
                          copies_to(f.copies.upstream_modern, made.modern)};
        made.counters = counters.feature(f.options.name);
        made.tap = tap_for(f.options.name, before);
        auto throttle = throttle_for(f, before);
        if (!throttle) return "features." + f.options.name + "." + text_of(throttle.error());
        made.throttle = std::move(*throttle);
        made.priority = f.priority;
        site->features.push_back(std::move(made));
    }
    for (auto& f : site->features) {
        f.links[f.options.contract == rules::side::legacy ? 1 : 0] =
            links_of(f, other_upstream(f), site->features);
        for (auto const call : f.calls) f.call_links.push_back(links_of(f, call, site->features));
        f.plans = {pipeline::plan_copies(*site, f, rules::side::legacy),
                   pipeline::plan_copies(*site, f, rules::side::modern)};
    }
    site->legacy = index.at(configuration.facade.legacy);
    site->limits = configuration.facade.limits;
    auto const& legacy = site->upstreams[site->legacy]->options();
    site->guards = pipeline::safeguards_of(legacy, legacy, {}, body_timeout);
    site->guards.sides[0].breakers[1] = of_upstreams[site->legacy];
    for (auto const& text : configuration.facade.trusted_proxies)
        if (auto const network = rules::network::parse(text)) site->trusted_proxies.push_back(*network);
    site->shed = configuration.facade.shed;
    site->access_share = configuration.facade.log.access;
    site->answer_headers = configuration.facade.answer_headers;
    built.site = std::move(site);
    return built;
}

boost::system::result<std::shared_ptr<pipeline::snapshot const>, std::string>
build_snapshot(std::shared_ptr<pipeline::site const> site, rules::rule_set const& rules) {
    auto made = std::make_shared<pipeline::snapshot>();
    made->revision = rules.revision;
    rules::policy::programs shared;
    for (auto const& f : site->features) {
        auto policy = rules::policy::compile(f.options, rules.of(f.options.name), shared);
        if (!policy) return "features." + f.options.name + "." + text_of(policy.error());
        made->may_issue = made->may_issue || policy->may_issue();
        made->policies.push_back(std::move(*policy));
    }
    made->site = std::move(site);
    return std::shared_ptr<pipeline::snapshot const>(std::move(made));
}

} // namespace ficus::app

#include "facade/app/site_builder.hpp"

#include <algorithm>
#include <map>

namespace ficus::app {

namespace {

std::string text_of(std::vector<rules::option_error> const& errors) {
    return errors.empty() ? "refused" : errors.front().key + ": " + errors.front().message;
}
std::string text_of(std::vector<acl::option_error> const& errors) {
    return errors.empty() ? "refused" : errors.front().key + ": " + errors.front().message;
}

bool same(upstream::upstream_options const& a, upstream::upstream_options const& b) {
    auto const same_endpoint = [](upstream::endpoint_options const& x, upstream::endpoint_options const& y) {
        return x.host == y.host && x.port == y.port && x.authority == y.authority;
    };
    return a.name == b.name && a.connect_timeout == b.connect_timeout &&
           a.response_timeout == b.response_timeout && a.max_connections == b.max_connections &&
           a.max_pending == b.max_pending && a.retries == b.retries && a.host == b.host &&
           std::equal(a.endpoints.begin(), a.endpoints.end(), b.endpoints.begin(), b.endpoints.end(),
                      same_endpoint);
}

std::shared_ptr<upstream::group> group_for(upstream::upstream_options const& options,
                                           pipeline::site const* before) {
    if (before != nullptr)
        for (auto const& group : before->upstreams) {
            bool const resolved = std::all_of(group->endpoints().begin(), group->endpoints().end(),
                                              [](auto const& e) { return !e.addresses.empty(); });
            if (resolved && same(group->options(), options)) return group;
        }
    return std::make_shared<upstream::group>(options);
}

} // namespace

boost::system::result<std::shared_ptr<pipeline::site const>, std::string>
build_site(config::configuration const& configuration, obs::counters& counters,
           pipeline::site const* before) {
    std::vector<rules::feature_options> options;
    for (auto const& f : configuration.features) options.push_back(f.options);
    auto table = rules::table::compile(options);
    if (!table) return "features." + text_of(table.error());
    auto site = std::make_shared<pipeline::site>(std::move(*table));

    std::map<std::string, std::size_t, std::less<>> index;
    for (auto const& u : configuration.upstreams) {
        index.emplace(u.name, site->upstreams.size());
        site->upstreams.push_back(group_for(u, before));
    }
    std::map<std::string, std::shared_ptr<acl::translator const>, std::less<>> translators;
    for (auto const& t : configuration.translators) {
        auto compiled = acl::translator::compile(t);
        if (!compiled) return "translators." + t.name + "." + text_of(compiled.error());
        translators.emplace(t.name, std::make_shared<acl::translator const>(std::move(*compiled)));
    }
    for (auto const& f : configuration.features) {
        pipeline::feature made;
        made.options = f.options;
        made.legacy = index.at(f.options.legacy);
        made.modern = index.at(f.options.modern);
        if (f.options.translator) {
            made.translator = translators.at(*f.options.translator);
            made.translator_rejects = made.translator->rejects();
        }
        auto comparer = acl::comparer::compile(f.compare);
        if (!comparer) return "features." + f.options.name + ".compare." + text_of(comparer.error());
        made.comparer = std::make_shared<acl::comparer const>(std::move(*comparer));
        made.compared_methods = f.compare.methods;
        made.baseline = f.compare.baseline;
        made.counters = counters.feature(f.options.name);
        site->features.push_back(std::move(made));
    }
    site->legacy = index.at(configuration.facade.legacy);
    site->limits = configuration.facade.limits;
    for (auto const& text : configuration.facade.trusted_proxies)
        if (auto const network = rules::network::parse(text)) site->trusted_proxies.push_back(*network);
    site->access_share = configuration.facade.log.access;
    return std::shared_ptr<pipeline::site const>(std::move(site));
}

boost::system::result<std::shared_ptr<pipeline::snapshot const>, std::string>
build_snapshot(std::shared_ptr<pipeline::site const> site, rules::rule_set const& rules) {
    auto made = std::make_shared<pipeline::snapshot>();
    made->revision = rules.revision;
    for (auto const& f : site->features) {
        auto policy = rules::policy::compile(f.options, rules.of(f.options.name));
        if (!policy) return "features." + f.options.name + "." + text_of(policy.error());
        made->may_issue = made->may_issue || policy->may_issue();
        made->policies.push_back(std::move(*policy));
    }
    made->site = std::move(site);
    return std::shared_ptr<pipeline::snapshot const>(std::move(made));
}

} // namespace ficus::app

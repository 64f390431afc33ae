#include "facade/app/bulkheads.hpp"

namespace ficus::app {

namespace {

constexpr std::string_view side_names[] = {"legacy", "modern"};

std::string const& upstream_of(pipeline::site const& site, pipeline::feature const& f, std::size_t side) {
    return site.upstreams[side == 0 ? f.legacy : f.modern]->options().name;
}

} // namespace

std::shared_ptr<resilience::bulkhead> bulkhead_for(config::feature const& of, std::size_t side,
                                                   pipeline::site const* before) {
    auto const& options = of.guards.sides[side].bulkhead;
    if (options.says_nothing()) return nullptr;
    auto const& upstream = side == 0 ? of.options.legacy : of.options.modern;
    std::shared_ptr<resilience::bulkhead> was;
    if (before != nullptr)
        for (auto const& f : before->features)
            if (f.options.name == of.options.name && upstream_of(*before, f, side) == upstream)
                was = f.guards->sides[side].bulkhead;
    if (was != nullptr && was->options() == options) return was;
    auto name = "feature " + of.options.name + " at " + std::string(side_names[side]);
    if (was != nullptr)
        return std::make_shared<resilience::bulkhead>(options, std::move(name), was->so_far());
    return std::make_shared<resilience::bulkhead>(options, std::move(name));
}

std::vector<obs::bulkhead_figures> bulkhead_figures_of(pipeline::site const& site) {
    std::vector<obs::bulkhead_figures> out;
    for (auto const& f : site.features)
        for (std::size_t side = 0; side < 2; ++side) {
            auto const& bulkhead = f.guards->sides[side].bulkhead;
            if (bulkhead == nullptr) continue;
            auto const& counts = *bulkhead->so_far();
            out.push_back({f.options.name, side_names[side], counts.requests, counts.pending,
                           counts.refused_requests, counts.refused_pending});
        }
    return out;
}

std::vector<obs::limit_figures> limit_figures_of(pipeline::site const& site) {
    std::vector<obs::limit_figures> out;
    for (auto const& group : site.upstreams)
        if (auto const& adaptive = group->adaptive())
            out.push_back({group->options().name, adaptive->limit()});
    return out;
}

} // namespace ficus::app

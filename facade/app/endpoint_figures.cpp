#include "facade/app/endpoint_figures.hpp"

namespace ficus::app {

std::vector<obs::endpoint_figures> endpoint_figures_of(pipeline::site const& site,
                                                       resilience::time_point now) {
    std::vector<obs::endpoint_figures> out;
    for (auto const& group : site.upstreams) {
        if (group->health() == nullptr) continue;
        auto const seen = group->health()->look(now);
        for (std::size_t i = 0; i < seen.size(); ++i)
            out.push_back({group->options().name, group->endpoints()[i].authority, seen[i].state == "up",
                           seen[i].failures, seen[i].ejections});
    }
    return out;
}

std::vector<obs::lookup_figures> lookup_figures_of(address_follower::counts const& counted) {
    std::vector<obs::lookup_figures> out;
    for (std::size_t i = 0; i < counted.size(); ++i)
        out.push_back({dns::name_of(static_cast<dns::lookup_outcome>(i)), counted[i]});
    return out;
}

} // namespace ficus::app

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

} // namespace ficus::app

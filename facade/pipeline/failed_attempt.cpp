#include "facade/pipeline/failed_attempt.hpp"

#include "facade/obs/json_line.hpp"

namespace ficus::pipeline {

std::string json_of(std::span<failed_attempt const> attempts) {
    std::string list = "[";
    obs::json_line one;
    for (auto const& a : attempts) {
        one.clear();
        one.add("side", rules::name_of(a.side));
        if (!a.endpoint.empty()) one.add("endpoint", a.endpoint);
        one.add("why", a.why).add_ms("ms", a.took);
        if (a.over_budget) one.add("over_budget", true);
        if (a.then) one.add("then", name_of(*a.then));
        auto object = one.finish();
        object.remove_suffix(1); // its line end
        if (list.size() > 1) list += ',';
        list += object;
    }
    return list + "]";
}

} // namespace ficus::pipeline

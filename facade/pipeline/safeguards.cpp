#include "facade/pipeline/safeguards.hpp"

#include <algorithm>

namespace ficus::pipeline {

bool safeguards::consents_to(std::string_view method) const {
    return std::find(retry_methods.begin(), retry_methods.end(), method) != retry_methods.end();
}

safeguards safeguards_of(upstream::upstream_options const& legacy, upstream::upstream_options const& modern,
                         upstream::guard_options const& said, std::chrono::milliseconds body_timeout) {
    safeguards out;
    out.sides[0].limits = upstream::limits_of(legacy, said.sides[0], body_timeout, false);
    out.sides[1].limits = upstream::limits_of(modern, said.sides[1], body_timeout, said.fallback.allowed);
    out.request = {said.request_timeout.value_or(legacy.request_timeout),
                   said.request_timeout.value_or(modern.request_timeout)};
    out.retry_methods = said.retry_methods;
    out.fallback = said.fallback;
    return out;
}

} // namespace ficus::pipeline

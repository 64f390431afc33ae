#include "facade/upstream/side_limits.hpp"

#include <algorithm>

namespace ficus::upstream {

namespace {

constexpr std::chrono::milliseconds longest_queue_with_another{1000};

} // namespace

side_limits limits_of(upstream_options const& of, side_options const& said,
                      std::chrono::milliseconds body_timeout, bool has_other) {
    side_limits out;
    out.connect = said.connect_timeout.value_or(of.connect_timeout);
    out.response = said.response_timeout.value_or(of.response_timeout);
    out.body = said.body_timeout.value_or(of.body_timeout.value_or(body_timeout));
    out.retries = said.retries.value_or(of.retries);
    auto const queue = said.queue_timeout ? said.queue_timeout : of.queue_timeout;
    out.queue = queue       ? *queue
                : has_other ? std::min(out.response, longest_queue_with_another)
                            : out.response;
    return out;
}

} // namespace ficus::upstream

#include "facade/shadow/traced_copy.hpp"

#include "facade/tracing/exporter.hpp"

#include <utility>

namespace ficus::shadow {

void end(traced_copy& copy, io::clock::time_point began, upstream::call_result const& result) {
    auto& span = copy.span;
    span.took = io::clock::now() - began;
    span.started =
        std::chrono::system_clock::now() - std::chrono::duration_cast<std::chrono::microseconds>(span.took);
    if (auto const* failed = std::get_if<upstream::failure>(&result)) {
        span.error = upstream::name_of(failed->code);
    } else if (auto const* answer = std::get_if<std::unique_ptr<upstream::whole_answer>>(&result)) {
        auto const status = (*answer)->head.status;
        span.attributes.push_back({"http.response.status_code", std::int64_t{status}});
        if (status >= 500) span.error = std::to_string(status);
    } else {
        span.error = "body_too_large";
    }
    std::vector<tracing::span> spans;
    spans.push_back(std::move(span));
    copy.to.offer(std::move(spans));
}

} // namespace ficus::shadow

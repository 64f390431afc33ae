#pragma once

#include "facade/tracing/span.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::pipeline {

/// What a collector of traces will be told of one request.
struct trace {
    std::string id;                             ///< 32 digits, the client's own where it has one
    bool of_client = false;                     ///< it has
    std::string parent_id;                      ///< the client's span; empty: there is none
    std::string span_id;                        ///< of the request as a whole
    std::string attempt_id;                     ///< of the attempt that is under way
    std::string traceparent;                    ///< what whoever is asked now is told
    std::vector<tracing::span> attempts;        ///< that are over
    std::map<std::size_t, tracing::span> calls; ///< that were made, by the translator's
};

/// W3C Trace Context §3.2.2, of a span that is recorded.
std::string traceparent_of(std::string_view trace_id, std::string_view span_id);

/// Whether whoever wrote it records its part (§3.2.2.5.1).
bool says_sampled(std::string_view traceparent);

} // namespace ficus::pipeline

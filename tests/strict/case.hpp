#pragma once

#include "support/times.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Messages as raw bytes, each with what has to become of it and the section that says so. The same rows are
/// read by the deciding code alone (tests/strict/*_test.cpp) and sent through a real facade
/// (tests/e2e/strict_*.cpp).
namespace ficus::test {

/// What becomes of a message.
struct outcome {
    enum class kind {
        passes,       ///< it is passed on as `seen`
        passes_alone, ///< the same, but nothing that follows on its connection is looked at
        refused,      ///< 4xx, 5xx (an answer: 502) and the connection's end; nobody sees a whole message
    };
    kind what = kind::refused;
    unsigned status = 0;     ///< of a refusal
    std::string_view reason; ///< of a refusal, as its counter is called
    /// Start line, fields and content of what is passed on: without what the facade says of itself (Via,
    /// X-Forwarded-*, X-Request-ID, traceparent, Date), without Expect, which depends on when the body came,
    /// and with the framing taken out of a chunked body; its trailers follow the content. `<endpoint>` is the
    /// upstream's own name.
    std::string seen;
};

inline outcome passes(std::string seen) {
    return {outcome::kind::passes, 0, {}, std::move(seen)};
}
inline outcome passes_alone(std::string seen) {
    return {outcome::kind::passes_alone, 0, {}, std::move(seen)};
}
inline outcome refused(unsigned status, std::string_view reason) {
    return {outcome::kind::refused, status, reason, {}};
}

struct request_case {
    std::string_view section; ///< `9112 6.3`: RFC and section; `ours`: a rule of the facade's own
    std::string_view name;
    std::string bytes;
    outcome expected;
};

struct answer_case {
    std::string_view section;
    std::string_view name;
    std::string_view method; ///< of the request that it answers
    std::string bytes;
    outcome expected; ///< `refused`: by 502, or, where the head had been passed on already, by an end in its
                      ///< middle
    bool then_closes = false; ///< the upstream ends the connection behind these bytes
};

// By topic, a file each.
std::vector<request_case> start_line_cases();
std::vector<request_case> target_cases();
std::vector<request_case> path_cases();
std::vector<request_case> host_cases();
std::vector<request_case> request_field_cases();
std::vector<request_case> request_length_cases();
std::vector<request_case> request_coding_cases();
std::vector<request_case> request_chunk_cases();
std::vector<request_case> request_connection_cases();

std::vector<answer_case> status_line_cases();
std::vector<answer_case> answer_field_cases();
std::vector<answer_case> answer_length_cases();
std::vector<answer_case> answer_chunk_cases();
std::vector<answer_case> answer_end_cases();

/// All of them.
std::vector<request_case> request_cases();
std::vector<answer_case> answer_cases();

} // namespace ficus::test

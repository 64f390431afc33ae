#pragma once

#include "facade/composition/calls_under_way.hpp"
#include "facade/io/deadlines.hpp"
#include "facade/io/loop.hpp"
#include "facade/resilience/request_deadline.hpp"
#include "facade/resilience/shared_breaker.hpp"
#include "facade/translation/call_links.hpp"
#include "rules/side.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What an exchange has in some requests only.
namespace ficus::pipeline {

/// What the answer is put together with.
struct composed_answer {
    composed_answer(composition::calls_under_way::setting const& within, std::vector<acl::due_call> due)
        : calls(within, std::move(due)) {}
    composition::calls_under_way calls;
    std::string head_bytes; ///< of the main answer, which outlives its connection's use
    std::vector<acl::call_answer> answers;
    translation::call_links links;
    bool reusable = false; ///< what is known of the main connection when the head has been read
};

/// What is said of a request that was not just let in.
struct admission {
    std::string policy;            ///< RateLimit-Policy, where the feature has a throttle
    std::string limit;             ///< RateLimit
    std::uint64_t retry_after = 0; ///< seconds; 0: it was admitted
    bool shed = false;             ///< it was not, because the facade has too much to do
};

/// What an answer says of how it came to be.
struct answer_figures {
    std::string timing;
    std::string revision;
    std::string attempts;
};

/// What the breakers of the side that is asked have been told, as they stand in safeguards::side.
struct breaker_permission {
    std::array<resilience::breaker_pass, 2> passes;
    std::optional<io::deadline> slow; ///< where one counts slow heads
    io::clock::time_point head_due_since{};
};

/// A request's own deadline.
struct request_timing {
    /// At that time `alarmed` is called, on the loop's thread.
    request_timing(io::loop& on, void (*alarmed)(void*), void* self, resilience::request_deadline until)
        : until(until), side_until(until), alarm(on.deadlines(), alarmed, self) {}
    resilience::request_deadline until;
    resilience::request_deadline side_until; ///< for the side that is asked
    std::optional<rules::side> side;         ///< that one
    io::deadline alarm;
};

} // namespace ficus::pipeline

#pragma once

namespace ficus::obs {

/// `answer_headers` of `[facade]`: what answers say of how they came to be, besides what they are.
struct answer_headers {
    bool server_timing = false; ///< Server-Timing: how long each side took, and the facade
    bool ficus = false;         ///< X-Ficus-Feature, -Side, -Revision, -Attempts and -Fallback

    bool any() const { return server_timing || ficus; }
    friend bool operator==(answer_headers const&, answer_headers const&) = default;
};

} // namespace ficus::obs

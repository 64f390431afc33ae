#pragma once

#include "rules/side.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ficus::recording {

using fields = std::vector<std::pair<std::string, std::string>>;

/// A request as its client sent it, without what must not leave the facade, and how it was answered.
struct recorded {
    std::chrono::microseconds after{0}; ///< the first of the file
    std::string method;
    std::string target; ///< path and query
    std::string host;
    fields headers;
    std::string body;
    bool redacted = false; ///< something is masked: it is replayed as it stands here
    struct answer {
        rules::side served = rules::side::legacy;
        int status = 0;
        fields headers;
        std::string body; ///< in the contract's dialect, in no content coding
        std::chrono::microseconds latency{0};
        bool operator==(answer const&) const = default;
    };
    std::optional<answer> answered; ///< unset: of an access log, or one that nobody kept
    bool operator==(recorded const&) const = default;
};

/// The first line of a recording.
struct recording_head {
    int version = 1;
    std::string feature; ///< empty: of a HAR file or a log
    rules::side contract = rules::side::legacy;
    std::int64_t at_ms = 0; ///< since 1970
};

/// What a file held.
struct recording {
    recording_head head;
    std::vector<recorded> requests; ///< by `after`
    std::size_t passed_over = 0;    ///< entries that are no GET over HTTP, in HAR files and logs
};

inline constexpr std::size_t most_requests = 1'000'000;
inline constexpr std::size_t most_line = 16UL * 1024 * 1024;
inline constexpr std::chrono::microseconds most_apart =
    std::chrono::hours(24) * 365;                               ///< of one file's requests
inline constexpr std::size_t most_bytes = 1024UL * 1024 * 1024; ///< of one file

/// Of a header field: that it belongs to the connection or to the body's framing, which a request that is
/// sent again has of its own. So do HTTP/2's pseudo-fields.
bool belongs_to_the_way(std::string_view name);

/// Why it could not be sent, or answered, as it stands: `headers[2]: ...`. Nothing where it could.
std::optional<std::string> wrong_with(recorded const& one);

} // namespace ficus::recording

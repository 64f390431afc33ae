#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace ficus::admin {

/// A JSON document and the status that it is answered with.
struct json_answer {
    unsigned status = 200;
    std::string body;
};

/// What a request is answered with.
struct reply {
    unsigned status = 200;
    std::string_view content_type;
    std::string_view allow; ///< of 405
    std::string body;
};

/// What the admin listener knows of the facade. Called on the admin thread while the facade runs: each must
/// be thread-safe, quick, and never wait for a request's thread. An exception is answered with 500.
struct sources {
    std::function<json_answer()> live;    ///< `/livez`, `/healthz`
    std::function<json_answer()> ready;   ///< `/readyz`
    std::function<std::string()> metrics; ///< `/metrics`: Prometheus text format
    std::function<std::string()> status;  ///< `/api/status`: JSON
    /// `/api/record/FEATURE?QUERY`, by GET alone, since who asks takes what there is.
    std::function<reply(std::string_view feature, std::string_view query)> record = {};
};

/// The answer to a request whose head has been read. A query is looked at by `record` alone.
reply answer_to(std::string_view method, std::string_view target, sources const& from);

/// An error as `application/problem+json` (RFC 9457).
reply problem(unsigned status, std::string_view title, std::string_view detail);

} // namespace ficus::admin

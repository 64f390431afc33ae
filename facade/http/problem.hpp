#pragma once

#include "facade/http/edit.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace ficus::http {

/// An error that the facade itself answers with (RFC 9457), and what it says to proxies on the way (RFC
/// 9209).
struct problem {
    unsigned status = 500;
    std::string_view title;       ///< the status's reason phrase when empty
    std::string_view detail;      ///< what is wrong, for a person
    std::string_view proxy_error; ///< an error type of RFC 9209 §2.3, such as `connection_refused`
    std::string_view request_id;
    std::string_view
        accept_encoding{};   ///< with 415, codings of a request's body that are read (RFC 9110 §15.5.16)
    std::string_view date{}; ///< RFC 9110 §6.6.1; left out when empty
    /// Seconds after which it may be tried again (RFC 9110 §10.2.3); 0: not said, but 1 with 503.
    std::uint64_t retry_after = 0;
    std::span<extra_field const> more{}; ///< fields besides
};

/// The whole answer, head and body; no body for HEAD.
std::string render(problem const& p, bool close, bool head_only);

/// `Not Found` for 404; `Unknown` for what has no name.
std::string_view reason_of(unsigned status);

} // namespace ficus::http

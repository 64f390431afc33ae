#pragma once

#include <string_view>

namespace ficus::http {

/// Whether a request of this method may be sent twice (RFC 9110 §9.2.2). TRACE is never relayed.
inline bool is_idempotent(std::string_view method) {
    return method == "GET" || method == "HEAD" || method == "PUT" || method == "DELETE" ||
           method == "OPTIONS";
}

/// Whether a request of this method asks for nothing to be done (RFC 9110 §9.2.1).
inline bool is_safe(std::string_view method) {
    return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

/// Whether a request of this method has a meaning for content, so that none is said too (RFC 9110 §8.6).
inline bool has_meaningful_content(std::string_view method) {
    return method == "POST" || method == "PUT" || method == "PATCH";
}

} // namespace ficus::http

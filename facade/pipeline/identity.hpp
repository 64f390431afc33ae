#pragma once

#include "facade/http/head.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace ficus::pipeline {

using random_bits = std::function<std::uint64_t()>;

/// What a request is called in logs, headers and traces.
struct identity {
    std::string request_id;
    bool request_id_made = false; ///< the client sent none, or one that is not fit to be passed on
    std::string traceparent;
    bool traceparent_made = false;
    /// The 32 digits in traceparent.
    std::string_view trace_id() const { return std::string_view(traceparent).substr(3, 32); }
};
identity identify(http::request_head const& head, random_bits const& random);

/// W3C Trace Context §3.2, version 00 and later ones as far as they begin like it.
bool is_traceparent(std::string_view text);

/// 32 hexadecimal digits: the value of a new `ficus` cookie.
std::string make_id(random_bits const& random);

} // namespace ficus::pipeline

#pragma once

#include "facade/http/head.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ficus::http {

/// A request target taken apart (RFC 9112 §3.2). Views point into the head that it was read from.
struct target {
    std::string_view authority; ///< of an absolute-form target: it replaces Host; otherwise empty
    std::string_view path;  ///< still percent-encoded; `/` where an absolute form has none; `*` for OPTIONS *
    std::string_view query; ///< without `?`
    bool has_query = false;

    /// The origin form that goes upstream, byte for byte what was received where the client sent one.
    void append_origin_form(std::string& out) const;
    /// The same where it stands as one piece in what was received; otherwise empty.
    std::string_view origin_form() const;
};

/// Whether this is a host with an optional port, as Host has it (RFC 9110 §7.2), that everybody reads alike.
/// An empty one is: it says that there is no host.
bool is_host_and_port(std::string_view text);

struct target_result {
    http::target target;
    std::optional<refusal> refused;
};

/// CONNECT and TRACE are refused with 405 here, since CONNECT's target is no path at all.
target_result read_target(request_head const& head);

} // namespace ficus::http

#pragma once

#include "facade/http/head.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace ficus::http {

/// Where a message's body ends (RFC 9112 §6.3).
struct framing {
    enum class by : std::uint8_t { none, length, chunked, until_close };
    by kind = by::none;
    std::uint64_t length = 0;
};

/// The framing of a request, or why the request is refused: whatever two parsers could read in two ways.
struct request_framing {
    http::framing body;
    std::optional<refusal> refused;
};
request_framing frame_request(request_head const& head);

/// The framing of the answer to a request of that method. 1xx answers have none.
struct response_framing {
    http::framing body;
    /// Whether its connection can carry another answer, once all of the body and nothing else has been read.
    bool reusable = false;
    std::optional<refusal> refused;
};
response_framing frame_response(response_head const& head, std::string_view request_method);

/// Whether the request asks for the one protocol that is relayed (RFC 6455 §4.1; HTTP/1.0
/// cannot ask).
bool asks_for_websocket(request_head const& head);

/// Whether the connection lives on after this message, as far as its head says (RFC 9112 §9.3).
bool persists(head const& h);

} // namespace ficus::http

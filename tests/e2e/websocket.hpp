#pragma once

#include "support/raw_client.hpp"

#include <string>

namespace ficus::test {

/// Asks for a WebSocket at `/socket`, or for another protocol; that of RFC 6455 §1.2.
inline std::string handshake(std::string const& protocol = "websocket") {
    return get("/socket", {{"Connection", "keep-alive, Upgrade"},
                           {"Upgrade", protocol},
                           {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
                           {"Sec-WebSocket-Version", "13"}});
}

/// What its server says to it.
inline constexpr char const* switching =
    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

} // namespace ficus::test

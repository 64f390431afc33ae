#pragma once

#include "fuzz/message.hpp"

#include <string_view>
#include <vector>

namespace ficus::test {

/// The calls that a client's connection makes for its requests, in their order, without the connection
/// (facade/net/client_connection.cpp and facade/pipeline/exchange.cpp).
messages read_requests(std::vector<std::string_view> const& pieces);

/// What was asked, of which an answer's end depends.
struct asked {
    std::string_view method;
    bool websocket = false;
};
/// The same for an upstream's answers, one to each of `asked`, which is gone through in turn; the peer closes
/// behind the bytes (facade/upstream/call.cpp and facade/pipeline/attempt.cpp).
messages read_answers(std::vector<std::string_view> const& pieces, std::vector<asked> const& asked);

/// The bytes in pieces of those sizes (0: of one byte), in turn; without sizes in one piece.
std::vector<std::string_view> in_pieces(std::string_view bytes, std::string_view sizes);
/// What the letters of `steer` ask; one GET where there are none.
std::vector<asked> asked_by(std::string_view steer);

} // namespace ficus::test

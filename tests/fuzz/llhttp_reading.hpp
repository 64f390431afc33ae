#pragma once

#include "fuzz/message.hpp"
#include "fuzz/our_reading.hpp"

#include <string_view>
#include <vector>

namespace ficus::test {

/// What llhttp, in its strict mode and with no leniency switched on, makes of the same bytes. A refusal's
/// `why` is the name of its error. It reads on where its user may have to close or to change the protocol.
messages llhttp_requests(std::string_view bytes);
messages llhttp_answers(std::string_view bytes, std::vector<asked> const& asked);

} // namespace ficus::test

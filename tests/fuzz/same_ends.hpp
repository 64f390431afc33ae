#pragma once

#include "fuzz/message.hpp"

namespace ficus::test {

/// Says on stderr what differs, and aborts, unless llhttp reads whatever we accept as we do: the same end,
/// fields and content. What we refuse, llhttp may read as it likes; a difference that is known, and in which
/// we are right, ends the comparison (the table in same_ends.cpp).
void require_same_ends(std::string_view bytes, messages const& ours, messages const& theirs);

/// Aborts unless both are the same to the last byte: of one reader, however the bytes arrive.
void require_same(messages const& whole, messages const& in_pieces);

} // namespace ficus::test

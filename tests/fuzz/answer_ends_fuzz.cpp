// Answers one behind the other: what we accept, llhttp accepts too, and ends it where we do with the same
// content; and we read the same however the bytes arrive. The first line steers (message.hpp). CONNECT, whose
// answers end otherwise, is not among what was asked: the facade never asks it (design.md §3).
#include "fuzz/llhttp_reading.hpp"
#include "fuzz/our_reading.hpp"
#include "fuzz/same_ends.hpp"

#include <cstdint>

using namespace ficus::test;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const input = taken_apart({reinterpret_cast<char const*>(data), size});
    auto const asked = asked_by(input.steer);
    auto const ours = read_answers({input.bytes}, asked);
    require_same(ours, read_answers(in_pieces(input.bytes, input.steer), asked));
    require_same(ours, read_answers(in_pieces(input.bytes, "\1"), asked));
    require_same_ends(input.bytes, ours, llhttp_answers(input.bytes, asked));
    return 0;
}

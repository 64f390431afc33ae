// Requests one behind the other: what we accept, llhttp accepts too, and ends it where we do with the same
// content; and we read the same however the bytes arrive. The first line steers (message.hpp).
#include "fuzz/llhttp_reading.hpp"
#include "fuzz/our_reading.hpp"
#include "fuzz/same_ends.hpp"

#include <cstdint>

using namespace ficus::test;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const input = taken_apart({reinterpret_cast<char const*>(data), size});
    auto const ours = read_requests({input.bytes});
    require_same(ours, read_requests(in_pieces(input.bytes, input.steer)));
    require_same(ours, read_requests(in_pieces(input.bytes, "\1")));
    require_same_ends(input.bytes, ours, llhttp_requests(input.bytes));
    return 0;
}

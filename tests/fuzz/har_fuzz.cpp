// Whatever is read as a HAR file is requests that could be sent, in the order of their times.
#include "facade/recording/har.hpp"
#include "fuzz/written_recording.hpp"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    using namespace ficus;
    auto const found = recording::read_har({reinterpret_cast<char const*>(data), size});
    if (!found) {
        fuzz::require(!found.error().message.empty());
        return 0;
    }
    for (auto const& one : found->requests) fuzz::require(one.method == "GET" && one.body.empty());
    fuzz::reads_the_same_again(*found);
    return 0;
}

// Whatever is read as a recording can be written, and reads as the same again; a mistake has a line of the
// text.
#include "facade/recording/recorded_file.hpp"
#include "fuzz/written_recording.hpp"

#include <algorithm>
#include <sstream>

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    using namespace ficus;
    std::string text(reinterpret_cast<char const*>(data), size);
    // A file that begins otherwise is of another kind, which has a fuzzer of its own.
    text.insert(0, R"({"ficus_recording":1,"feature":"a","contract":"legacy","at_ms":1})"
                   "\n");
    std::istringstream from(text);
    auto const found = recording::read_recording(from);
    auto const lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    if (!found) {
        auto const& error = found.error();
        fuzz::require(error.line >= 2 && error.line <= lines && !error.message.empty() &&
                      error.requests < lines);
        return 0;
    }
    fuzz::reads_the_same_again(*found);
    return 0;
}

// Whatever is read as an access log is requests that could be sent, as many as there are lines at most.
#include "facade/recording/access_log.hpp"
#include "fuzz/written_recording.hpp"

#include <algorithm>

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    using namespace ficus;
    std::string const text(reinterpret_cast<char const*>(data), size);
    auto const lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    std::istringstream from(text);
    recording::line_source source(from);
    auto const found = recording::read_access_log(source);
    if (!found) {
        auto const& error = found.error();
        fuzz::require(error.line >= 1 && error.line <= lines && !error.message.empty() &&
                      error.requests < lines);
        return 0;
    }
    fuzz::require(found->requests.size() + found->passed_over <= lines);
    for (auto const& one : found->requests) fuzz::require(one.method == "GET" && !one.answered);
    fuzz::reads_the_same_again(*found);
    return 0;
}

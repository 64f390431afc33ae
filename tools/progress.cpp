#include "tools/progress.hpp"

#include <algorithm>
#include <ostream>

namespace ficus::tools {

namespace {

/// 0 to `most`, and not `most` before all is done.
std::uint64_t part(std::uint64_t done, std::uint64_t of, std::uint64_t most) {
    if (done >= of) return most;
    return static_cast<std::uint64_t>(static_cast<double>(done) / static_cast<double>(of) *
                                      static_cast<double>(most));
}

} // namespace

std::string progress_bar(std::uint64_t done, std::uint64_t of, std::size_t width) {
    auto const full = part(done, of, width);
    return "[" + std::string(full, '#') + std::string(width - full, '-') + "]";
}

void progress::show(std::uint64_t done, std::uint64_t of, std::string const& text) {
    if (!terminal_) return;
    auto const percent = std::to_string(part(done, of, 100));
    err_ << '\r' << progress_bar(done, of, 24) << ' '
         << std::string(3 - std::min<std::size_t>(3, percent.size()), ' ') << percent << " %  " << text
         << "\x1b[K" << std::flush;
    shown_ = true;
}

void progress::clear() {
    if (shown_) err_ << "\r\x1b[K" << std::flush;
    shown_ = false;
}

} // namespace ficus::tools

#pragma once

#include "facade/recording/recorded_file.hpp"

#include <cstdlib>
#include <sstream>

namespace ficus::fuzz {

inline void require(bool holds) {
    if (!holds) std::abort();
}

/// As `ficus record` would have written it.
inline void reads_the_same_again(recording::recording const& found) {
    auto text = recording::head_line(found.head);
    for (auto const& one : found.requests) {
        require(!recording::wrong_with(one));
        auto const line = recording::line_of(one);
        require(line.find('\n') == line.size() - 1);
        text += line;
    }
    std::istringstream from(text);
    auto const again = recording::read_recording(from);
    require(again.has_value() && again->requests == found.requests);
}

} // namespace ficus::fuzz

#pragma once

#include "facade/recording/line_source.hpp"
#include "facade/recording/recorded_file.hpp"

namespace ficus::recording {

/// Reads what head_line() and line_of() write. A member that they do not write is an error, since it may be
/// one that was meant to be another.
recording_result<recording> read_lines(line_source& from);

} // namespace ficus::recording

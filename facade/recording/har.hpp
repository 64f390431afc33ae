#pragma once

#include "facade/recording/recorded_file.hpp"

#include <string_view>

namespace ficus::recording {

/// Reads a HAR 1.2 file (HTTP Archive; its format is described by J. Odvarko, and browsers' developer tools
/// write it). GETs of http and https are requests, all else is passed over. An answer is there where its body
/// is: not of what was blocked or broken off, nor where the browser left the content out. Headers stand as
/// they do in the file, but for those of the connection and the body's coding, which content is not in any
/// more. An error names its place as `log.entries[3].request.url`, in place of a line.
recording_result<recording> read_har(std::string_view text);

inline constexpr std::size_t most_har = 256UL * 1024 * 1024; ///< bytes of one file

} // namespace ficus::recording

#pragma once

#include "facade/recording/recorded.hpp"

#include <boost/system/result.hpp>

#include <istream>
#include <string>

namespace ficus::recording {

/// Which line is wrong, what with it, and the mend; without a full stop.
struct recording_error {
    std::size_t line = 0; ///< from 1; 0: of no line, such as what cannot be read at all
    std::string message;
    std::size_t requests = 0; ///< that stand whole before it
};
template<class T>
using recording_result = boost::system::result<T, recording_error>;

/// One JSON object a line, with its line end: `{"ficus_recording":1,"feature","contract","at_ms"}`, then
/// `{"after_us","method","target","host","headers":[[n,v]],"body","redacted","answer":{"served","status","headers","body","latency_us"}}`.
/// An empty body and a false `redacted` are left out. What is not UTF-8 stands in base64: `target64` and
/// `body64`, and a field as `[n,v,"base64"]`.
std::string head_line(recording_head const& head);
std::string line_of(recorded const& one);

/// A recording, a HAR 1.2 file or an access log in the combined format: told by its first bytes. GETs alone
/// of the last two.
recording_result<recording> read_recording(std::istream& from);

} // namespace ficus::recording

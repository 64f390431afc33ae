#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ficus::acl {

enum class error_code : std::uint8_t {
    malformed,       ///< not a document of its format
    limit,           ///< past a limit of `reading_limits`
    repeated,        ///< a name that may be there once is there twice
    wrong_type,      ///< text where a number is due, a list where an object is due...
    unknown_value,   ///< outside the mapping's `values`
    bad_time,        ///< not a time of the pattern, or not one that both sides can hold
    unrepresentable, ///< the other format has no way to write it
    missing,         ///< a value that must be there is not
    unmapped,        ///< nothing says how to translate it
    script           ///< a Lua script ended in an error, or was stopped at a limit
};

/// `malformed`, `wrong_type`...: for logs, counters and the report.
std::string_view to_string(error_code code);

/// Why a payload could not be read, translated or written.
struct error {
    error_code code = error_code::malformed;
    /// A field's path in the dialect of the side that the payload came from (`lines[2].qty`,
    /// `Lines/Line[2]/@qty`; positions count from 0), or a place in the text (`line 3, column 7`, both from
    /// 1).
    std::string where;
    std::string message; ///< what is wrong, and the mend where there is one; without a full stop
};

/// The same error, short enough for a log and an answer: of a place that is longer than 300 bytes the middle
/// is left out, of a message that is longer than 600 the end, between two characters. A payload's own names
/// are in both.
error shortened(error found);

} // namespace ficus::acl

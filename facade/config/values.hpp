#pragma once

#include "facade/resilience/rate.hpp"

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

/// How single values are written, in the file and on the command line alike (`--since 24h`).
namespace ficus::config {

/// Why a text is not what it should be: quotes it and ends in the mend, without a full stop.
struct mistake {
    std::string message;
};

/// What `result::value()` throws where nobody looked: std::runtime_error with the message.
[[noreturn]] void throw_exception_from_error(mistake const& error, boost::source_location const& where);

template<class T>
using parsed = boost::system::result<T, mistake>;

/// `250ms`, `5s`, `2m`, `24h`: a whole number and a unit, at most 365 days.
parsed<std::chrono::milliseconds> parse_duration(std::string_view text);

/// `512B`, `64KiB`, `1MiB`, `2GiB`: a whole number and a unit, at most 1024 GiB. In bytes.
parsed<std::uint64_t> parse_size(std::string_view text);

/// `1000/s`, `5/2m`, `100/h`: a whole number of 1 to 1,000,000 and a time of 1 s to 1 h, in whole seconds.
/// Its burst is that number.
parsed<resilience::rate> parse_rate(std::string_view text);

/// The text in double quotes for a message: shortened past 80 characters, control characters shown as `\x1b`.
std::string in_quotes(std::string_view text);

} // namespace ficus::config

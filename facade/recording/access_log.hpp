#pragma once

#include "facade/recording/line_source.hpp"
#include "facade/recording/recorded_file.hpp"

namespace ficus::recording {

/// Reads an access log in the combined format, as Apache and nginx write it:
/// `host ident user [10/Oct/2000:13:55:36 -0700] "GET /a?b=c HTTP/1.1" 200 2326 "referer" "user agent"`, with
/// whatever stands behind. The common format, without the last two, is read too. GETs are requests, all else
/// is passed over; empty lines count as nothing. A log tells whole seconds: the requests of one are spread
/// evenly over it.
recording_result<recording> read_access_log(line_source& from);

} // namespace ficus::recording

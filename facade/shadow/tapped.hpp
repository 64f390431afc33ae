#pragma once

#include "facade/recording/recorded.hpp"
#include "facade/shadow/job.hpp"

#include <cstddef>
#include <optional>

namespace ficus::shadow {

/// What a recording may hold of a job whose answer is out of its codings: without credentials, and redacted
/// as the comparison is. Nothing where there is something to redact in a body that cannot be read.
std::optional<recording::recorded> recorded_of(job const& j, std::size_t most_body);

} // namespace ficus::shadow

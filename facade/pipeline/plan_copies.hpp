#pragma once

#include "facade/pipeline/snapshot.hpp"

namespace ficus::pipeline {

/// What the copies of requests need that `served` answers, of a feature that is otherwise complete.
std::shared_ptr<shadow::copy_plan const> plan_copies(site const& within, feature const& of,
                                                     rules::side served);

} // namespace ficus::pipeline

#pragma once

#include "facade/pipeline/snapshot.hpp"
#include "facade/shadow/job.hpp"

namespace ficus::pipeline {

/// Says of a job that `served` has answered, or will, where its copy goes and by what the answers are
/// compared: all that it has of the feature, and nothing of the request: its operation is still due.
void aim(shadow::job& job, site const& within, feature const& feature, rules::side served);

} // namespace ficus::pipeline

#pragma once

#include "facade/admin/routes.hpp"
#include "facade/pipeline/snapshot.hpp"

#include <string_view>

namespace ficus::app {

/// The answer to `GET /api/record/FEATURE?session=NAME&share=10000&methods=GET`, which arms the feature's tap
/// for a few seconds: `{"lost":N}` in its first line, then a recording of what has been captured since the
/// last time. Any thread.
admin::reply recorded_reply(pipeline::site const& site, std::string_view feature, std::string_view query);

} // namespace ficus::app

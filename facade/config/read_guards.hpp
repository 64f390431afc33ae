#pragma once

#include "facade/config/section.hpp"
#include "facade/upstream/guard_options.hpp"
#include "rules/feature_options.hpp"

namespace ficus::config {

/// What is said of an upstream that is slow or fails, in its own table.
void read_guards(section& from, upstream::upstream_options& out);

/// What a feature says of sides that are slow or fail: `legacy` and `modern`, in short or with limits of
/// their own, `fallback` and the like. The sides' upstreams go to `names`.
upstream::guard_options read_guards(section& from, rules::feature_options& names);

} // namespace ficus::config

#pragma once

#include "acl/mapping_trace.hpp"
#include "tools/whole_message.hpp"

#include <boost/json/array.hpp>

#include <iosfwd>

namespace ficus::tools {

/// What of a head became something else: method, target, status and the names of fields, as steps.
acl::mapping_trace trace_of_head(whole_message const& from, whole_message const& to);

/// A table: what, source path, value, rules, target path, result.
void print_trace(acl::mapping_trace const& trace, std::ostream& out, bool colour);

boost::json::array trace_json(acl::mapping_trace const& trace);

} // namespace ficus::tools

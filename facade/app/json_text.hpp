#pragma once

#include <boost/json/value.hpp>

#include <string>

namespace ficus::app {

/// One line of JSON. As boost::json::serialize, but numbers read as people write them: `12.5`, not `1.25E1`;
/// a whole double keeps its `.0`.
std::string json_text(boost::json::value const& value);

} // namespace ficus::app

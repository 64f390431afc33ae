#pragma once

#include "facade/shadow/report.hpp"
#include "tools/command_line.hpp"

#include <boost/json/object.hpp>

#include <filesystem>
#include <string>

namespace ficus::tools {

/// A report in the format that was asked for. `more`: members that its JSON document has besides.
std::string report_as(shadow::report const& made, report_command::format as, bool colour,
                      boost::json::object const& more = {});

/// The whole file anew. A failure says why it cannot be written.
result<void> write_file(std::filesystem::path const& file, std::string const& text);

/// How a command ends that is a gate.
exit_status gate(shadow::verdict worst);

} // namespace ficus::tools

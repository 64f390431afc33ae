#pragma once

#include "tools/command_line.hpp"
#include "tools/failure.hpp"
#include "tools/surroundings.hpp"

namespace ficus::tools {

/// Each command, one a file: flip.cpp, status.cpp and so on. What it has to say goes to around.out (with
/// common.json one JSON document), warnings to around.err; main prints the messages of a failure.
outcome run(print_command const& command, common_options const& common, surroundings& around);
outcome run(serve_command const& command, common_options const& common, surroundings& around);
outcome run(check_command const& command, common_options const& common, surroundings& around);
outcome run(status_command const& command, common_options const& common, surroundings& around);
outcome run(flip_command const& command, common_options const& common, surroundings& around);
outcome run(unflip_command const& command, common_options const& common, surroundings& around);
outcome run(shadow_command const& command, common_options const& common, surroundings& around);
outcome run(rollback_command const& command, common_options const& common, surroundings& around);
outcome run(history_command const& command, common_options const& common, surroundings& around);
outcome run(explain_command const& command, common_options const& common, surroundings& around);
outcome run(report_command const& command, common_options const& common, surroundings& around);
outcome run(ignore_command const& command, common_options const& common, surroundings& around);
outcome run(diffs_command const& command, common_options const& common, surroundings& around);
outcome run(record_command const& command, common_options const& common, surroundings& around);
outcome run(replay_command const& command, common_options const& common, surroundings& around);
outcome run(translate_command const& command, common_options const& common, surroundings& around);
outcome run(suggest_command const& command, common_options const& common, surroundings& around);
outcome run(demo_command const& command, common_options const& common, surroundings& around);
outcome run(completion_command const& command, common_options const& common, surroundings& around);
outcome run(complete_command const& command, common_options const& common, surroundings& around);

} // namespace ficus::tools

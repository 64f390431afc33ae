#pragma once

#include "facade/config/configuration.hpp"
#include "rules/store.hpp"
#include "tools/command_line.hpp"
#include "tools/failure.hpp"
#include "tools/surroundings.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace ficus::tools {

/// The configuration that the options name, `--data-dir` put in; failures have exit_status::usage and hold
/// all that is wrong.
result<config::configuration> read_configuration(common_options const& common, surroundings& around);

/// The same, but where no file is named and none is found, that of `serve --legacy`: no features, and
/// defaults. For commands that look at what there is.
result<config::configuration> read_configuration_if_any(common_options const& common, surroundings& around);

/// The feature of that name; else exit_status::usage with a near match.
result<config::feature const*> find_feature(config::configuration const& configuration,
                                            std::string const& name);

std::filesystem::path rules_file(config::configuration const& configuration);
std::filesystem::path shadow_file(config::configuration const& configuration);

/// Opens rules.db, making it where there is none; for a dry run one in memory stands for it there.
result<rules::store> open_rules_to_change(config::configuration const& configuration, bool dry_run,
                                          surroundings& around);
/// Opens rules.db; nullopt where there is none yet.
result<std::optional<rules::store>> open_rules_to_read(config::configuration const& configuration,
                                                       surroundings& around);

/// How the store's errors end a command: what was asked for wrongly is exit_status::usage, all else failed.
failure failure_of(rules::error const& error);

} // namespace ficus::tools

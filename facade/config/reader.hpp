#pragma once

#include "facade/config/configuration.hpp"
#include "facade/config/problem.hpp"

#include <boost/system/result.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::config {

/// Looks a variable up; nullopt where it is unset. `process_environment` is the real one.
using environment = std::function<std::optional<std::string>(std::string const& name)>;
std::optional<std::string> process_environment(std::string const& name);

/// The places looked at where nothing names a file: `./ficus.toml`, `/etc/ficus/ficus.toml`.
std::vector<std::filesystem::path> const& default_places();

/// The file to read: `option` (`--config`), else `$FICUS_CONFIG`, else the first of `places` that exists. A
/// file that was named is returned whether or not it exists: read_file says what is wrong with it. The error
/// (nothing named, nothing found) has no line.
boost::system::result<std::filesystem::path, problem>
find_file(std::optional<std::filesystem::path> const& option, environment const& env,
          std::vector<std::filesystem::path> const& places = default_places());

/// Reads and checks a whole configuration. The errors are all that could be found, in the file's order; never
/// empty. (An error of TOML syntax is alone: nothing can be known of what follows it.) Doubts that stop
/// nothing are in `configuration::warnings`. Relative paths in it are relative to the working directory, not
/// to the file. Thread-safe as far as `env` is.
boost::system::result<configuration, std::vector<problem>>
read_text(std::string_view text, std::string const& file_name, environment const& env);
boost::system::result<configuration, std::vector<problem>> read_file(std::filesystem::path const& file,
                                                                     environment const& env);

/// What `ficus serve --legacy URL` runs with where there is no file: the defaults, and one upstream `legacy`
/// that serves everything.
boost::system::result<configuration, problem> pass_through(std::string_view legacy_url);

} // namespace ficus::config

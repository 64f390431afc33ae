#pragma once

#include "tools/failure.hpp"

#include <cstddef>
#include <filesystem>
#include <string>

namespace ficus::tools {

/// A document's bytes, at most `most`. Failures have exit_status::failed and name the file.
result<std::string> read_document(std::filesystem::path const& path, std::size_t most);

} // namespace ficus::tools

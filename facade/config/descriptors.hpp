#pragma once

#include <boost/system/result.hpp>

#include <filesystem>
#include <string>

namespace ficus::config {

/// The bytes of a file of protobuf descriptors. The error says what is wrong with the file and how to mend
/// it. Only regular files are opened, since a configuration that is merely checked must not wait for a pipe.
boost::system::result<std::string, std::string> read_descriptors(std::filesystem::path const& file);

} // namespace ficus::config

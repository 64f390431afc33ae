#pragma once

#include <boost/system/result.hpp>

#include <cstddef>
#include <filesystem>
#include <string>

namespace ficus::config {

/// What a configuration names a file for, in the words of its errors.
struct file_purpose {
    std::size_t largest;   ///< bytes
    std::string too_large; ///< "is larger than 16 MiB, which ..."
    std::string to_name;   ///< "name what protoc wrote"
};

/// The bytes of a file that a configuration names. The error says what is wrong with the file and how to mend
/// it. Only regular files are opened, since a configuration that is merely checked must not wait for a pipe.
boost::system::result<std::string, std::string> read_regular_file(std::filesystem::path const& file,
                                                                  file_purpose const& purpose);

} // namespace ficus::config

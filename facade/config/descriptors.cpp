#include "facade/config/descriptors.hpp"

#include "facade/config/regular_file.hpp"

namespace ficus::config {

boost::system::result<std::string, std::string> read_descriptors(std::filesystem::path const& file) {
    return read_regular_file(file, {16UL * 1024 * 1024,
                                    "is larger than 16 MiB, which no set of descriptors is; name another",
                                    "name what protoc wrote"});
}

} // namespace ficus::config

#include "facade/config/descriptors.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>

namespace ficus::config {

boost::system::result<std::string, std::string> read_descriptors(std::filesystem::path const& file) {
    constexpr std::size_t largest = 16 * 1024 * 1024;
    using result = boost::system::result<std::string, std::string>;
    auto const fail = [&](std::string const& what) {
        return result(boost::system::in_place_error, '\'' + file.string() + "' " + what);
    };
    std::error_code ec;
    if (!std::filesystem::is_regular_file(file, ec))
        return fail(std::filesystem::exists(file, ec)
                        ? "is no regular file; name what protoc wrote"
                        : "is not there; relative paths are relative to the working "
                          "directory");
    errno = 0;
    std::ifstream in{file, std::ios::binary};
    if (!in)
        return fail("cannot be opened (" + std::string{std::strerror(errno)} + "); check its permissions");
    std::string bytes(largest + 1, '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (in.bad())
        return fail("cannot be read (" + std::string{std::strerror(errno)} + "); name a readable file");
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    if (bytes.size() > largest)
        return fail("is larger than 16 MiB, which no set of descriptors is; name another");
    return result(boost::system::in_place_value, std::move(bytes));
}

} // namespace ficus::config

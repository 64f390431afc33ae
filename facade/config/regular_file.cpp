#include "facade/config/regular_file.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>

namespace ficus::config {

boost::system::result<std::string, std::string> read_regular_file(std::filesystem::path const& file,
                                                                  file_purpose const& purpose) {
    using result = boost::system::result<std::string, std::string>;
    auto const fail = [&](std::string const& what) {
        return result(boost::system::in_place_error, '\'' + file.string() + "' " + what);
    };
    std::error_code ec;
    if (!std::filesystem::is_regular_file(file, ec))
        return fail(std::filesystem::exists(file, ec)
                        ? "is no regular file; " + purpose.to_name
                        : "is not there; relative paths are relative to the working "
                          "directory");
    errno = 0;
    std::ifstream in{file, std::ios::binary};
    if (!in)
        return fail("cannot be opened (" + std::string{std::strerror(errno)} + "); check its permissions");
    std::string bytes(purpose.largest + 1, '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (in.bad())
        return fail("cannot be read (" + std::string{std::strerror(errno)} + "); name a readable file");
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    if (bytes.size() > purpose.largest) return fail(purpose.too_large);
    return result(boost::system::in_place_value, std::move(bytes));
}

} // namespace ficus::config

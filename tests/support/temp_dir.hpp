#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace ficus::test {

/// A fresh folder below the system's temporary one, removed with all that is in it.
class temp_dir {
public:
    temp_dir();
    ~temp_dir();
    temp_dir(temp_dir const&) = delete;
    temp_dir& operator=(temp_dir const&) = delete;

    std::filesystem::path const& path() const { return path_; }
    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
    std::filesystem::path write(std::string_view name, std::string_view content) const;

private:
    std::filesystem::path path_;
};

std::string content_of(std::filesystem::path const& file);

} // namespace ficus::test

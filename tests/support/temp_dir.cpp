#include "support/temp_dir.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <stdlib.h>

namespace ficus::test {

temp_dir::temp_dir() {
    auto name = (std::filesystem::temp_directory_path() / "ficus-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp " + name);
    path_ = name;
}

temp_dir::~temp_dir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path temp_dir::write(std::string_view name, std::string_view content) const {
    auto const file = path_ / name;
    std::ofstream(file, std::ios::binary) << content;
    return file;
}

std::string content_of(std::filesystem::path const& file) {
    std::ostringstream content;
    content << std::ifstream(file, std::ios::binary).rdbuf();
    return content.str();
}

} // namespace ficus::test

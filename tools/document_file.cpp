#include "tools/document_file.hpp"

#include <fstream>

namespace ficus::tools {

result<std::string> read_document(std::filesystem::path const& path, std::size_t most) {
    std::ifstream file(path, std::ios::binary);
    std::string text;
    if (file) {
        text.resize(most + 1);
        file.read(text.data(), static_cast<std::streamsize>(text.size()));
        text.resize(static_cast<std::size_t>(file.gcount()));
    }
    if (!file.is_open() || file.bad())
        return failure(exit_status::failed, "'" + path.string() + "' cannot be read: name a document's file");
    if (text.size() > most)
        return failure(exit_status::failed, "'" + path.string() + "' holds more than " +
                                                std::to_string(most) +
                                                " bytes: the facade would not translate it");
    return text;
}

} // namespace ficus::tools

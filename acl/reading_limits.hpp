#pragma once

#include <cstddef>

namespace ficus::acl {

/// What a reader accepts of one document. Past any of them reading stops with `error_code::limit`.
struct reading_limits {
    std::size_t max_depth = 128;               ///< nested containers
    std::size_t max_bytes = 64 * 1024 * 1024;  ///< of the text as it was sent
    std::size_t max_members = 2 * 1024 * 1024; ///< values in the whole document, containers included
};

} // namespace ficus::acl

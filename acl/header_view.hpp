#pragma once

#include <string_view>

namespace ficus::acl {

/// A header field of a message; views into memory that the caller keeps.
struct header_view {
    std::string_view name;
    std::string_view value;
};

} // namespace ficus::acl

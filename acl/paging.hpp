#pragma once

#include "acl/direction.hpp"
#include "acl/error.hpp"

#include <boost/system/result.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ficus::acl {

/// One side counts pages, and the other one the elements before them.
struct paging_options {
    std::size_t pages_on = 1;                   ///< the side of pages
    std::uint64_t first = 1;                    ///< the first page's number
    std::array<std::string, 2> size = {};       ///< by side: the path that says how many elements a page has
    std::optional<std::uint64_t> standard = {}; ///< how many they are where nothing says it
};

/// Of the digits of a page the number of elements before it, or the other way round. `size`: the text of what
/// the source says of a page's size; nothing: it says none. An error's `where` is empty.
boost::system::result<std::string, error> convert_page(paging_options const& by, direction way,
                                                       std::string_view digits,
                                                       std::optional<std::string_view> size);

} // namespace ficus::acl

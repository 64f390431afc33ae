#pragma once

#include "acl/value.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace ficus::acl {

/// Finds members by their names, which are each there once, when they are asked for in about the order in
/// which they stand. Of many members whose order is another one their names are sorted once.
class member_finder {
public:
    static constexpr auto nowhere = static_cast<std::size_t>(-1);

    /// `members` must outlive it.
    explicit member_finder(std::span<value const* const> members) : members_(members) {}

    /// Its place in `members`, or `nowhere`.
    std::size_t find(std::string_view name);

private:
    std::size_t find_sorted(std::string_view name);

    std::span<value const* const> members_;
    std::size_t next_ = 0; ///< behind the last one found
    std::vector<std::uint32_t> by_name_;
};

} // namespace ficus::acl

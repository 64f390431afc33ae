#pragma once

#include "acl/direction.hpp"
#include "acl/error.hpp"
#include "acl/option_error.hpp"

#include <boost/system/result.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ficus::acl {

/// What a side gets for a value that the table does not have; without one, such a value is an error.
struct otherwise_options {
    std::optional<std::string> legacy, modern;
};

/// Pairs of values, legacy first, each side's different from each other, and a fallback for the rest.
class value_table {
public:
    using pairs = std::vector<std::pair<std::string, std::string>>;

    /// Keys of the errors are `values` and `otherwise`.
    static boost::system::result<value_table, std::vector<option_error>>
    compile(pairs values, otherwise_options otherwise = {});

    /// The other side's value, which lives as long as the table. An error's `where` is empty.
    boost::system::result<std::string_view, error> convert(direction way, std::string_view text) const;
    /// The same without the fallback; null data: the table has no such value.
    std::string_view find(direction way, std::string_view text) const;

    pairs const& values() const { return values_; }
    otherwise_options const& otherwise() const { return otherwise_; }
    /// Every value that is translated comes back as it was: there is no fallback.
    bool is_exact() const { return !otherwise_.legacy && !otherwise_.modern; }

private:
    std::string_view text_at(std::size_t side, std::uint32_t at) const {
        return side == 0 ? values_[at].first : values_[at].second;
    }

    pairs values_;
    std::array<std::vector<std::uint32_t>, 2> by_text_; ///< indexes of values_, sorted by that side's text
    otherwise_options otherwise_;
};

} // namespace ficus::acl

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

/// What a side says for one of its values in the table, too: this text, and that value. It is read alone.
struct also_options {
    using pairs = std::vector<std::pair<std::string, std::string>>;
    pairs legacy = {}, modern = {};

    pairs const& side(std::size_t index) const { return index == 0 ? legacy : modern; }
    bool is_empty() const { return legacy.empty() && modern.empty(); }
};

/// The sides of which a text is read as a value that differs from it in the case of A to Z alone.
using ignored_case = std::array<bool, 2>;

/// Pairs of values, legacy first, each side's different from each other, other texts that are read as one of
/// them, and a fallback for the rest.
class value_table {
public:
    using pairs = std::vector<std::pair<std::string, std::string>>;

    /// Keys of the errors are `values`, `otherwise`, `also.legacy` and `ignore_case`.
    static boost::system::result<value_table, std::vector<option_error>>
    compile(pairs values, otherwise_options otherwise = {}, also_options also = {},
            ignored_case ignore_case = {});

    /// The other side's value, which lives as long as the table. An error's `where` is empty.
    boost::system::result<std::string_view, error> convert(direction way, std::string_view text) const;
    /// The same without the fallback; null data: the table has no such value.
    std::string_view find(direction way, std::string_view text) const;

    /// Both are read as one value of that side.
    bool are_one(std::size_t side, std::string_view a, std::string_view b) const;

    pairs const& values() const { return values_; }
    otherwise_options const& otherwise() const { return otherwise_; }
    also_options const& also() const { return also_; }
    bool ignores_case(std::size_t side) const { return ignores_case_[side]; }
    /// Every value that is translated comes back as it was: there is no fallback, nor another text for a
    /// value.
    bool is_exact() const {
        return !otherwise_.legacy && !otherwise_.modern && also_.is_empty() &&
               ignores_case_ == ignored_case{};
    }

private:
    /// A text of a side, and which of the values it is.
    struct spelling {
        std::string text;
        std::uint32_t value = 0;
    };
    std::string_view text_at(std::size_t side, std::uint32_t at) const {
        return side == 0 ? values_[at].first : values_[at].second;
    }
    void sort(std::size_t side);
    void add_also(std::size_t side, std::vector<option_error>& problems);
    spelling const* entry(std::size_t side, std::string_view text) const;

    pairs values_;
    std::array<std::vector<spelling>, 2> by_text_; ///< sorted
    otherwise_options otherwise_;
    also_options also_;
    ignored_case ignores_case_{};
};

} // namespace ficus::acl

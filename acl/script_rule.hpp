#pragma once

#include "acl/dialect.hpp"
#include "acl/direction.hpp"
#include "acl/error.hpp"
#include "acl/option_error.hpp"
#include "acl/script_run.hpp"
#include "acl/translator_options.hpp"

#include <boost/system/result.hpp>

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace ficus::acl {

/// A script for each direction.
using script_pair = std::array<std::optional<script>, 2>;

/// The scripts compiled, or what is wrong with each. Keys of the errors begin with `key`, such as `lua`.
boost::system::result<script_pair, std::vector<option_error>>
compile_scripts(lua_options const& options, std::string const& key, std::string_view parameters);

/// How one scalar is carried between the sides where no declaration says it: by a function of its own.
class script_rule {
public:
    /// `dialects`: of legacy and modern. Keys of the errors are relative to the field.
    static boost::system::result<script_rule, std::vector<option_error>>
    compile(field_options const& options, std::array<dialect, 2> dialects);

    /// `from` is a scalar. The result is a node without a parent; null: there is nothing to write. An error's
    /// `where` is empty.
    boost::system::result<value*, error> convert(direction way, value const& from, script_run& run) const;

private:
    script_rule() = default;
    std::optional<error> fit(value& made, std::size_t side, char const* whose) const;

    std::array<dialect, 2> dialects_{};
    std::optional<scalar_type> type_; ///< of a modern side that is typed
    script_pair scripts_;
};

} // namespace ficus::acl

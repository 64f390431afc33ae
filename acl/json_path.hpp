#pragma once

#include "acl/option_error.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

/// One step of a JSON path.
struct path_step {
    enum class what : std::uint8_t {
        member,      ///< `.name` or `['name']`
        index,       ///< `[3]`
        any_element, ///< `[*]`
        any_member,  ///< `.*`
        descend      ///< `..`: any number of members and elements, none included; never the last step
    };
    what kind = what::member;
    std::string name;        ///< of a member
    std::uint32_t index = 0; ///< of an element, from 0
    bool operator==(path_step const&) const = default;
};

/// The part of RFC 9535 that the options use: `$`, `.name`, `['name']`, `["name"]`, `[n]`, `[*]`, `.*`,
/// `..name`, `..[*]`. An unquoted name runs to the next `.` or `[`, so that XML's `@id` needs no quotes.
struct json_path {
    std::vector<path_step> steps; ///< empty: the document itself

    /// The error's key is empty: who reads an option knows its name.
    static boost::system::result<json_path, option_error> parse(std::string_view text);
    /// What parse() reads back as the same path.
    std::string to_string() const;
    bool operator==(json_path const&) const = default;
};

/// Appends `.name`, or `['name']` where the bare form would read as something else.
void append_member(std::string& path, std::string_view name);

} // namespace ficus::acl

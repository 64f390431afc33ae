#pragma once

#include "acl/error.hpp"

#include <boost/system/result.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace ficus::acl {

/// What the head of one part says.
struct multipart_head {
    std::string name;
    std::optional<std::string> filename;
    std::optional<std::string> type; ///< Content-Type, as it was sent
    bool plain_text = true;          ///< its bytes are UTF-8 text, as far as the head says
    std::string other_lines;         ///< all but Content-Disposition, each with its CRLF
};

/// Reads the lines of a head, each with its CRLF. `where` of an error is `where`.
boost::system::result<multipart_head, error> read_multipart_head(std::string_view lines,
                                                                 std::string const& where);

/// Appends a Content-Disposition line. What browsers' escapes cannot say is an error.
boost::system::result<void, error>
write_disposition(std::string_view name, std::optional<std::string_view> filename, std::string& out);

struct header_parameter {
    std::string_view name;
    std::string value; ///< without its quotes; escapes undone
};

/// Takes the next `; name=value` off `rest`, or nothing where `rest` is empty or is not one (then it stays).
std::optional<header_parameter> next_parameter(std::string_view& rest);

bool same_word(std::string_view left, std::string_view right);

} // namespace ficus::acl

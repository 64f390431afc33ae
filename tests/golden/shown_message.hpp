#pragma once

#include "acl/translator.hpp"

#include <string>
#include <utility>
#include <vector>

namespace ficus::golden {

/// A message as a page or a file shows it: its first line, its fields, an empty line, its body. Lines end in
/// LF.
struct shown_message {
    std::string method, path, query; ///< of a request
    bool has_query = false;
    unsigned status = 0;                                     ///< of an answer
    std::vector<std::pair<std::string, std::string>> fields; ///< sorted
    std::string body;

    acl::part of() const { return status == 0 ? acl::part::request : acl::part::response; }
};

shown_message message_of(std::string const& text);

/// The side by whose words a body of such a message is read: an outcome's, where it has one of its own.
acl::side_options const& side_of(acl::translator const& t, std::size_t side, shown_message const& shown);

/// That `from` becomes `to`, whose body is as a translator writes it.
void check_message(acl::translator const& t, acl::direction way, shown_message const& from,
                   shown_message const& to);

/// What is said of `from` that cannot be translated: `WHERE: MESSAGE`.
std::string refusal(acl::translator const& t, acl::direction way, shown_message const& from);

} // namespace ficus::golden

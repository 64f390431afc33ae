#pragma once

#include "facade/config/problem.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::config {

/// Where something stands in the text, both from 1. The column counts characters.
struct position {
    unsigned line = 1;
    unsigned column = 1;
};

enum class node_kind : std::uint8_t { table, array, string, integer, floating, boolean, date };

/// One value of a TOML document, with where it stands. It is what the rest of the reader knows of TOML;
/// unlike the parser's own, its tables keep the order of the file.
struct node {
    node_kind kind = node_kind::table;
    position at;                ///< of the value
    std::string key;            ///< as a member of a table
    position key_at;            ///< of the key, as a member of a table; otherwise as `at`
    std::string text;           ///< of a string
    std::int64_t integer = 0;   ///< of an integer
    double number = 0;          ///< of a floating
    bool truth = false;         ///< of a boolean
    std::vector<node> children; ///< of a table, in the order of the file, or of an array

    node const* find(std::string_view member) const;
};

/// "a string", "a list of strings", "a table": what the value is, for a message.
std::string describe(node const& value);

/// `a.b`, `a."b c"`: a member's key below that of its table, as the file could say it.
std::string member_key(std::string const& table, std::string_view member);
/// `"b c"`
std::string quoted_name(std::string_view member);
/// `a[2]`
std::string element_key(std::string const& array, std::size_t index);

/// The document's root table. The error (of syntax) has no file and no key.
boost::system::result<node, problem> parse_toml(std::string_view text);

} // namespace ficus::config

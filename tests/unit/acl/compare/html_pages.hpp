#pragma once

#include "acl/html_reader.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

/// Pages as they are read, in one line: `(p @class=a 'text' (br))`.
namespace html_pages {

inline void append(std::string& line, ficus::acl::value const& element) {
    line.append("(").append(element.name);
    for (auto const* child = element.first; child != nullptr; child = child->next) {
        line += ' ';
        if (child->kind == ficus::acl::kind::element)
            append(line, *child);
        else if (child->name.empty())
            line.append("'").append(child->text).append("'");
        else
            line.append(child->name).append("=").append(child->text);
    }
    line += ')';
}

inline std::string read(std::string_view page, std::string_view type = "text/html; charset=utf-8") {
    auto const tree = ficus::acl::read_html(page, type);
    REQUIRE(tree.has_value());
    std::string line;
    append(line, *tree->root());
    return line;
}

/// What is in the body.
inline std::string body(std::string_view page) {
    constexpr std::string_view before = "(html (head) (body";
    auto line = read(page);
    REQUIRE(line.starts_with(before));
    line.resize(line.size() - 2);
    return line.size() == before.size() ? "" : line.substr(before.size() + 1);
}

} // namespace html_pages

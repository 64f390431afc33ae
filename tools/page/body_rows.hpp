#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::tools {

/// A body as lines that can be laid beside another's: JSON with a line for each member, XML and HTML with one
/// for each tag, all else as its own lines. Nothing but white space between tokens is changed, and whatever
/// it is given, it ends: bodies are clipped.
std::vector<std::string> body_lines(std::string_view content_type, std::string_view body);

/// A line of both sides, or of one.
struct side_row {
    std::optional<std::string> legacy, modern;
    bool equal() const { return legacy == modern; }
};

/// Lays the lines beside each other so that as many as can be are equal; changed ones stand in one row. What
/// would take too much work to lay out well is laid out in turn.
std::vector<side_row> side_by_side(std::vector<std::string> const& legacy,
                                   std::vector<std::string> const& modern);

/// Where two lines differ: what stands between their common beginning and their common end, in whole
/// characters of UTF-8.
struct differing_part {
    std::size_t from = 0; ///< in both
    std::size_t legacy_to = 0, modern_to = 0;
};
differing_part differing_part_of(std::string_view legacy, std::string_view modern);

} // namespace ficus::tools

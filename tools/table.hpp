#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::tools {

enum class align { left, right };

struct column {
    std::string heading;
    align side = align::left;
};

/// Rows of cells, printed so that the columns stand under each other. Widths are those that a terminal shows:
/// UTF-8 is understood, wide characters count two.
class table {
public:
    explicit table(std::vector<column> columns) : columns_(std::move(columns)) {}

    /// Missing cells are empty. Control characters in a cell are shown as `?`: what somebody wrote as a
    /// reason must not drive the reader's terminal.
    void add(std::vector<std::string> row);
    bool empty() const { return rows_.empty(); }
    /// Each line begins with `indent` spaces. `colour`: the headings stand out.
    void print(std::ostream& out, bool colour, std::size_t indent = 0) const;

private:
    std::vector<column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

/// The columns that a terminal needs for `text`; bytes that are not UTF-8 count one each.
std::size_t display_width(std::string_view text);

/// `text` without what could drive a terminal: line ends and tabs are `\n`, `\r` and `\t`, each other
/// control character becomes `?`.
std::string printable(std::string_view text);

} // namespace ficus::tools

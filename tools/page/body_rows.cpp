#include "tools/page/body_rows.hpp"

#include <algorithm>
#include <cstdint>
#include <span>

namespace ficus::tools {
namespace {

constexpr std::size_t most_indent = 40; // a body of brackets alone must not become quadratic

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// The place after the string that begins at `at`.
std::size_t string_end(std::string_view text, std::size_t at) {
    for (++at; at < text.size(); ++at) {
        if (text[at] == '\\')
            ++at;
        else if (text[at] == '"')
            return at + 1;
    }
    return text.size();
}

class json_lines {
public:
    std::vector<std::string> of(std::string_view text) {
        for (std::size_t at = 0; at < text.size();) {
            auto const c = text[at];
            if (c == '"') {
                auto const end = string_end(text, at);
                line_ += text.substr(at, end - at);
                at = end;
                continue;
            }
            ++at;
            if (is_space(c)) continue;
            take(c, next_of(text, at));
        }
        end_line();
        return std::move(lines_);
    }

private:
    static char next_of(std::string_view text, std::size_t at) {
        while (at < text.size() && is_space(text[at])) ++at;
        return at < text.size() ? text[at] : '\0';
    }

    void take(char c, char next) {
        switch (c) {
        case '{':
        case '[':
            line_ += c;
            ++depth_;
            if (next != '}' && next != ']') end_line();
            return;
        case '}':
        case ']': {
            depth_ -= depth_ > 0;
            auto const empty = !line_.empty() && (line_.back() == '{' || line_.back() == '[');
            if (!empty) end_line();
            line_ += c;
            return;
        }
        case ',':
            line_ += c;
            end_line();
            return;
        case ':': line_ += ": "; return;
        default: line_ += c;
        }
    }

    void end_line() {
        if (!line_.empty()) lines_.push_back(std::string(2 * std::min(indent_, most_indent), ' ') + line_);
        line_.clear();
        indent_ = depth_;
    }

    std::vector<std::string> lines_;
    std::string line_;
    std::size_t depth_ = 0, indent_ = 0;
};

void put_trimmed(std::string_view text, std::vector<std::string>& lines) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    if (!text.empty()) lines.emplace_back(text);
}

/// Text of an element stays beside its tag; a tag after a tag begins a line.
std::vector<std::string> tag_lines(std::string_view text) {
    std::vector<std::string> lines;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '>') continue;
        auto next = at + 1;
        while (next < text.size() && is_space(text[next])) ++next;
        if (next < text.size() && text[next] != '<') continue;
        put_trimmed(text.substr(begin, at + 1 - begin), lines);
        begin = at + 1;
    }
    put_trimmed(text.substr(begin), lines);
    return lines;
}

std::vector<std::string> plain_lines(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines.emplace_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

using lines_view = std::span<std::string const>;

/// Changed lines in turn.
void put_changed(lines_view legacy, lines_view modern, std::vector<side_row>& rows) {
    for (std::size_t i = 0; i < std::max(legacy.size(), modern.size()); ++i) {
        side_row row;
        if (i < legacy.size()) row.legacy = legacy[i];
        if (i < modern.size()) row.modern = modern[i];
        rows.push_back(std::move(row));
    }
}

/// The longest common subsequence, by the table of its lengths.
void put_aligned(lines_view legacy, lines_view modern, std::vector<side_row>& rows) {
    constexpr std::size_t most_cells = 4'000'000;
    auto const width = modern.size() + 1;
    if ((legacy.size() + 1) * width > most_cells) return put_changed(legacy, modern, rows);
    std::vector<std::uint32_t> lengths((legacy.size() + 1) * width);
    for (auto i = legacy.size(); i-- > 0;)
        for (auto j = modern.size(); j-- > 0;)
            lengths[i * width + j] = legacy[i] == modern[j]
                                         ? lengths[(i + 1) * width + j + 1] + 1
                                         : std::max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    std::size_t i = 0, j = 0;
    while (i < legacy.size() || j < modern.size()) {
        auto const from_i = i, from_j = j;
        while (i < legacy.size() && j < modern.size() && legacy[i] != modern[j])
            lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] ? ++i : ++j;
        if (i == legacy.size() || j == modern.size()) i = legacy.size(), j = modern.size();
        put_changed(legacy.subspan(from_i, i - from_i), modern.subspan(from_j, j - from_j), rows);
        if (i < legacy.size()) rows.push_back({legacy[i++], modern[j++]});
    }
}

bool within_character(std::string_view text, std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
}

} // namespace

std::vector<std::string> body_lines(std::string_view content_type, std::string_view body) {
    auto const is = [&](std::string_view part) { return content_type.find(part) != std::string_view::npos; };
    if (is("json")) return json_lines().of(body);
    if (is("xml") || is("html")) return tag_lines(body);
    return plain_lines(body);
}

std::vector<side_row> side_by_side(std::vector<std::string> const& legacy,
                                   std::vector<std::string> const& modern) {
    lines_view left(legacy), right(modern);
    std::size_t head = 0, tail = 0;
    auto const most = std::min(left.size(), right.size());
    while (head < most && left[head] == right[head]) ++head;
    while (tail < most - head && left[left.size() - 1 - tail] == right[right.size() - 1 - tail]) ++tail;
    std::vector<side_row> rows;
    for (std::size_t i = 0; i < head; ++i) rows.push_back({left[i], right[i]});
    put_aligned(left.subspan(head, left.size() - head - tail),
                right.subspan(head, right.size() - head - tail), rows);
    for (auto i = left.size() - tail; i < left.size(); ++i) rows.push_back({left[i], left[i]});
    return rows;
}

differing_part differing_part_of(std::string_view legacy, std::string_view modern) {
    auto const most = std::min(legacy.size(), modern.size());
    std::size_t head = 0, tail = 0;
    while (head < most && legacy[head] == modern[head]) ++head;
    while (head > 0 && (within_character(legacy, head) || within_character(modern, head))) --head;
    while (tail < most - head && legacy[legacy.size() - 1 - tail] == modern[modern.size() - 1 - tail]) ++tail;
    while (tail > 0 &&
           (within_character(legacy, legacy.size() - tail) || within_character(modern, modern.size() - tail)))
        --tail;
    return {head, legacy.size() - tail, modern.size() - tail};
}

} // namespace ficus::tools

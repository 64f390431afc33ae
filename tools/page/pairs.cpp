#include "tools/page/pairs.hpp"

#include "facade/shadow/figures.hpp"
#include "tools/page/body_rows.hpp"
#include "tools/page/numbers.hpp"

#include <algorithm>
#include <map>
#include <string>

namespace ficus::tools {
namespace {

using shadow::counted;
using shadow::feature_report;
using shadow::sample_pair;

constexpr std::size_t most_fields = 20;
constexpr std::size_t context = 3;
constexpr std::size_t most_rows = 120;
constexpr std::size_t longest_line = 400;

std::string_view clipped(std::string_view text, std::size_t most) {
    if (text.size() <= most) return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
    return text.substr(0, most);
}

void put_clipped(std::string_view text, markup& out) {
    auto const shown = clipped(text, longest_line);
    out.text(shown);
    if (shown.size() < text.size()) out << "<i>…</i>";
}

/// What stands before a difference may be long: of it the end counts.
void put_before(std::string_view text, markup& out) {
    if (text.size() > longest_line) {
        auto from = text.size() - longest_line;
        while (from < text.size() && (static_cast<unsigned char>(text[from]) & 0xC0) == 0x80) ++from;
        out << "<i>…</i>";
        text.remove_prefix(from);
    }
    out.text(text);
}

enum class side { legacy, modern };

/// A line in which `from` to `to` differs from the other side's.
void put_marked(side of, std::string_view line, std::size_t from, std::size_t to, markup& out) {
    put_before(line.substr(0, from), out);
    auto const differing = line.substr(from, to - from);
    if (!differing.empty()) {
        if (of == side::legacy)
            out << "<del>", put_clipped(differing, out), out << "</del>";
        else
            out << "<ins>", put_clipped(differing, out), out << "</ins>";
    }
    put_clipped(line.substr(to), out);
}

void put_row(side_row const& row, markup& out) {
    if (row.equal()) {
        out << "<tr><td>";
        put_clipped(*row.legacy, out);
        out << "</td><td>";
        put_clipped(*row.modern, out);
        out << "</td></tr>";
        return;
    }
    auto const part = row.legacy && row.modern ? differing_part_of(*row.legacy, *row.modern)
                                               : differing_part{0, row.legacy ? row.legacy->size() : 0,
                                                                row.modern ? row.modern->size() : 0};
    out << "<tr class=\"apart\">";
    if (row.legacy) {
        out << "<td>";
        put_marked(side::legacy, *row.legacy, part.from, part.legacy_to, out);
        out << "</td>";
    } else {
        out << "<td class=\"lacks\"></td>";
    }
    if (row.modern) {
        out << "<td>";
        put_marked(side::modern, *row.modern, part.from, part.modern_to, out);
        out << "</td></tr>";
    } else {
        out << "<td class=\"lacks\"></td></tr>";
    }
}

/// Rows that differ with a few around them; of the equal ones between, how many they are.
void put_rows(std::vector<side_row> const& rows, markup& out) {
    std::vector<bool> wanted(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].equal()) continue;
        auto const from = i < context ? 0 : i - context;
        auto const to = std::min(rows.size(), i + context + 1);
        std::fill(wanted.begin() + static_cast<std::ptrdiff_t>(from),
                  wanted.begin() + static_cast<std::ptrdiff_t>(to), true);
    }
    std::size_t shown = 0;
    for (std::size_t i = 0; i < rows.size();) {
        if (wanted[i] && shown < most_rows) {
            put_row(rows[i++], out);
            ++shown;
            continue;
        }
        auto const from = i;
        auto equal = true;
        while (i < rows.size() && (!wanted[i] || shown >= most_rows)) equal &= rows[i++].equal();
        out << "<tr class=\"left-out\"><td colspan=\"2\">";
        out.text(counted(i - from));
        if (equal)
            out << " equal lines</td></tr>";
        else
            out << " more lines: <code>ficus diffs show</code> has them all</td></tr>";
    }
}

std::vector<std::string> head_lines(shadow::stored_answer const& answer) {
    std::vector<std::string> lines;
    for (auto const& [name, value] : answer.headers) lines.push_back(name + ": " + value);
    std::sort(lines.begin(), lines.end());
    return lines;
}

void put_answer_head(shadow::stored_answer const& answer, markup& out) {
    out << " <span>";
    out.text(std::to_string(answer.status)) << " after ";
    out.text(latency_text(static_cast<double>(answer.latency.count()) / 1000)) << "</span></th>";
}

void put_value(side of, std::string_view value, std::size_t from, std::size_t to, markup& out) {
    if (value.empty()) {
        out << "<i>nothing</i>";
        return;
    }
    out << "<code>";
    put_marked(of, value, from, to, out);
    out << "</code>";
}

/// Both values alone: what the difference is, before where it stands.
void put_values(shadow::sample const& head, markup& out) {
    auto const part = differing_part_of(head.legacy, head.modern);
    out << "<dl class=\"values\"><div><dt>Legacy</dt><dd>";
    put_value(side::legacy, head.legacy, part.from, part.legacy_to, out);
    out << "</dd></div><div><dt>Modern</dt><dd>";
    put_value(side::modern, head.modern, part.from, part.modern_to, out);
    out << "</dd></div></dl>";
}

void put_pair(sample_pair const& pair, markup& out) {
    out << "<article><p class=\"request\"><code>";
    out.text(pair.method + " " + pair.target) << "</code> <span>";
    out.text(minute_text(pair.head.at)) << " UTC, rules of revision ";
    out.text(std::to_string(pair.revision)) << ", <code>ficus diffs show ";
    out.text(std::to_string(pair.head.id)) << "</code></span></p>";
    put_values(pair.head, out);
    out << "<table class=\"sides\"><thead><tr><th scope=\"col\">Legacy";
    put_answer_head(pair.legacy, out);
    out << "<th scope=\"col\">Modern";
    put_answer_head(pair.modern, out);
    out << "</tr></thead><tbody>";
    put_rows(side_by_side(head_lines(pair.legacy), head_lines(pair.modern)), out);
    out << "</tbody><tbody>";
    put_rows(side_by_side(body_lines(pair.legacy.content_type, pair.legacy.body),
                          body_lines(pair.modern.content_type, pair.modern.body)),
             out);
    out << "</tbody></table></article>";
}

} // namespace

void put_pairs(feature_report const& one, markup& out) {
    std::vector<shadow::ranked_field const*> with;
    for (auto const& field : one.fields)
        if (!field.samples.empty() && with.size() < most_fields) with.push_back(&field);
    if (with.empty()) return;
    out << "<h3>Pairs of answers</h3><p class=\"note\">What is secret was masked before it was stored.</p>";
    for (auto const* field : with) {
        // What counts most is seen without a click.
        if (field == with.front() && field->standing == shadow::standing::counts)
            out << "<details class=\"pairs\" open><summary><code>";
        else
            out << "<details class=\"pairs\"><summary><code>";
        out.text(field->path) << "</code> <span>";
        out.text(to_string(field->kind)) << ", ";
        out.text(counted(field->samples.size()));
        if (field->samples.size() == 1)
            out << " pair</span></summary>";
        else
            out << " pairs</span></summary>";
        for (auto const& pair : field->samples) put_pair(pair, out);
        out << "</details>";
    }
}

} // namespace ficus::tools

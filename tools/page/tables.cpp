#include "tools/page/tables.hpp"

#include "facade/shadow/figures.hpp"
#include "tools/page/numbers.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>
#include <string>

namespace ficus::tools {
namespace {

using shadow::counted;
using shadow::feature_report;
using shadow::ranked_field;

constexpr std::size_t most_fields = 50; // JSON has them all

void put_number(markup& out, std::string_view number) {
    out << "<td class=\"n\">";
    out.text(number) << "</td>";
}

std::string joined(std::vector<std::string> const& words) {
    std::string all;
    for (auto const& word : words) all += (all.empty() ? "" : ", ") + word;
    return all;
}

/// From 0.01 % to everything, each power of ten as long as the next: what is rare and grave is seen beside
/// what always differs.
std::string length_of(double share) {
    return std::to_string(share > 0 ? std::clamp((std::log10(share) + 4) / 4, 0.02, 1.0) * 100 : 0) + "%";
}

/// What differs as a length, and a mark where noise is.
void put_share_bar(ranked_field const& field, markup& out) {
    out << "<span class=\"share\" aria-hidden=\"true\"><i style=\"width:";
    out.text(length_of(field.share)) << "\"></i>";
    if (field.noise_share) {
        out << "<u style=\"left:";
        out.text(length_of(*field.noise_share)) << "\"></u>";
    }
    out << "</span>";
}

std::string signed_share(double share) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f", std::abs(share) * 100);
    return (share < 0 ? "−" : "+") + std::string(text);
}

void put_field(ranked_field const& field, std::size_t rank, markup& out) {
    auto const counts = field.standing == shadow::standing::counts;
    if (counts)
        out << "<tr>";
    else
        out << "<tr class=\"noise\">";
    put_number(out, std::to_string(rank));
    out << "<th scope=\"row\"><code>";
    out.text(field.path) << "</code><small>";
    out.text(to_string(field.kind));
    if (!field.shape.empty()) out << ", looks like ", out.text(field.shape);
    if (field.alone > 0) out << ", alone in ", out.text(counted(field.alone));
    if (!field.counts_in.empty()) out << "<br>in ", out.text(joined(field.counts_in));
    out << "</small></th>";
    put_number(out, counted(field.count));
    out << "<td class=\"n\">";
    out.text(share_text(field.share));
    put_share_bar(field, out);
    out << "</td>";
    put_number(out, field.noise_share ? share_text(*field.noise_share) : "–");
    put_number(out, field.beyond ? signed_share(field.beyond->low) + " to " + signed_share(field.beyond->high)
                                 : "–");
    if (counts)
        out << "<td><b class=\"counts\">counts</b></td></tr>";
    else
        out << "<td>noise</td></tr>";
}

void put_operation(shadow::operation_report const& operation, markup& out) {
    out << "<tr><th scope=\"row\"><code>";
    out.text(operation.name) << "</code></th>";
    for (auto const number : {operation.eligible, operation.chosen, operation.compared, operation.mismatched})
        put_number(out, counted(number));
    out << "<td>";
    std::string skipped;
    for (auto const& [reason, count] : operation.skipped)
        skipped += (skipped.empty() ? "" : ", ") + reason + " " + counted(count);
    out.text(skipped.empty() ? "–" : skipped) << "</td>";
    if (operation.too_few)
        out << "<td><b class=\"unsure\">too few</b></td></tr>";
    else
        out << "<td>yes</td></tr>";
}

void put_quantile(std::optional<shadow::quantile_estimate> const& at, markup& out) {
    out << "<td class=\"n\">";
    if (at) {
        out.text(latency_text(at->value)) << "<small>";
        out.text(at->bounded ? latency_text(at->low) + " to " + latency_text(at->high)
                             : latency_text(at->low) + " or more")
            << "</small>";
    } else {
        out << "–";
    }
    out << "</td>";
}

void put_ratio(std::optional<shadow::rate_interval> const& ratio, markup& out) {
    put_number(out, ratio ? times_text(ratio->low) + " to " + times_text(ratio->high) : "–");
}

void put_side(markup::constant name, shadow::latency_figures const& side, markup& out) {
    out << name;
    put_quantile(side.p50, out);
    put_quantile(side.p90, out);
    put_quantile(side.p99, out);
    out << "</tr>";
}

} // namespace

void open_table(markup& out, markup::constant label) {
    out << "<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-label=\"" << label << "\"><table>";
}

void open_snug_table(markup& out, markup::constant label) {
    out << "<div class=\"wide snug\" role=\"group\" tabindex=\"0\" aria-label=\"" << label << "\"><table>";
}

void close_table(markup& out) {
    out << "</table></div>";
}

void put_fields(feature_report const& one, markup& out) {
    if (one.fields.empty()) return;
    out << "<h3>What differs</h3>";
    open_table(out, "Fields that differ, ranked");
    out << "<thead><tr><th class=\"n\" scope=\"col\">#</th><th scope=\"col\">Field</th><th class=\"n\" "
           "scope=\"col\">Times</th>"
           "<th class=\"n\" scope=\"col\">Of compared</th><th class=\"n\" scope=\"col\">Noise</th>"
           "<th class=\"n\" scope=\"col\">Beyond it, %</th><th "
           "scope=\"col\">Verdict</th></tr></thead><tbody>";
    auto const shown = std::min(one.fields.size(), most_fields);
    for (std::size_t i = 0; i < shown; ++i) put_field(one.fields[i], i + 1, out);
    out << "</tbody>";
    close_table(out);
    out << "<p class=\"note\">";
    if (shown < one.fields.size())
        out.text("And " + counted(one.fields.size() - shown) + " more: the report as JSON has them all. ");
    out << "Noise: how often legacy differed from itself when it was asked twice; the mark on the "
           "bar, whose scale is "
           "logarithmic from 0.01 % to 100 %. What differs no more than that does not count. Beyond it: the "
           "difference of the two, "
           "with its interval.</p>";
}

void put_coverage(feature_report const& one, markup& out) {
    auto const& totals = one.totals;
    out << "<h3>What was compared, and what was not</h3><ol class=\"funnel\">";
    auto const step = [&](markup::constant name, std::uint64_t count) {
        out << "<li><strong>";
        out.text(counted(count)) << "</strong> " << name << "</li>";
    };
    step("could be compared", totals.eligible);
    step("were chosen", totals.chosen);
    step("were compared", totals.compared);
    out << "</ol>";
    if (!totals.skipped.empty()) {
        out << "<p>Skipped: ";
        auto first = true;
        for (auto const& [reason, count] : totals.skipped) {
            if (!first) out << ", ";
            out << "<code>";
            out.text(reason) << "</code> ";
            out.text(counted(count));
            first = false;
        }
        out << "</p>";
    }
    if (one.other_compared > 0) {
        out << "<p>Left out: ";
        out.text(counted(one.other_compared))
            << " comparisons by other rules of comparison than today's.</p>";
    }
    if (!one.never_seen.empty()) {
        out << "<p>Configured, and nobody asked for them: ";
        auto first = true;
        for (auto const& name : one.never_seen) {
            if (!first) out << ", ";
            out << "<code>";
            out.text(name) << "</code>";
            first = false;
        }
        out << "</p>";
    }
    if (one.operations.empty()) return;
    open_table(out, "Operations");
    out << "<thead><tr><th scope=\"col\">Operation</th><th class=\"n\" scope=\"col\">Could be</th><th "
           "class=\"n\" scope=\"col\">Chosen</th>"
           "<th class=\"n\" scope=\"col\">Compared</th><th class=\"n\" scope=\"col\">Differed</th><th "
           "scope=\"col\">Skipped</th>"
           "<th scope=\"col\">Often enough</th></tr></thead><tbody>";
    for (auto const& operation : one.operations) put_operation(operation, out);
    out << "</tbody>";
    close_table(out);
}

void put_statuses(feature_report const& one, markup& out) {
    auto const& pairs = one.totals.statuses;
    if (pairs.empty()) return;
    std::set<int> rows, columns;
    std::map<std::pair<int, int>, std::uint64_t> cells;
    for (auto const& pair : pairs) {
        rows.insert(pair.legacy);
        columns.insert(pair.modern);
        cells[{pair.legacy, pair.modern}] += pair.count;
    }
    out << "<h3>Statuses</h3>";
    open_snug_table(out, "Statuses of both sides");
    out << "<thead><tr><th scope=\"col\">Legacy ↓ modern →</th>";
    for (auto const modern : columns) {
        out << "<th class=\"n\" scope=\"col\">";
        out.text(std::to_string(modern)) << "</th>";
    }
    out << "</tr></thead><tbody>";
    for (auto const legacy : rows) {
        out << "<tr><th scope=\"row\">";
        out.text(std::to_string(legacy)) << "</th>";
        for (auto const modern : columns) {
            auto const found = cells.find({legacy, modern});
            if (found == cells.end())
                out << "<td class=\"n none\">0</td>";
            else if (legacy == modern)
                put_number(out, counted(found->second));
            else
                out << "<td class=\"n apart\"><b>≠ ", out.text(counted(found->second)) << "</b></td>";
        }
        out << "</tr>";
    }
    out << "</tbody>";
    close_table(out);
}

void put_latency_table(feature_report const& one, markup& out) {
    open_snug_table(out, "Latency of both sides");
    out << "<thead><tr><th scope=\"col\">Latency</th><th class=\"n\" scope=\"col\">p50</th><th class=\"n\" "
           "scope=\"col\">p90</th>"
           "<th class=\"n\" scope=\"col\">p99</th></tr></thead><tbody>";
    put_side("<tr><th scope=\"row\">Legacy</th>", one.legacy_latency, out);
    put_side("<tr><th scope=\"row\">Modern</th>", one.modern_latency, out);
    if (one.p50_ratio || one.p99_ratio) {
        out << "<tr><th scope=\"row\">Modern to legacy</th>";
        put_ratio(one.p50_ratio, out);
        out << "<td></td>";
        put_ratio(one.p99_ratio, out);
        out << "</tr>";
    }
    out << "</tbody>";
    close_table(out);
}

void put_changes(feature_report const& one, shadow::time_point since, markup& out) {
    if (one.changes.empty()) return;
    open_table(out, "Flips, and who made them");
    out << "<thead><tr><th class=\"n\" scope=\"col\">#</th><th scope=\"col\">When, UTC</th><th class=\"n\" "
           "scope=\"col\">Revision</th>"
           "<th class=\"n\" scope=\"col\">To modern</th><th class=\"n\" scope=\"col\">Shadowed</th><th "
           "scope=\"col\">Who, and why</th>"
           "</tr></thead><tbody>";
    std::size_t number = 0;
    for (auto const& change : one.changes) {
        out << "<tr><td class=\"n\">";
        if (change.at >= since) out.text(std::to_string(++number));
        out << "</td><td class=\"when\">";
        out.text(minute_text(change.at)) << "</td>";
        put_number(out, std::to_string(change.revision));
        put_number(out, shadow::bar_percent(change.share / 100));
        put_number(out, shadow::bar_percent(change.shadow / 100));
        out << "<td class=\"who\"><bdi>";
        out.text(change.by) << "</bdi>";
        if (!change.reason.empty()) out << ": <q>", out.text(change.reason) << "</q>";
        if (change.conditional > 0)
            out << " <small>", out.text(change.conditional == 1
                                            ? "and a rule with conditions"
                                            : "and " + counted(change.conditional) + " rules with conditions")
                                   << "</small>";
        out << "<code>";
        out.text(change.command) << "</code></td></tr>";
    }
    out << "</tbody>";
    close_table(out);
}

} // namespace ficus::tools

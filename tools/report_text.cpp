#include "tools/report_text.hpp"

#include "facade/shadow/figures.hpp"
#include "tools/table.hpp"

#include <cstdio>
#include <ostream>
#include <string>

namespace ficus::tools {
namespace {

using shadow::counted;
using shadow::feature_report;
using shadow::percent;
using shadow::verdict;

constexpr std::size_t most_fields = 20; // JSON has them all

std::string percent_of(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? "" : percent(static_cast<double>(part) / static_cast<double>(whole));
}

std::string milliseconds(std::optional<double> ms) {
    if (!ms) return "-";
    char text[32];
    std::snprintf(text, sizeof text, *ms < 10 ? "%.2f" : "%.1f", *ms);
    return text;
}

std::string coloured(verdict v, bool colour) {
    auto const word = std::string(to_string(v));
    if (!colour) return word;
    auto const* code = v == verdict::ready ? "32" : v == verdict::not_ready ? "31" : "33";
    return "\x1B[1;" + std::string(code) + "m" + word + "\x1B[0m";
}

void print_coverage(feature_report const& one, std::ostream& out) {
    auto const& totals = one.totals;
    out << "  " << counted(totals.eligible) << " requests could be compared, " << counted(totals.chosen)
        << " were chosen, " << counted(totals.compared) << " compared";
    if (totals.chosen > 0) out << " (coverage " << percent(one.coverage) << ')';
    out << '\n';
    if (one.match_rate)
        out << "  " << counted(totals.matched) << " matched and " << counted(totals.compared - totals.matched)
            << " differed: match rate " << percent(*one.match_rate) << ", between "
            << percent(one.judged.interval.low) << " and " << percent(one.judged.interval.high) << '\n';
    if (!totals.skipped.empty()) {
        out << "  skipped:";
        char const* between = " ";
        for (auto const& [reason, count] : totals.skipped) {
            out << between << printable(reason) << ' ' << counted(count);
            between = ", ";
        }
        out << '\n';
    }
    if (totals.eligible == 0)
        out << "  `ficus shadow " << printable(one.name) << " 10%` compares a tenth of its requests\n";
}

void print_fields(feature_report const& one, std::ostream& out, bool colour) {
    auto const& totals = one.totals;
    if (totals.fields.empty()) return;
    auto const baselines = totals.legacy_again + totals.modern_again;
    out << '\n';
    table rows(
        {{"PATH"}, {"KIND"}, {"COUNT", align::right}, {"SHARE", align::right}, {"NOISE", align::right}});
    for (std::size_t i = 0; i < totals.fields.size() && i < most_fields; ++i) {
        auto const& field = totals.fields[i];
        rows.add({field.path, std::string(to_string(field.kind)), counted(field.count),
                  percent_of(field.count, totals.compared),
                  baselines == 0 ? "-" : percent_of(field.legacy_noise + field.modern_noise, baselines)});
    }
    rows.print(out, colour, 2);
    if (totals.fields.size() > most_fields)
        out << "  and " << totals.fields.size() - most_fields << " more: --format json lists them all\n";
    if (baselines > 0)
        out << "  noise: how often a side differed from itself, asked twice " << counted(baselines)
            << " times; the match rate counts such differences too\n";
    out << "  `ficus diffs " << printable(one.name) << " --path '" << printable(totals.fields[0].path)
        << "'` shows pairs\n";
}

void print_latency(feature_report const& one, std::ostream& out, bool colour) {
    if (one.totals.compared == 0) return;
    out << '\n';
    table rows({{"LATENCY, MS"}, {"P50", align::right}, {"P90", align::right}, {"P99", align::right}});
    auto const add = [&](char const* side, shadow::report_quantiles const& of) {
        rows.add({side, milliseconds(of.p50), milliseconds(of.p90), milliseconds(of.p99)});
    };
    add("legacy", one.legacy_latency);
    add("modern", one.modern_latency);
    rows.print(out, colour, 2);
}

void print_statuses(feature_report const& one, std::ostream& out, bool colour) {
    if (one.totals.statuses.empty()) return;
    out << '\n';
    table rows({{"STATUS OF LEGACY", align::right}, {"OF MODERN", align::right}, {"COUNT", align::right}});
    for (auto const& pair : one.totals.statuses)
        rows.add({std::to_string(pair.legacy), std::to_string(pair.modern), counted(pair.count)});
    rows.print(out, colour, 2);
}

} // namespace

void print_report(shadow::report const& report, std::ostream& out, bool colour) {
    out << "from " << shadow::iso_time(report.since) << " to " << shadow::iso_time(report.until) << '\n';
    if (report.features.empty()) out << "\nno feature is configured\n";
    for (auto const& one : report.features) {
        out << '\n' << printable(one.name) << ": " << coloured(one.judged.says, colour) << '\n';
        out << "  " << one.judged.why << '\n';
        print_coverage(one, out);
        print_fields(one, out, colour);
        print_latency(one, out, colour);
        print_statuses(one, out, colour);
    }
}

} // namespace ficus::tools

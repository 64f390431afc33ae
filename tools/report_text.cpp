#include "tools/report_text.hpp"

#include "facade/shadow/figures.hpp"
#include "tools/table.hpp"

#include <algorithm>
#include <cstdio>
#include <ostream>
#include <string>

namespace ficus::tools {
namespace {

using shadow::counted;
using shadow::feature_report;
using shadow::percent;
using shadow::rate_interval;
using shadow::standing;
using shadow::verdict;

constexpr std::size_t most_rows = 20; // JSON has them all

std::string percent_of(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? "" : percent(static_cast<double>(part) / static_cast<double>(whole));
}

std::string milliseconds(double ms) {
    char text[32];
    std::snprintf(text, sizeof text, ms < 10 ? "%.2f" : "%.1f", ms);
    return text;
}

std::string milliseconds(std::optional<shadow::quantile_estimate> const& of) {
    return of ? milliseconds(of->value) : "-";
}

std::string range(std::optional<shadow::quantile_estimate> const& of) {
    if (!of) return "-";
    return milliseconds(of->low) + (of->bounded ? " to " + milliseconds(of->high) : " and more");
}

std::string range(rate_interval const& of) {
    return percent(of.low) + " to " + percent(of.high);
}

std::string times(rate_interval const& of) {
    char text[64];
    std::snprintf(text, sizeof text, "%.2f to %.2f", of.low, of.high);
    return text;
}

std::string coloured(verdict v, bool colour) {
    auto const word = std::string(to_string(v));
    if (!colour) return word;
    auto const* code = v == verdict::ready ? "32" : v == verdict::not_ready ? "31" : "33";
    return "\x1B[1;" + std::string(code) + "m" + word + "\x1B[0m";
}

void print_left_out(std::size_t rows, std::ostream& out) {
    if (rows > most_rows) out << "  and " << rows - most_rows << " more: --format json lists them all\n";
}

void print_match_rate(feature_report const& one, std::ostream& out) {
    if (!one.match_rate) return;
    out << "  " << counted(one.matched) << " matched and " << counted(one.mismatched)
        << " differed: match rate " << percent(*one.match_rate) << ", between "
        << percent(one.judged.interval.low) << " and " << percent(one.judged.interval.high) << '\n';
    auto const raw = one.totals.compared - one.totals.matched;
    if (raw != one.mismatched)
        out << "  noise and all " << counted(raw) << " differed: " << percent(one.raw_match_rate.value_or(0))
            << " matched as they were\n";
}

void print_coverage(feature_report const& one, std::ostream& out) {
    auto const& totals = one.totals;
    out << "  " << counted(totals.eligible) << " requests could be compared, " << counted(totals.chosen)
        << " were chosen, " << counted(totals.compared) << " compared";
    if (totals.chosen > 0) out << " (coverage " << percent(one.coverage) << ')';
    out << '\n';
    print_match_rate(one, out);
    if (!totals.skipped.empty()) {
        out << "  skipped:";
        char const* between = " ";
        for (auto const& [reason, count] : totals.skipped) {
            out << between << printable(reason) << ' ' << counted(count);
            between = ", ";
        }
        out << '\n';
    }
    if (one.other_compared > 0 && totals.compared > 0)
        out << "  " << counted(one.other_compared) << " comparisons by other comparison rules are left out\n";
    if (totals.eligible == 0 && one.other_compared == 0)
        out << "  `ficus shadow " << printable(one.name) << " 10%` compares a tenth of its requests\n";
}

void print_errors(feature_report const& one, std::ostream& out) {
    auto const& [legacy, modern] = std::tie(one.totals.legacy, one.totals.modern);
    if (legacy.failed + modern.failed == 0) return;
    out << "  of the requests that both were asked legacy failed in " << counted(legacy.failed) << " of "
        << counted(legacy.asked) << " (" << percent_of(legacy.failed, legacy.asked) << "), modern in "
        << counted(modern.failed) << " of " << counted(modern.asked) << " ("
        << percent_of(modern.failed, modern.asked) << ")\n";
}

void print_never_seen(feature_report const& one, std::ostream& out) {
    if (one.never_seen.empty()) return;
    out << "  nobody asked for:";
    for (std::size_t i = 0; i < one.never_seen.size() && i < most_rows; ++i)
        out << (i == 0 ? " " : ", ") << printable(one.never_seen[i]);
    out << '\n';
    print_left_out(one.never_seen.size(), out);
}

void print_operations(feature_report const& one, std::ostream& out, bool colour) {
    if (one.operations.size() > 1) {
        out << '\n';
        table rows({{"OPERATION"},
                    {"ELIGIBLE", align::right},
                    {"COMPARED", align::right},
                    {"DIFFERED", align::right},
                    {""}});
        for (std::size_t i = 0; i < one.operations.size() && i < most_rows; ++i) {
            auto const& of = one.operations[i];
            rows.add({of.name, counted(of.eligible), counted(of.compared), counted(of.mismatched),
                      of.too_few ? "too few" : ""});
        }
        rows.print(out, colour, 2);
        print_left_out(one.operations.size(), out);
    }
    print_never_seen(one, out);
}

/// What is said of a field besides its figures.
std::string remark(shadow::ranked_field const& field, std::size_t operations) {
    std::string text;
    auto const add = [&](std::string const& more) { text += (text.empty() ? "" : ", ") + more; };
    if (field.standing == standing::noise) add("noise");
    if (!field.shape.empty()) add(field.shape);
    if (field.standing == standing::counts && field.counts_in.size() < operations &&
        field.counts_in.size() == 1)
        add("in " + field.counts_in.front());
    return text;
}

void print_fields(feature_report const& one, std::ostream& out, bool colour) {
    if (one.fields.empty()) return;
    auto const& totals = one.totals;
    bool const baselines = totals.legacy_again + totals.modern_again > 0;
    out << '\n';
    std::vector<column> columns{
        {"PATH"}, {"KIND"}, {"COUNT", align::right}, {"SHARE", align::right}, {"NOISE", align::right}};
    if (baselines) columns.push_back({"BEYOND NOISE", align::right});
    columns.push_back({""});
    table rows(columns);
    for (std::size_t i = 0; i < one.fields.size() && i < most_rows; ++i) {
        auto const& field = one.fields[i];
        std::vector<std::string> row{field.path, std::string(to_string(field.kind)), counted(field.count),
                                     percent(field.share),
                                     field.noise_share ? percent(*field.noise_share) : "-"};
        if (baselines) row.push_back(field.beyond ? range(*field.beyond) : "-");
        row.push_back(remark(field, one.operations.size()));
        rows.add(std::move(row));
    }
    rows.print(out, colour, 2);
    print_left_out(one.fields.size(), out);
    if (baselines) {
        bool const legacy = totals.legacy_again > 0;
        out << "  noise: how often " << (legacy ? "legacy" : "modern")
            << " differed from itself, asked twice "
            << counted(legacy ? totals.legacy_again : totals.modern_again)
            << " times; what differs no more than that does not count\n";
    }
    out << "  `ficus diffs " << printable(one.name) << " --path '" << printable(one.fields[0].path)
        << "'` shows pairs\n";
    bool const offered = std::any_of(one.fields.begin(), one.fields.end(), [](auto const& field) {
        return field.standing == standing::noise || !field.shape.empty();
    });
    if (offered)
        out << "  `ficus report " << printable(one.name) << " --suggest` prints rules that leave noise out\n";
}

void print_latency(feature_report const& one, std::ostream& out, bool colour) {
    if (one.totals.compared == 0) return;
    out << '\n';
    table rows({{"LATENCY, MS"},
                {"P50", align::right},
                {"P90", align::right},
                {"P99", align::right},
                {"P50 BETWEEN", align::right},
                {"P99 BETWEEN", align::right}});
    auto const add = [&](char const* side, shadow::latency_figures const& of) {
        rows.add({side, milliseconds(of.p50), milliseconds(of.p90), milliseconds(of.p99), range(of.p50),
                  range(of.p99)});
    };
    add("legacy", one.legacy_latency);
    add("modern", one.modern_latency);
    rows.print(out, colour, 2);
    if (one.p50_ratio) {
        out << "  modern takes " << times(*one.p50_ratio) << " times as long at p50";
        if (one.p99_ratio) out << ", " << times(*one.p99_ratio) << " at p99";
        out << '\n';
    }
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
        print_errors(one, out);
        print_operations(one, out, colour);
        print_fields(one, out, colour);
        print_latency(one, out, colour);
        print_statuses(one, out, colour);
    }
}

} // namespace ficus::tools

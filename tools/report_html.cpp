#include "tools/report_html.hpp"

#include "facade/shadow/figures.hpp"
#include "tools/page/baked.hpp"
#include "tools/page/card.hpp"
#include "tools/page/markup.hpp"
#include "tools/page/numbers.hpp"
#include "tools/page/pairs.hpp"
#include "tools/page/plots.hpp"
#include "tools/page/tables.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <string_view>

namespace ficus::tools {
namespace {

using shadow::counted;
using shadow::percent;

/// As a Content-Security-Policy names a script that may run. (CSP Level 3, 2.3.1)
std::string script_hash(std::string_view script) {
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<unsigned char const*>(script.data()), script.size(), digest);
    unsigned char text[4 * ((sizeof digest + 2) / 3) + 1];
    EVP_EncodeBlock(text, digest, sizeof digest);
    return "'sha256-" + std::string(reinterpret_cast<char const*>(text)) + "'";
}

std::string id_of(std::size_t feature) {
    return "feature-" + std::to_string(feature + 1);
}

void put_head(shadow::report const& report, std::string_view script, markup& out) {
    out << "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
           "'unsafe-inline'; "
           "base-uri 'none'; form-action 'none'; script-src ";
    out.baked(script_hash(script)) // its quotes must stand as they are
        << "\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
           "<meta name=\"color-scheme\" content=\"light dark\"><title>";
    if (report.features.size() == 1) out.text(report.features.front().name) << ": ";
    out.text(to_string(report.worst())) << " · Ficus report</title><style>";
    out.baked(uplot_style).baked(report_style) << "</style></head>";
}

void put_overview(shadow::report const& report, markup& out) {
    if (report.features.size() < 2) return;
    open_table(out, "All features");
    out << "<thead><tr><th scope=\"col\">Feature</th><th scope=\"col\">Verdict</th><th class=\"n\" "
           "scope=\"col\">Match rate</th>"
           "<th scope=\"col\">Interval and bar</th><th class=\"n\" scope=\"col\">Compared</th><th "
           "class=\"n\" scope=\"col\">Coverage</th>"
           "</tr></thead><tbody>";
    for (std::size_t i = 0; i < report.features.size(); ++i) {
        auto const& one = report.features[i];
        out << "<tr><th scope=\"row\"><a href=\"#";
        out.text(id_of(i)) << "\"><bdi>";
        out.text(one.name) << "</bdi></a></th><td>";
        put_verdict(one.judged.says, out);
        out << "</td><td class=\"n\">";
        out.text(one.match_rate ? percent(*one.match_rate) : "–") << "</td><td>";
        put_interval(one, out);
        out << "</td><td class=\"n\">";
        out.text(counted(one.totals.compared)) << "</td><td class=\"n\">";
        out.text(one.totals.chosen > 0 ? percent(one.coverage) : "–") << "</td></tr>";
    }
    out << "</tbody>";
    close_table(out);
}

void put_feature(shadow::report const& report, std::size_t index, markup& out) {
    auto const& one = report.features[index];
    auto const id = id_of(index);
    out << "<section class=\"feature\" aria-labelledby=\"";
    out.text(id) << "\">";
    put_card(one, id, out);
    put_match_plot(one, out);
    put_share_plot(one, report, out);
    put_changes(one, report.since, out);
    put_fields(one, out);
    put_pairs(one, out);
    put_latency_plot(one, out);
    put_latency_table(one, out);
    put_statuses(one, out);
    put_coverage(one, out);
    out << "</section>";
}

std::string whole_script() {
    return "/* uPlot\n" + std::string(uplot_licence) + "\n*/\n" + std::string(uplot_script) + "\n" +
           std::string(report_script);
}

} // namespace

std::string report_html(shadow::report const& report) {
    auto const script = whole_script();
    markup out;
    put_head(report, script, out);
    out << "<body><header class=\"top\"><h1>May it move on?</h1><p>Legacy and modern compared from <time>";
    out.text(minute_text(report.since)) << "</time> to <time>";
    out.text(minute_text(report.until)) << "</time> UTC</p></header><main>";
    if (report.features.empty()) out << "<p>No feature is configured.</p>";
    put_overview(report, out);
    for (std::size_t i = 0; i < report.features.size(); ++i) put_feature(report, i, out);
    out << "</main><footer><p>Ficus. The verdict rests on the match rate beyond noise; each figure is of "
           "this time alone.</p>"
           "</footer><script>";
    out.baked(script) << "</script></body></html>\n";
    return out.written();
}

} // namespace ficus::tools

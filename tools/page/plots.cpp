#include "tools/page/plots.hpp"

#include "facade/app/json_text.hpp"
#include "facade/shadow/figures.hpp"
#include "tools/page/numbers.hpp"
#include "tools/page/tables.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <optional>

namespace ficus::tools {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using shadow::counted;
using shadow::feature_report;
using shadow::percent;

double seconds(shadow::time_point at) {
    return static_cast<double>(at.time_since_epoch().count()) / 1000;
}

value or_null(std::optional<double> number) {
    return number ? value(*number) : value(nullptr);
}

std::optional<double> observed_share(shadow::report_slice const& slice) {
    auto const all = slice.served_legacy + slice.served_modern;
    if (all == 0) return std::nullopt;
    return static_cast<double>(slice.served_modern) / static_cast<double>(all) * 100;
}

/// The drawing, for those who see it; `says` for those who do not, who have the table as well.
void put_drawing(std::string const& says, object const& data, markup& out) {
    out << "<div class=\"drawing\" role=\"img\" aria-label=\"";
    out.text(says)
        << "\"></div><p class=\"readout\" aria-hidden=\"true\"></p><script type=\"application/json\">";
    out.baked(json_for_script(data)) << "</script>";
}

void put_cell(markup& out, std::string_view text) {
    out << "<td class=\"n\">";
    out.text(text) << "</td>";
}

void put_match_rows(feature_report const& one, markup& out) {
    out << "<details class=\"data\"><summary>As a table</summary>";
    open_table(out, "Match rate over time");
    out << "<thead><tr><th scope=\"col\">From, UTC</th><th class=\"n\" scope=\"col\">Compared</th><th "
           "class=\"n\" scope=\"col\">Differed</th>"
           "<th class=\"n\" scope=\"col\">Match rate</th><th class=\"n\" scope=\"col\">Between</th><th "
           "class=\"n\" scope=\"col\">Noise</th>"
           "</tr></thead><tbody>";
    for (auto const& slice : one.over_time) {
        out << "<tr><th scope=\"row\">";
        out.text(minute_text(slice.at)) << "</th>";
        put_cell(out, counted(slice.compared));
        put_cell(out, counted(slice.mismatched));
        put_cell(out, slice.match_rate ? percent(*slice.match_rate) : "–");
        put_cell(out, slice.match_rate ? percent(slice.interval.low) + " and " + percent(slice.interval.high)
                                       : "–");
        put_cell(out, slice.noise ? share_text(*slice.noise) : "–");
        out << "</tr>";
    }
    out << "</tbody>";
    close_table(out);
    out << "</details>";
}

void put_share_rows(feature_report const& one, markup& out) {
    out << "<details class=\"data\"><summary>As a table</summary>";
    open_table(out, "Observed share over time");
    out << "<thead><tr><th scope=\"col\">From, UTC</th><th class=\"n\" scope=\"col\">Served by legacy</th>"
           "<th class=\"n\" scope=\"col\">By modern</th><th class=\"n\" scope=\"col\">Modern's "
           "share</th></tr></thead><tbody>";
    for (auto const& slice : one.over_time) {
        out << "<tr><th scope=\"row\">";
        out.text(minute_text(slice.at)) << "</th>";
        put_cell(out, counted(slice.served_legacy));
        put_cell(out, counted(slice.served_modern));
        put_cell(out, share_text(slice.served_modern, slice.served_legacy + slice.served_modern));
        out << "</tr>";
    }
    out << "</tbody>";
    close_table(out);
    out << "</details>";
}

array curve(shadow::latency_figures const& side) {
    array x, y;
    for (auto const& [milliseconds, share] : side.curve) {
        if (milliseconds <= 0) continue; // the scale is logarithmic
        x.push_back(milliseconds);
        y.push_back(share);
    }
    return {std::move(x), std::move(y)};
}

std::string latency_words(shadow::latency_figures const& side) {
    if (!side.p50 || !side.p99) return "nothing measured";
    return "half within " + latency_text(side.p50->value) + ", 99 % within " + latency_text(side.p99->value);
}

} // namespace

std::string json_for_script(boost::json::value const& value) {
    std::string safe;
    for (auto const c : app::json_text(value)) {
        // With no `<` there is neither `</script` nor `<!--`. (HTML Living Standard, 4.12.1.3)
        if (c == '<')
            safe += "\\u003c";
        else
            safe += c;
    }
    return safe;
}

void put_match_plot(feature_report const& one, markup& out) {
    array at, rate, low, high, agreement, compared;
    for (auto const& slice : one.over_time) {
        auto const known = slice.match_rate.has_value();
        at.push_back(seconds(slice.at));
        rate.push_back(or_null(slice.match_rate));
        low.push_back(known ? value(slice.interval.low) : value(nullptr));
        high.push_back(known ? value(slice.interval.high) : value(nullptr));
        agreement.push_back(slice.noise ? value(1 - *slice.noise) : value(nullptr));
        compared.push_back(slice.compared);
    }
    if (at.empty()) return;
    out << "<figure data-plot=\"match\"><figcaption><h3>Match rate over time</h3><ul class=\"legend\">"
           "<li class=\"key rate\">match rate</li><li class=\"key range\">its interval</li><li class=\"key "
           "bar\">bar ";
    out.text(shadow::bar_percent(one.bar.match_rate))
        << "</li><li class=\"key agree\">a side asked twice agrees with itself</li></ul></figcaption>";
    put_drawing("Match rate over time: " +
                    (one.match_rate ? percent(*one.match_rate) + " in all" : "nothing compared") +
                    ", the bar is at " + shadow::bar_percent(one.bar.match_rate),
                {{"at", std::move(at)},
                 {"rate", std::move(rate)},
                 {"low", std::move(low)},
                 {"high", std::move(high)},
                 {"agreement", std::move(agreement)},
                 {"compared", std::move(compared)},
                 {"bar", one.bar.match_rate}},
                out);
    put_match_rows(one, out);
    out << "</figure>";
}

void put_share_plot(feature_report const& one, shadow::report const& in, markup& out) {
    if (one.over_time.empty() && one.changes.empty()) return;
    array at, observed;
    for (auto const& slice : one.over_time) {
        at.push_back(seconds(slice.at));
        observed.push_back(or_null(observed_share(slice)));
    }
    array changed, configured, flips;
    for (auto const& change : one.changes) {
        changed.push_back(seconds(std::max(change.at, in.since)));
        configured.push_back(change.share);
        if (change.at >= in.since) flips.push_back(seconds(change.at));
    }
    auto const now = one.changes.empty() ? 0.0 : one.changes.back().share;
    changed.push_back(seconds(in.until));
    configured.push_back(now);
    out << "<figure data-plot=\"share\"><figcaption><h3>Share of modern over time</h3><ul class=\"legend\">"
           "<li class=\"key configured\">configured</li><li class=\"key observed\">observed</li><li "
           "class=\"key flip\">a "
           "flip</li>"
           "</ul></figcaption>";
    put_drawing("Share of requests that modern serves: configured " + shadow::bar_percent(now / 100) +
                    " now, after " + counted(flips.size()) + " changes in this time",
                {{"since", seconds(in.since)},
                 {"until", seconds(in.until)},
                 {"at", std::move(at)},
                 {"observed", std::move(observed)},
                 {"changed", std::move(changed)},
                 {"configured", std::move(configured)},
                 {"flips", std::move(flips)}},
                out);
    put_share_rows(one, out);
    out << "</figure>";
}

void put_latency_plot(feature_report const& one, markup& out) {
    auto legacy = curve(one.legacy_latency);
    auto modern = curve(one.modern_latency);
    if (legacy[0].as_array().empty() && modern[0].as_array().empty()) return;
    out << "<figure data-plot=\"latency\"><figcaption><h3>Latency</h3><ul class=\"legend\"><li "
           "class=\"legacy\">legacy</li>"
           "<li class=\"key modern\">modern</li><li class=\"key none\">share of answers that took no "
           "longer</li></ul></figcaption>";
    put_drawing("Latency of legacy: " + latency_words(one.legacy_latency) +
                    "; of modern: " + latency_words(one.modern_latency),
                {{"legacy", std::move(legacy)}, {"modern", std::move(modern)}}, out);
    out << "</figure>";
}

} // namespace ficus::tools

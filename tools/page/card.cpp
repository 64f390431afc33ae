#include "tools/page/card.hpp"

#include "facade/shadow/figures.hpp"
#include "tools/page/numbers.hpp"
#include "tools/report_checks.hpp"

#include <algorithm>
#include <string>

namespace ficus::tools {
namespace {

using shadow::bar_percent;
using shadow::counted;
using shadow::feature_report;
using shadow::percent;
using shadow::verdict;
using state = report_check::state;

/// Where a share stands on a line from `from` to 1, as CSS has it.
std::string place(double share, double from) {
    auto const at = from >= 1 ? 1.0 : std::clamp((share - from) / (1 - from), 0.0, 1.0);
    return std::to_string(at * 100) + "%";
}

void put_fact(markup& out, std::string_view name, std::string_view value, std::string_view note) {
    out << "<div><dt>";
    out.text(name) << "</dt><dd><strong>";
    out.text(value) << "</strong>";
    if (!note.empty()) {
        out << " <span>";
        out.text(note) << "</span>";
    }
    out << "</dd></div>";
}

void put_facts(feature_report const& one, markup& out) {
    auto const& totals = one.totals;
    out << "<dl class=\"facts\">";
    put_fact(out, "Compared", counted(totals.compared), "of " + counted(totals.chosen) + " chosen");
    put_fact(out, "Differ beyond noise", counted(one.mismatched),
             share_text(one.mismatched, totals.compared));
    put_fact(out, "Differ at all", counted(totals.compared - totals.matched),
             share_text(totals.compared - totals.matched, totals.compared));
    put_fact(out, "Asked twice", counted(totals.legacy_again + totals.modern_again),
             "legacy " + counted(totals.legacy_again) + ", modern " + counted(totals.modern_again));
    if (one.judged.more_needed && *one.judged.more_needed > 0)
        put_fact(out, "More that would settle it", counted(*one.judged.more_needed), "without a difference");
    out << "</dl>";
}

void put_check(report_check const& check, markup& out) {
    switch (check.is) {
    case state::passed: out << "<li class=\"passed\"><b aria-hidden=\"true\">✓</b>"; break;
    case state::failed: out << "<li class=\"failed\"><b aria-hidden=\"true\">✕</b>"; break;
    case state::unsure: out << "<li class=\"unsure\"><b aria-hidden=\"true\">?</b>"; break;
    case state::not_asked: out << "<li><b aria-hidden=\"true\">–</b>"; break;
    }
    out << "<span class=\"name\">";
    out.text(check.name) << " <em>";
    out.text(to_string(check.is)) << "</em></span> <span class=\"says\">";
    out.text(check.says) << "</span></li>";
}

void open_card(verdict verdict, markup& out) {
    switch (verdict) {
    case verdict::ready: out << "<header class=\"card ready\">"; return;
    case verdict::not_ready: out << "<header class=\"card not-ready\">"; return;
    case verdict::insufficient: out << "<header class=\"card insufficient\">"; return;
    }
}

} // namespace

void put_verdict(verdict verdict, markup& out) {
    switch (verdict) {
    case verdict::ready:
        out << "<span class=\"verdict ready\"><b aria-hidden=\"true\">✓</b>Ready</span>";
        return;
    case verdict::not_ready:
        out << "<span class=\"verdict not-ready\"><b aria-hidden=\"true\">✕</b>Not ready</span>";
        return;
    case verdict::insufficient:
        out << "<span class=\"verdict insufficient\"><b aria-hidden=\"true\">?</b>Cannot be told yet</span>";
        return;
    }
}

void put_interval(feature_report const& one, markup& out) {
    if (!one.match_rate) return;
    auto const& interval = one.judged.interval;
    auto const bar = one.bar.match_rate;
    auto const from = std::max(0.0, 1 - 1.25 * (1 - std::min(interval.low, bar)));
    out << "<div class=\"interval\" role=\"img\" aria-label=\"";
    out.text("Match rate " + percent(*one.match_rate) + ", between " + percent(interval.low) + " and " +
             percent(interval.high) + "; the bar is at " + bar_percent(bar));
    out << "\"><span class=\"range\" style=\"left:";
    out.text(place(interval.low, from)) << ";right:calc(100% - ";
    out.text(place(interval.high, from)) << ")\"></span><span class=\"gate\" style=\"left:";
    out.text(place(bar, from)) << "\"></span><span class=\"point\" style=\"left:";
    out.text(place(*one.match_rate, from)) << "\"></span></div>";
}

void put_card(feature_report const& one, std::string_view id, markup& out) {
    open_card(one.judged.says, out);
    out << "<div class=\"head\"><h2 id=\"";
    out.text(id) << "\"><bdi>";
    out.text(one.name) << "</bdi></h2>";
    put_verdict(one.judged.says, out);
    out << "</div><p class=\"why\">";
    out.text(one.judged.why) << "</p>";
    if (one.match_rate) {
        auto const& interval = one.judged.interval;
        out << "<div class=\"rate\"><p class=\"figure\"><strong>";
        out.text(percent(*one.match_rate)) << "</strong> match rate</p><div>";
        put_interval(one, out);
        out << "<p class=\"scale\"><span>between ";
        out.text(percent(interval.low)) << " and ";
        out.text(percent(interval.high)) << " at ";
        out.text(bar_percent(one.bar.confidence)) << " confidence</span> <span class=\"bar\">bar ";
        out.text(bar_percent(one.bar.match_rate)) << "</span></p></div></div>";
    }
    put_facts(one, out);
    out << "<ul class=\"checks\" aria-label=\"What the verdict rests on\">";
    for (auto const& check : checks_of(one)) put_check(check, out);
    out << "</ul></header>";
}

} // namespace ficus::tools

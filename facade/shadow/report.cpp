#include "facade/shadow/report.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <date/date.h>

#include <algorithm>

namespace ficus::shadow {

namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

report_quantiles quantiles(histogram const& microseconds) {
    auto const at = [&](double q) -> std::optional<double> {
        auto const found = microseconds.quantile(q);
        return found ? std::optional(*found / 1000) : std::nullopt;
    };
    return {at(0.5), at(0.9), at(0.99)};
}

void rank(tally& totals) {
    std::erase_if(totals.fields, [](auto const& field) { return field.count == 0; });
    std::stable_sort(totals.fields.begin(), totals.fields.end(), [&](auto const& a, auto const& b) {
        auto const left = net_rate(a, totals);
        auto const right = net_rate(b, totals);
        return left != right ? left > right : a.count > b.count;
    });
}

feature_report make_feature_report(report_subject const& subject, tally&& totals) {
    feature_report made;
    made.name = subject.feature;
    made.judged = judge({totals.compared, totals.matched, totals.chosen}, subject.bar);
    if (totals.compared > 0)
        made.match_rate = static_cast<double>(totals.matched) / static_cast<double>(totals.compared);
    // Comparisons are counted as they end and the chosen once a second, so the quotient may be early.
    if (totals.chosen > 0)
        made.coverage =
            std::min(1.0, static_cast<double>(totals.compared) / static_cast<double>(totals.chosen));
    made.legacy_latency = quantiles(totals.legacy.latency);
    made.modern_latency = quantiles(totals.modern.latency);
    rank(totals);
    made.totals = std::move(totals);
    return made;
}

value number_or_null(std::optional<double> number) {
    return number ? value(*number) : value(nullptr);
}

object latency_json(report_quantiles const& of) {
    // Thousandths of a millisecond: more digits would be the histogram's, not the measurement's.
    auto const rounded = [](std::optional<double> ms) {
        return ms ? value(std::round(*ms * 1000) / 1000) : value(nullptr);
    };
    return {{"p50", rounded(of.p50)}, {"p90", rounded(of.p90)}, {"p99", rounded(of.p99)}};
}

object feature_json(feature_report const& one) {
    auto const& totals = one.totals;
    object skipped;
    for (auto const& [reason, count] : totals.skipped) skipped[reason] = count;
    array fields;
    for (auto const& field : totals.fields)
        fields.push_back(object{{"path", field.path},
                                {"kind", to_string(field.kind)},
                                {"count", field.count},
                                {"noise", field.legacy_noise + field.modern_noise}});
    array statuses;
    for (auto const& pair : totals.statuses)
        statuses.push_back(object{{"legacy", pair.legacy}, {"modern", pair.modern}, {"count", pair.count}});
    return {{"name", one.name},
            {"verdict", to_string(one.judged.says)},
            {"why", one.judged.why},
            {"more_needed", one.judged.more_needed ? value(*one.judged.more_needed) : value(nullptr)},
            {"coverage", object{{"eligible", totals.eligible},
                                {"chosen", totals.chosen},
                                {"compared", totals.compared},
                                {"skipped", std::move(skipped)}}},
            {"compared", totals.compared},
            {"matched", totals.matched},
            {"mismatched", totals.compared - totals.matched},
            {"match_rate", number_or_null(one.match_rate)},
            {"interval", array{one.judged.interval.low, one.judged.interval.high}},
            {"baselines", totals.legacy_again + totals.modern_again},
            {"fields", std::move(fields)},
            {"latency_ms", object{{"legacy", latency_json(one.legacy_latency)},
                                  {"modern", latency_json(one.modern_latency)}}},
            {"statuses", std::move(statuses)}};
}

} // namespace

verdict report::worst() const {
    auto const any = [&](verdict wanted) {
        return std::any_of(features.begin(), features.end(),
                           [&](auto const& feature) { return feature.judged.says == wanted; });
    };
    if (any(verdict::not_ready)) return verdict::not_ready;
    return features.empty() || any(verdict::insufficient) ? verdict::insufficient : verdict::ready;
}

store_result<report> make_report(store const* store, std::vector<report_subject> const& subjects,
                                 std::chrono::milliseconds window, time_point now) {
    report made;
    made.since = std::chrono::floor<std::chrono::minutes>(now - window);
    made.until = now;
    for (auto const& subject : subjects) {
        window_figures figures;
        if (store != nullptr) {
            auto read = store->figures(subject.feature, subject.fingerprint, now - window, made.until, false);
            if (!read) return read.error();
            figures = std::move(*read);
            made.since = figures.since;
        }
        auto& one = made.features.emplace_back(make_feature_report(subject, std::move(figures.all)));
        one.other_compared = figures.other_compared;
    }
    return made;
}

double net_rate(counted_field const& field, tally const& totals) {
    auto const share = [](std::uint64_t part, std::uint64_t whole) {
        return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
    };
    return share(field.count, totals.compared) -
           share(field.legacy_noise + field.modern_noise, totals.legacy_again + totals.modern_again);
}

boost::json::value report_json(report const& report) {
    array features;
    for (auto const& one : report.features) features.push_back(feature_json(one));
    return object{{"since", iso_time(report.since)},
                  {"until", iso_time(report.until)},
                  {"verdict", to_string(report.worst())},
                  {"features", std::move(features)}};
}

std::string iso_time(time_point at) {
    return date::format("%FT%TZ", at);
}

} // namespace ficus::shadow

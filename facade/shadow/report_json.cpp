#include "facade/shadow/report_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cmath>

namespace ficus::shadow {

namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

value number_or_null(std::optional<double> number) {
    return number ? value(*number) : value(nullptr);
}

value interval_or_null(std::optional<rate_interval> const& interval) {
    return interval ? value(array{interval->low, interval->high}) : value(nullptr);
}

array names(std::vector<std::string> const& from) {
    array all;
    for (auto const& name : from) all.emplace_back(name);
    return all;
}

object reasons(std::map<std::string, std::uint64_t> const& skipped) {
    object all;
    for (auto const& [reason, count] : skipped) all[reason] = count;
    return all;
}

/// Thousandths of a millisecond: more digits would be the histogram's, not the measurement's.
double rounded(double ms) {
    return std::round(ms * 1000) / 1000;
}

value quantile_json(std::optional<quantile_estimate> const& of) {
    return of ? value(rounded(of->value)) : value(nullptr);
}

/// An upper end that is not known is null.
value ends_json(std::optional<quantile_estimate> const& of) {
    if (!of) return nullptr;
    return array{rounded(of->low), of->bounded ? value(rounded(of->high)) : value(nullptr)};
}

object latency_json(latency_figures const& of) {
    return {{"p50", quantile_json(of.p50)},
            {"p90", quantile_json(of.p90)},
            {"p99", quantile_json(of.p99)},
            {"p50_interval", ends_json(of.p50)},
            {"p99_interval", ends_json(of.p99)}};
}

object field_json(ranked_field const& field) {
    return {{"path", field.path},
            {"kind", to_string(field.kind)},
            {"count", field.count},
            {"noise", field.noise},
            {"share", field.share},
            {"noise_share", number_or_null(field.noise_share)},
            {"beyond", interval_or_null(field.beyond)},
            {"p", field.noise_share ? value(field.p) : value(nullptr)},
            {"standing", to_string(field.standing)},
            {"counts_in", names(field.counts_in)},
            {"alone", field.alone},
            {"shape", field.shape.empty() ? value(nullptr) : value(field.shape)}};
}

object operation_json(operation_report const& of) {
    return {{"name", of.name},         {"eligible", of.eligible},     {"chosen", of.chosen},
            {"compared", of.compared}, {"mismatched", of.mismatched}, {"skipped", reasons(of.skipped)},
            {"too_few", of.too_few}};
}

object slice_json(report_slice const& of) {
    return {{"at", iso_time(of.at)},
            {"compared", of.compared},
            {"mismatched", of.mismatched},
            {"match_rate", number_or_null(of.match_rate)},
            {"interval", array{of.interval.low, of.interval.high}},
            {"noise", number_or_null(of.noise)},
            {"served", object{{"legacy", of.served_legacy}, {"modern", of.served_modern}}}};
}

object change_json(share_change const& of) {
    return {{"at", iso_time(of.at)}, {"revision", of.revision},       {"share", of.share},
            {"shadow", of.shadow},   {"conditional", of.conditional}, {"by", of.by},
            {"reason", of.reason},   {"command", of.command}};
}

object errors_json(feature_report const& one) {
    auto const side = [](counted_side const& of) {
        return object{{"asked", of.asked}, {"failed", of.failed}};
    };
    return {{"legacy", side(one.totals.legacy)}, {"modern", side(one.totals.modern)}, {"p", one.errors_p}};
}

template<class T>
array all_of(std::vector<T> const& from, object (*as_json)(T const&)) {
    array all;
    for (auto const& one : from) all.push_back(as_json(one));
    return all;
}

object feature_json(feature_report const& one) {
    auto const& totals = one.totals;
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
                                {"skipped", reasons(totals.skipped)}}},
            {"compared", totals.compared},
            {"matched", one.matched},
            {"mismatched", one.mismatched},
            {"match_rate", number_or_null(one.match_rate)},
            {"interval", array{one.judged.interval.low, one.judged.interval.high}},
            {"raw", object{{"matched", totals.matched},
                           {"mismatched", totals.compared - totals.matched},
                           {"match_rate", number_or_null(one.raw_match_rate)}}},
            {"rules", object{{"fingerprint", one.fingerprint}, {"other_compared", one.other_compared}}},
            {"baselines", totals.legacy_again + totals.modern_again},
            {"baselines_by_side", object{{"legacy", totals.legacy_again}, {"modern", totals.modern_again}}},
            {"fields", all_of(one.fields, field_json)},
            {"operations", all_of(one.operations, operation_json)},
            {"never_seen", names(one.never_seen)},
            {"errors", errors_json(one)},
            {"latency_ms", object{{"legacy", latency_json(one.legacy_latency)},
                                  {"modern", latency_json(one.modern_latency)}}},
            {"latency_ratio",
             object{{"p50", interval_or_null(one.p50_ratio)}, {"p99", interval_or_null(one.p99_ratio)}}},
            {"statuses", std::move(statuses)},
            {"over_time", all_of(one.over_time, slice_json)},
            {"changes", all_of(one.changes, change_json)}};
}

} // namespace

boost::json::value report_json(report const& report) {
    return object{{"since", iso_time(report.since)},
                  {"until", iso_time(report.until)},
                  {"verdict", to_string(report.worst())},
                  {"features", all_of(report.features, feature_json)}};
}

} // namespace ficus::shadow

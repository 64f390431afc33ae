#include "facade/shadow/feature_report.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace ficus::shadow {

namespace {

std::optional<double> rate(std::uint64_t part, std::uint64_t of) {
    if (of == 0) return std::nullopt;
    return static_cast<double>(part) / static_cast<double>(of);
}

std::optional<quantile_estimate> milliseconds(histogram const& microseconds, double q, double confidence) {
    auto found = estimate_quantile(microseconds, q, confidence);
    if (found)
        for (auto* each : {&found->value, &found->low, &found->high}) *each /= 1000;
    return found;
}

std::vector<std::pair<double, double>> curve_of(histogram const& microseconds) {
    std::vector<std::pair<double, double>> all;
    std::uint64_t seen = 0;
    microseconds.for_each([&](histogram::bucket const& bucket, std::uint64_t count) {
        seen += count;
        all.emplace_back(bucket.high / 1000,
                         static_cast<double>(seen) / static_cast<double>(microseconds.count()));
    });
    // Every so many of them, and always the last, which is at 1.
    auto const step = (all.size() + latency_figures::most_points - 1) / latency_figures::most_points;
    if (step < 2) return all;
    std::vector<std::pair<double, double>> kept;
    for (auto i = (all.size() - 1) % step; i < all.size(); i += step) kept.push_back(all[i]);
    return kept;
}

latency_figures latency_of(histogram const& microseconds, double confidence) {
    latency_figures made;
    made.p50 = milliseconds(microseconds, 0.5, confidence);
    made.p90 = milliseconds(microseconds, 0.9, confidence);
    made.p99 = milliseconds(microseconds, 0.99, confidence);
    made.curve = curve_of(microseconds);
    return made;
}

std::vector<operation_report> operations_of(window_figures const& figures, noise_test const& noise,
                                            ready_options const& bar) {
    std::vector<operation_report> all;
    for (std::size_t i = 0; i < figures.operations.size(); ++i) {
        auto const& [name, counts] = figures.operations[i];
        operation_report made;
        made.name = name;
        made.eligible = counts.eligible;
        made.chosen = counts.chosen;
        made.compared = counts.compared;
        made.mismatched = noise.mismatched(i);
        made.skipped = counts.skipped;
        made.too_few = too_few({name, counts.eligible, counts.compared}, bar);
        all.push_back(std::move(made));
    }
    // What spoils most first, then what has too few, then what is asked for most.
    std::stable_sort(all.begin(), all.end(), [](auto const& a, auto const& b) {
        auto const key = [](auto const& of) { return std::tuple(of.mismatched, of.too_few, of.eligible); };
        return key(b) < key(a);
    });
    return all;
}

std::vector<std::string> never_seen(std::vector<std::string> const& configured,
                                    window_figures const& figures) {
    std::set<std::string_view> seen;
    for (auto const& operation : figures.operations)
        if (operation.figures.eligible > 0 || operation.figures.compared > 0) seen.insert(operation.name);
    std::vector<std::string> missing;
    for (auto const& name : configured)
        if (!seen.contains(name)) missing.push_back(name);
    return missing;
}

std::vector<report_slice> slices_of(window_figures const& figures, noise_test const& noise,
                                    double confidence) {
    std::vector<report_slice> all;
    for (auto const& counted : figures.slices) {
        report_slice made;
        made.at = counted.at;
        made.compared = counted.compared;
        auto const differing = counted.compared - std::min(counted.compared, counted.matched);
        std::uint64_t excused = 0;
        for (auto const& [operation, set] : counted.sets)
            if (operation < figures.operations.size() && noise.excuses(operation, set.fields))
                excused += set.count;
        made.mismatched = differing - std::min(differing, excused);
        made.match_rate = rate(made.compared - made.mismatched, made.compared);
        made.interval = wilson(made.compared - made.mismatched, made.compared, confidence);
        made.noise = rate(counted.again_differed, counted.again);
        made.served_legacy = counted.served_legacy;
        made.served_modern = counted.served_modern;
        all.push_back(std::move(made));
    }
    return all;
}

/// Places at which some operation's differences are not counted.
std::size_t noisy_fields(window_figures const& figures, noise_test const& noise) {
    std::set<std::int64_t> noisy;
    for (std::size_t i = 0; i < figures.operations.size(); ++i)
        for (auto const& field : figures.operations[i].figures.fields)
            if (field.count > 0 && noise.is_noise(i, field.id)) noisy.insert(field.id);
    return noisy.size();
}

} // namespace

feature_report make_feature_report(report_subject const& subject, window_figures const& figures) {
    auto const confidence = subject.bar.confidence;
    noise_test const noise(figures, confidence);
    auto const& all = figures.all;
    feature_report made;
    made.name = subject.feature;
    made.bar = subject.bar;
    made.fingerprint = figures.fingerprint;
    made.other_compared = figures.other_compared;
    made.totals = all;
    made.mismatched = std::min(all.compared, noise.mismatched());
    made.matched = all.compared - made.mismatched;
    made.match_rate = rate(made.matched, all.compared);
    made.raw_match_rate = rate(all.matched, all.compared);
    // Comparisons are counted as they end and the chosen once a second, so the quotient may be early.
    made.coverage = std::min(1.0, rate(all.compared, all.chosen).value_or(0));
    made.fields = rank(figures, noise, confidence);
    made.noisy_fields = noisy_fields(figures, noise);
    made.legacy_latency = latency_of(all.legacy.latency, confidence);
    made.modern_latency = latency_of(all.modern.latency, confidence);
    made.p50_ratio = quantile_ratio(all.legacy.latency, all.modern.latency, 0.5, confidence);
    made.p99_ratio = quantile_ratio(all.legacy.latency, all.modern.latency, 0.99, confidence);
    made.operations = operations_of(figures, noise, subject.bar);
    made.never_seen = never_seen(subject.operations, figures);
    made.over_time = slices_of(figures, noise, confidence);

    evidence seen;
    seen.compared = all.compared;
    seen.matched = made.matched;
    seen.chosen = all.chosen;
    seen.other_compared = figures.other_compared;
    for (auto const& operation : made.operations)
        seen.operations.push_back({operation.name, operation.eligible, operation.compared});
    seen.legacy = {all.legacy.asked, all.legacy.failed};
    seen.modern = {all.modern.asked, all.modern.failed};
    made.errors_p = tail_beyond_legacy(seen.legacy, seen.modern);
    if (made.p99_ratio) seen.p99_ratio_at_least = made.p99_ratio->low;
    seen.noisy_fields = made.noisy_fields;
    made.judged = judge(seen, subject.bar);
    return made;
}

} // namespace ficus::shadow

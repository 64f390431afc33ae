#include "facade/shadow/noise.hpp"

#include "facade/shadow/binomial.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace ficus::shadow {

namespace {

struct both_sides {
    share_of legacy, modern;
};

both_sides noise_in(counted_field const& field, tally const& of) {
    return {{field.legacy_noise, of.legacy_again}, {field.modern_noise, of.modern_again}};
}

bool seen(share_of noise) {
    return noise.of > 0 && noise.count >= noise_test::least_noise;
}

bool contradicts(share_of own, share_of other, double alpha) {
    return binomial_head(own.count, own.of, std::min(1.0, other.rate())) < alpha;
}

/// What a field of an operation is tested against.
std::optional<share_of> noise_for(both_sides own, both_sides all, double alpha) {
    if (seen(own.legacy)) return own.legacy;
    if (seen(all.legacy) && !contradicts(own.legacy, all.legacy, alpha)) return all.legacy;
    // Modern that differs from itself where legacy does not has a fault that comes and goes.
    auto const by_legacy = [&](share_of modern) {
        return !contradicts(own.legacy, modern, alpha) && !contradicts(all.legacy, modern, alpha);
    };
    if (seen(own.modern)) return by_legacy(own.modern) ? std::optional(own.modern) : std::nullopt;
    if (seen(all.modern) && !contradicts(own.modern, all.modern, alpha) && by_legacy(all.modern))
        return all.modern;
    return std::nullopt;
}

/// What was seen of it, where that is too little to excuse anything.
share_of seen_noise(both_sides own, both_sides all) {
    for (auto const& noise : {own.legacy, all.legacy, own.modern})
        if (noise.of > 0) return noise;
    return all.modern;
}

std::uint64_t differing_in(tally const& of) {
    return of.compared - std::min(of.compared, of.matched);
}

/// Pairs of operation and field.
std::size_t seen_in_baselines(window_figures const& figures) {
    std::size_t count = 0;
    for (auto const& operation : figures.operations)
        for (auto const& field : operation.figures.fields)
            count += field.legacy_noise + field.modern_noise > 0;
    return count;
}

} // namespace

double tail_beyond_noise(share_of differing, share_of noise) {
    if (differing.of == 0 || noise.of == 0) return 1;
    auto const all = static_cast<double>(differing.of) + static_cast<double>(noise.of);
    return binomial_tail(differing.count, differing.count + noise.count,
                         static_cast<double>(differing.of) / all);
}

rate_interval beyond_noise(share_of differing, share_of noise, double confidence) {
    auto const a = wilson(differing.count, differing.of, confidence);
    auto const b = wilson(noise.count, noise.of, confidence);
    auto const p = differing.rate();
    auto const q = noise.rate();
    return {std::max(-1.0, p - q - std::hypot(p - a.low, b.high - q)),
            std::min(1.0, p - q + std::hypot(a.high - p, q - b.low))};
}

noise_test::noise_test(window_figures const& figures, double confidence) {
    alpha_ = std::min(0.01, 1 - confidence) /
             static_cast<double>(std::max<std::size_t>(1, seen_in_baselines(figures)));
    fields_by_id all_fields;
    for (auto const& field : figures.all.fields) all_fields.emplace(field.id, &field);
    std::uint64_t excused_of_all = 0;
    for (auto const& [name, own] : figures.operations) {
        findings_.push_back(test(own, figures.all, all_fields));
        std::uint64_t excused = 0;
        for (auto const& set : own.sets)
            if (excuses(findings_.size() - 1, set.fields)) excused += set.count;
        excused = std::min(differing_in(own), excused);
        excused_of_all += excused;
        // What is in no set counts.
        mismatched_.push_back(differing_in(own) - excused);
    }
    all_mismatched_ = differing_in(figures.all) - std::min(differing_in(figures.all), excused_of_all);
}

noise_test::findings noise_test::test(tally const& own, tally const& all,
                                      fields_by_id const& all_fields) const {
    std::map<std::int64_t, std::uint64_t> in_sets;
    for (auto const& set : own.sets)
        for (auto const id : set.fields) in_sets[id] += set.count;
    findings found;
    // Which fields stand behind the pseudo field is not said: any may that differed more often than the sets
    // tell, such as one whose noise is older than these figures.
    bool all_excused = true;
    std::optional<std::int64_t> pseudo;
    for (auto const& field : own.fields) {
        if (field.path == others_name) {
            if (field.count > in_sets[field.id]) all_excused = false;
            continue;
        }
        if (field.path == noise_field) {
            pseudo = field.id;
            continue;
        }
        auto const known = all_fields.find(field.id);
        auto const& everywhere = known == all_fields.end() ? field : *known->second;
        auto const of_own = noise_in(field, own);
        auto const of_all = noise_in(everywhere, all);
        auto const shown = noise_for(of_own, of_all, alpha_);
        noise_finding finding;
        finding.noise = shown.value_or(seen_noise(of_own, of_all));
        finding.p = tail_beyond_noise({field.count, own.compared}, finding.noise);
        finding.excused = shown && finding.p >= alpha_;
        if (!finding.excused && field.count > in_sets[field.id]) all_excused = false;
        found.emplace(field.id, finding);
    }
    if (pseudo) found[*pseudo].excused = all_excused;
    return found;
}

noise_finding noise_test::of(std::size_t operation, std::int64_t field) const {
    auto const& known = findings_.at(operation);
    auto const found = known.find(field);
    return found == known.end() ? noise_finding{} : found->second;
}

bool noise_test::excuses(std::size_t operation, std::vector<std::int64_t> const& fields) const {
    return !fields.empty() &&
           std::all_of(fields.begin(), fields.end(), [&](auto field) { return is_noise(operation, field); });
}

} // namespace ficus::shadow

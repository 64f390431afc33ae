#include "facade/shadow/batch.hpp"

#include <algorithm>
#include <set>

namespace ficus::shadow {

namespace {

std::uint64_t microseconds(std::chrono::microseconds latency) {
    return static_cast<std::uint64_t>(std::max<std::chrono::microseconds::rep>(0, latency.count()));
}

// Whoever made the record: credentials and query strings do not pass.
void strip_secrets(comparison_record& record) {
    record.target.resize(std::min(record.target.find_first_of("?#"), record.target.size()));
    for (auto* side : {&record.legacy, &record.modern})
        std::erase_if(side->headers, [](auto const& field) { return acl::is_secret_header(field.first); });
}

} // namespace

std::int64_t batch::minute_of(time_point at) {
    return std::chrono::floor<std::chrono::minutes>(at).time_since_epoch().count();
}

void batch::add(comparison_record&& given) {
    strip_secrets(given);
    auto const record = std::make_shared<comparison_record const>(std::move(given));
    auto& here = minutes_[{record->feature, minute_of(record->at)}];
    if (record->is_baseline) {
        ++here.baselines;
    } else {
        ++here.compared;
        if (record->found.equal()) ++here.matched;
        ++here.statuses[{record->legacy.status, record->modern.status}];
        here.legacy_latency.add(microseconds(record->legacy.latency));
        here.modern_latency.add(microseconds(record->modern.latency));
    }
    // A hundred elements that differ at one path are one difference of the answer.
    std::set<field> seen;
    for (std::size_t i = 0; i < record->found.differences.size(); ++i) {
        auto const& one = record->found.differences[i];
        field key{one.path, one.kind};
        if (!seen.insert(key).second) continue;
        auto& counts = here.fields[key];
        if (record->is_baseline) {
            ++counts.noise;
        } else {
            ++counts.count;
            keep({record->feature, std::move(key)}, {record, i});
        }
    }
}

void batch::add(traffic_delta const& delta, time_point at) {
    if (delta.eligible == 0 && delta.chosen == 0 && delta.skipped.empty()) return;
    auto& here = minutes_[{delta.feature, minute_of(at)}];
    here.eligible += delta.eligible;
    here.chosen += delta.chosen;
    for (auto const& [reason, times] : delta.skipped) here.skipped[reason] += times;
}

void batch::keep(sample_key key, sample one) {
    auto& kept = samples_[std::move(key)];
    kept.push_back(std::move(one));
    if (kept.size() > oldest_kept + newest_kept) kept.erase(kept.begin() + oldest_kept);
}

} // namespace ficus::shadow

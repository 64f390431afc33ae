#include "facade/shadow/batch.hpp"

#include <algorithm>
#include <functional>
#include <string_view>

namespace ficus::shadow {

namespace {

std::uint64_t microseconds(std::chrono::microseconds latency) {
    return static_cast<std::uint64_t>(std::max<std::chrono::microseconds::rep>(0, latency.count()));
}

// Whoever made the record: credentials and query strings do not pass.
void strip_secrets(comparison_record::pair& kept) {
    kept.target.resize(std::min(kept.target.find_first_of("?#"), kept.target.size()));
    for (auto* side : {&kept.legacy, &kept.modern})
        std::erase_if(side->headers, [](auto const& field) { return acl::is_secret_header(field.first); });
}

std::size_t mix(std::size_t seed, std::size_t more) {
    return (seed ^ more) * 0x9E3779B97F4A7C15ULL;
}

} // namespace

std::size_t batch::key_hash::operator()(key const& of) const {
    auto const hash = std::hash<void const*>{};
    return mix(mix(hash(of.window.get()), hash(of.operation.get())), static_cast<std::size_t>(of.minute));
}

std::int64_t batch::minute_of(time_point at) {
    return std::chrono::floor<std::chrono::minutes>(at).time_since_epoch().count();
}

void batch::add(comparison_record&& record) {
    auto& here = minutes_[{record.window, record.operation, minute_of(record.at)}];
    bool const is_comparison = record.what == asked_again::other_side;
    if (is_comparison) {
        ++here.compared;
        if (record.matched) ++here.matched;
        ++here.statuses[{record.legacy_status, record.modern_status}];
        here.legacy_latency.add(microseconds(record.legacy_latency));
        here.modern_latency.add(microseconds(record.modern_latency));
    } else {
        bool const is_legacy = record.what == asked_again::legacy;
        ++(is_legacy ? here.legacy_again : here.modern_again);
        if (!record.matched) ++(is_legacy ? here.legacy_again_differed : here.modern_again_differed);
    }
    if (record.differences.empty()) return;

    std::vector<field_number> numbers;
    numbers.reserve(record.differences.size());
    for (auto const& one : record.differences) numbers.push_back(number_of(*record.window, one));
    auto set = numbers;
    std::sort(set.begin(), set.end());
    set.erase(std::unique(set.begin(), set.end()), set.end());
    for (auto const field : set) {
        auto& counts = here.fields[field];
        ++(is_comparison                        ? counts.count
           : record.what == asked_again::legacy ? counts.legacy_noise
                                                : counts.modern_noise);
    }
    if (!is_comparison) return;
    ++here.sets[std::move(set)];
    for (std::size_t i = 0; i < numbers.size(); ++i)
        if (auto const shape = record.differences[i].shape; shape != acl::volatile_shape::none)
            ++fields_[numbers[i]].shapes[shape];
    if (!record.kept) return;
    strip_secrets(*record.kept);
    auto const shared = std::make_shared<comparison_record const>(std::move(record));
    for (std::size_t i = 0; i < numbers.size(); ++i) keep(numbers[i], {shared, i});
}

void batch::add(traffic_delta const& delta, time_point at) {
    auto const asked = delta.legacy.asked + delta.modern.asked;
    if (delta.eligible == 0 && delta.chosen == 0 && delta.skipped.empty() && asked == 0) return;
    auto& here = minutes_[{delta.window, delta.operation, minute_of(at)}];
    here.eligible += delta.eligible;
    here.chosen += delta.chosen;
    for (auto const& [reason, times] : delta.skipped) here.skipped[reason] += times;
    here.legacy += delta.legacy;
    here.modern += delta.modern;
}

batch::field_number batch::number_of(window_key const& window, acl::difference const& one) {
    auto const hash = mix(mix(std::hash<void const*>{}(&window), std::hash<std::string_view>{}(one.path)),
                          static_cast<std::size_t>(one.kind));
    auto const [first, last] = by_hash_.equal_range(hash);
    for (auto at = first; at != last; ++at) {
        auto const& known = fields_[at->second];
        if (known.window == &window && known.kind == one.kind && known.path == one.path) return at->second;
    }
    auto const number = static_cast<field_number>(fields_.size());
    fields_.push_back({&window, one.path, one.kind, {}});
    by_hash_.emplace(hash, number);
    return number;
}

void batch::keep(field_number field, sample one) {
    auto& kept = samples_[field];
    kept.push_back(std::move(one));
    if (kept.size() > oldest_kept + newest_kept) kept.erase(kept.begin() + oldest_kept);
}

} // namespace ficus::shadow

#include "facade/shadow/histogram.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>

namespace ficus::shadow {

namespace {

constexpr std::uint32_t bits = 5; // 32 buckets to each power of two
constexpr std::uint64_t per_power = 1U << bits;

std::uint32_t bucket_of(std::uint64_t value) {
    if (value < per_power) return static_cast<std::uint32_t>(value);
    auto const shift = static_cast<std::uint32_t>(std::bit_width(value)) - bits - 1;
    return static_cast<std::uint32_t>((shift + 1) * per_power + ((value >> shift) - per_power));
}

constexpr std::uint32_t last_bucket = (64 - bits) * per_power + per_power - 1;

template<class Number>
bool take(std::string_view& text, Number& into, char end) {
    auto const [at, error] = std::from_chars(text.data(), text.data() + text.size(), into);
    if (error != std::errc{}) return false;
    text.remove_prefix(static_cast<std::size_t>(at - text.data()));
    if (text.empty()) return end == ' ';
    if (text.front() != end) return false;
    text.remove_prefix(1);
    return end == ' ' ? !text.empty() : true;
}

/// each(bucket, times) for what `text` holds; false where it is not what encode() makes.
template<class Each>
bool read(std::string_view text, Each&& each) {
    std::uint64_t bucket = 0;
    while (!text.empty()) {
        std::uint32_t step = 0;
        std::uint64_t times = 0;
        if (!take(text, step, ':') || !take(text, times, ' ')) return false;
        bucket += step;
        if (bucket > last_bucket) return false;
        each(static_cast<std::uint32_t>(bucket), times);
    }
    return true;
}

} // namespace

void histogram::add(std::uint64_t value, std::uint64_t times) {
    if (times == 0) return;
    buckets_[bucket_of(value)] += times;
    count_ += times;
}

void histogram::merge(histogram const& other) {
    for (auto const& [bucket, times] : other.buckets_) buckets_[bucket] += times;
    count_ += other.count_;
}

std::optional<double> histogram::quantile(double q) const {
    if (count_ == 0) return std::nullopt;
    auto const rank = std::max<std::uint64_t>(
        1, static_cast<std::uint64_t>(std::ceil(std::clamp(q, 0.0, 1.0) * static_cast<double>(count_))));
    auto const found = bucket_of_rank(std::min(rank, count_));
    return found ? std::optional((found->low + found->high) / 2) : std::nullopt;
}

std::optional<histogram::bucket> histogram::bucket_of_rank(std::uint64_t rank) const {
    if (rank == 0) return std::nullopt;
    std::uint64_t seen = 0;
    for (auto const& [number, times] : buckets_)
        if ((seen += times) >= rank) return bounds_of(number);
    return std::nullopt;
}

histogram::bucket histogram::bounds_of(std::uint32_t number) {
    if (number < per_power) return {static_cast<double>(number), static_cast<double>(number)};
    auto const shift = static_cast<int>(number / per_power) - 1;
    auto const low = std::ldexp(static_cast<double>(per_power + number % per_power), shift);
    return {low, low + (std::ldexp(1.0, shift) - 1)};
}

std::string histogram::encode() const {
    std::string text;
    std::uint32_t previous = 0;
    for (auto const& [bucket, times] : buckets_) {
        if (!text.empty()) text += ' ';
        text += std::to_string(bucket - previous) + ':' + std::to_string(times);
        previous = bucket;
    }
    return text;
}

std::optional<histogram> histogram::decode(std::string_view text) {
    histogram made;
    auto const is_one = read(text, [&](std::uint32_t bucket, std::uint64_t times) {
        made.buckets_[bucket] += times;
        made.count_ += times;
    });
    return is_one ? std::optional(std::move(made)) : std::nullopt;
}

histogram_sum::histogram_sum() : buckets_(last_bucket + 1) {}

bool histogram_sum::add(std::string_view encoded) {
    return read(encoded, [&](std::uint32_t bucket, std::uint64_t times) { buckets_[bucket] += times; });
}

histogram histogram_sum::total() const {
    histogram made;
    for (std::uint32_t bucket = 0; bucket <= last_bucket; ++bucket) {
        if (buckets_[bucket] == 0) continue;
        made.buckets_.emplace_hint(made.buckets_.end(), bucket, buckets_[bucket]);
        made.count_ += buckets_[bucket];
    }
    return made;
}

} // namespace ficus::shadow

#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::shadow {

/// Counts of values (microseconds, bytes) in buckets that grow with the value: 32 to each power of two, so
/// that a quantile is off by at most 1/64 (1.6 %). Two of them merge without loss. The buckets are those of
/// HdrHistogram (log-linear); the promise is that of DDSketch (C. Masson, J. E. Rim, H. K. Lee, DDSketch,
/// PVLDB 12, 2019).
class histogram {
public:
    void add(std::uint64_t value, std::uint64_t times = 1);
    void merge(histogram const& other);
    std::uint64_t count() const { return count_; }
    /// The value that a share `q` (0 to 1) of all do not exceed: the middle of its bucket. Unset when there
    /// are none.
    std::optional<double> quantile(double q) const;

    /// The least and the greatest value of one bucket.
    struct bucket {
        double low = 0;
        double high = 0;
    };
    /// Of the `rank`-th smallest value, counted from 1 to count(). Unset outside of these.
    std::optional<bucket> bucket_of_rank(std::uint64_t rank) const;
    /// f(bucket, count) for each bucket that holds anything, ascending.
    template<class F>
    void for_each(F&& f) const {
        for (auto const& [number, times] : buckets_) f(bounds_of(number), times);
    }

    /// As text that decode() reads back: `bucket:count` pairs, each bucket as its distance from the one
    /// before.
    std::string encode() const;
    /// Unset when the text is not what encode() makes.
    static std::optional<histogram> decode(std::string_view text);

private:
    static bucket bounds_of(std::uint32_t number);
    friend class histogram_sum;
    std::map<std::uint32_t, std::uint64_t> buckets_; ///< sparse: bucket's number, count
    std::uint64_t count_ = 0;
};

/// Adds many encoded histograms up, each in one pass over its text. Takes 16 KiB.
class histogram_sum {
public:
    histogram_sum();
    /// False where the text is not what encode() makes; then some of it may have been added.
    bool add(std::string_view encoded);
    histogram total() const;

private:
    std::vector<std::uint64_t> buckets_;
};

} // namespace ficus::shadow

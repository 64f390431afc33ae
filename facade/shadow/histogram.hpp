#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace ficus::shadow {

/// Counts of values (microseconds, bytes) in buckets that grow with the value: 32 to each power of two, so
/// that a quantile is off by less than 3.2 %. Two of them merge without loss.
class histogram {
public:
    void add(std::uint64_t value, std::uint64_t times = 1);
    void merge(histogram const& other);
    std::uint64_t count() const { return count_; }
    /// The value that a share `q` (0 to 1) of all do not exceed: the middle of its bucket. Unset when there
    /// are none.
    std::optional<double> quantile(double q) const;

    /// As text that decode() reads back: `bucket:count` pairs, each bucket as its distance from the one
    /// before.
    std::string encode() const;
    /// Unset when the text is not what encode() makes.
    static std::optional<histogram> decode(std::string_view text);

private:
    std::map<std::uint32_t, std::uint64_t> buckets_; ///< sparse: bucket's number, count
    std::uint64_t count_ = 0;
};

} // namespace ficus::shadow

#pragma once

#include "facade/shadow/histogram.hpp"
#include "facade/shadow/record.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace ficus::shadow {

/// What is to be added to the store in one transaction: counts summed by feature and minute, and for each
/// distinct difference a few sample pairs. Its size grows with what differs, not with how much is compared.
class batch {
public:
    /// Sample pairs of a distinct difference that are kept: the first ones ever seen and the last ones.
    static constexpr std::size_t oldest_kept = 4;
    static constexpr std::size_t newest_kept = 8;

    /// A path and how it differs.
    using field = std::pair<std::string, acl::difference_kind>;
    struct differing {
        std::uint64_t count = 0;
        std::uint64_t noise = 0;
    };
    struct minute {
        std::uint64_t eligible = 0;
        std::uint64_t chosen = 0;
        std::uint64_t compared = 0;
        std::uint64_t matched = 0;
        std::uint64_t baselines = 0;
        std::map<std::string, std::uint64_t, std::less<>> skipped;
        std::map<std::pair<int, int>, std::uint64_t> statuses; ///< legacy's, modern's
        std::map<field, differing> fields;
        histogram legacy_latency; ///< microseconds
        histogram modern_latency;
    };
    /// One difference of a record, which its other differences share.
    struct sample {
        std::shared_ptr<comparison_record const> record;
        std::size_t difference = 0; ///< its place in record->found.differences
    };
    using minute_key = std::pair<std::string, std::int64_t>; ///< feature, minutes since 1970
    using sample_key = std::pair<std::string, field>;        ///< feature, field

    void add(comparison_record&& record);
    void add(traffic_delta const& delta, time_point at);

    bool empty() const { return minutes_.empty(); }
    std::map<minute_key, minute> const& minutes() const { return minutes_; }
    std::map<sample_key, std::deque<sample>> const& samples() const { return samples_; }

    static std::int64_t minute_of(time_point at);

private:
    void keep(sample_key key, sample one);

    std::map<minute_key, minute> minutes_;
    std::map<sample_key, std::deque<sample>> samples_;
};

} // namespace ficus::shadow

#pragma once

#include "facade/shadow/histogram.hpp"
#include "facade/shadow/record.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ficus::shadow {

/// What is to be added to the store in one transaction: counts summed by window, operation and minute, and
/// for each distinct difference a few sample pairs. Its size grows with what differs, not with how much is
/// compared. Fields have numbers within the batch, so that a comparison that matches allocates nothing.
class batch {
public:
    /// Sample pairs of a distinct difference that are kept: the first ones ever seen and the last ones.
    static constexpr std::size_t oldest_kept = 4;
    static constexpr std::size_t newest_kept = 8;

    /// Its place in fields().
    using field_number = std::uint32_t;
    struct field {
        window_key const* window = nullptr; ///< as a key of minutes() holds it
        std::string path;
        acl::difference_kind kind = acl::difference_kind::value;
        std::map<acl::volatile_shape, std::uint64_t> shapes;
    };
    /// Comparisons and baselines in which a field differed.
    struct differing {
        std::uint64_t count = 0;
        std::uint64_t legacy_noise = 0;
        std::uint64_t modern_noise = 0;
    };
    struct minute {
        std::uint64_t eligible = 0, chosen = 0, compared = 0, matched = 0;
        std::uint64_t legacy_again = 0, modern_again = 0; ///< baselines
        std::uint64_t legacy_again_differed = 0, modern_again_differed = 0;
        traffic_delta::side legacy, modern;
        std::map<std::string, std::uint64_t, std::less<>> skipped;
        std::map<std::pair<int, int>, std::uint64_t> statuses; ///< legacy's, modern's
        std::map<field_number, differing> fields;
        std::map<std::vector<field_number>, std::uint64_t> sets; ///< what differed together, ascending
        histogram legacy_latency, modern_latency;                ///< microseconds
    };
    /// One difference of a record, which its other differences share.
    struct sample {
        std::shared_ptr<comparison_record const> record;
        std::size_t difference = 0; ///< its place in record->differences
    };
    /// Window and operation are told by their addresses here; equal texts at two addresses meet in the store.
    struct key {
        std::shared_ptr<window_key const> window;
        std::shared_ptr<std::string const> operation;
        std::int64_t minute = 0;
        bool operator==(key const&) const = default;
    };
    struct key_hash {
        std::size_t operator()(key const& of) const;
    };

    void add(comparison_record&& record);
    void add(traffic_delta const& delta, time_point at);

    bool empty() const { return minutes_.empty(); }
    std::unordered_map<key, minute, key_hash> const& minutes() const { return minutes_; }
    std::vector<field> const& fields() const { return fields_; }
    std::map<field_number, std::deque<sample>> const& samples() const { return samples_; }

    static std::int64_t minute_of(time_point at);

private:
    field_number number_of(window_key const& window, acl::difference const& one);
    void keep(field_number field, sample one);

    std::unordered_map<key, minute, key_hash> minutes_;
    std::vector<field> fields_;
    std::unordered_multimap<std::uint64_t, field_number> by_hash_; ///< of window, path and kind
    std::map<field_number, std::deque<sample>> samples_;
};

} // namespace ficus::shadow

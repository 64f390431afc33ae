#pragma once

#include "facade/obs/counter.hpp"
#include "facade/obs/operation_counters.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ficus::obs {

/// Upper ends of the latency buckets, in microseconds; the last bucket has none.
inline constexpr std::array<std::uint32_t, 20> latency_bounds = {
    500,    1'000,   2'000,   3'000,   5'000,   7'500,     10'000,    20'000,    30'000,     50'000,
    75'000, 100'000, 200'000, 300'000, 500'000, 1'000'000, 2'000'000, 5'000'000, 10'000'000, 30'000'000};

struct latency_cells {
    counter sum_us;
    std::array<counter, latency_bounds.size() + 1> buckets;
    void add(std::chrono::nanoseconds took);
};

/// The class of a status, 1 to 5. RFC 9110 §15: one that has no class is to be taken for a 5xx.
constexpr std::size_t class_of(unsigned status) {
    return status < 100 ? 5 : std::min<std::size_t>(status / 100, 5);
}

/// What one thread counts of one feature. Sides: 0 legacy, 1 modern.
struct alignas(64) feature_cells {
    /// What every request counts shares a cache line, but for its bucket.
    struct alignas(64) side_cells {
        std::array<counter, 6> by_class; ///< requests that asked this side, by the class of its answer, 1 to
                                         ///< 5; 0: there was none, or none that the client could be given
        counter errors;                  ///< those that it failed: 500 and above, and no answer at all
        latency_cells latency;           ///< request head complete to answer's end
    };
    std::array<side_cells, 2> sides;
    counter late; ///< they took longer than request_timeout
    counter translated;
    counter translation_request_failed;
    counter translation_response_failed;
};

/// All threads' cells of one feature. A thread's cells are made when it first counts: ten thousand features
/// that nobody asks for cost nothing.
class feature_counters {
public:
    explicit feature_counters(std::size_t threads) : cells_(threads) {}
    ~feature_counters();
    feature_counters(feature_counters const&) = delete;
    feature_counters& operator=(feature_counters const&) = delete;

    feature_cells& of(std::size_t thread);
    /// Calls `each` with every thread's cells.
    template<class F>
    void for_each(F&& each) const {
        for (auto const& cell : cells_)
            if (auto const* cells = cell.load(std::memory_order_acquire)) each(*cells);
    }

private:
    std::vector<std::atomic<feature_cells*>> cells_;
};

/// What one thread counts besides features. Threads' cells stand side by side: none shares a cache line with
/// its neighbour's.
struct alignas(64) thread_cells {
    counter connections_accepted;
    counter connections_open;
    counter requests; ///< whose head was complete
    /// What became of them: each is counted as one of these three once it is over.
    std::array<counter, 5> answered; ///< the client got the whole of an answer, by its class from 1 to 5
    counter aborted;                 ///< ended by the client before the answer's end
    counter cut;                     ///< the client got no answer, or not all of it
    counter refused;                 ///< of the answered, by the facade itself with 4xx
    counter failed;                  ///< of the answered, by the facade itself with 5xx
    counter upstream_opened;
    counter upstream_reused;
    counter upstream_open;
    counter upstream_failed;
    counter upstream_stale; ///< reused connections that turned out to be closed
    counter accept_failed;
    counter accept_paused; ///< as many connections were open as descriptors allow: new ones wait outside
    counter unmatched;     ///< requests of no feature
    std::array<counter, 3> shed; ///< turned away for want of time, by priority: low, normal, high
    counter queue_delay_us;      ///< what is ready waited for its turn at least, of late
    counter shed_part;           ///< of all that comes, in thousandths
};

/// All requests so far: at rest `begun` is the sum of the other three.
struct request_sums {
    std::uint64_t begun = 0;
    std::uint64_t answered = 0;
    std::uint64_t aborted = 0;
    std::uint64_t cut = 0;
};

/// Every counter of the running facade. Features keep theirs over reloads. The registry is locked where a
/// snapshot is built and where figures are read, never on a request's way.
class counters {
public:
    explicit counters(std::size_t threads) : threads_(threads), cells_(threads) {}

    std::shared_ptr<feature_counters> feature(std::string const& name);
    /// What shadowing counts of an operation of that feature; it lives as long as this registry. Past
    /// `most_operations` of a feature all are one.
    operation_counters& operation(std::string const& feature, std::string const& name);
    thread_cells& thread(std::size_t index) { return cells_[index]; }
    std::size_t threads() const { return threads_; }

    /// Requests that the facade answered itself, by reason. Rare, so that a lock does not matter.
    void count_refusal(std::string_view reason);
    /// Answers of upstreams that were no HTTP as the RFCs have it, by reason; the client got 502, another
    /// endpoint's answer, or one that broke off.
    void count_bad_answer(std::string_view reason);
    /// Requests whose body routing had to look into and could not, by reason: no matcher that asks for a body
    /// took them.
    void count_unread_body(std::string_view reason);
    /// Bodies of requests and answers that could not be taken out of their content codings, by reason.
    void count_undecoded_body(std::string_view reason);

    /// Attempts after the first one at an upstream, by why that failed.
    void count_retry(std::string const& upstream, std::string_view reason);
    /// Those that were worth one, and for which the upstream's retry budget had none left.
    void count_retry_refused(std::string const& upstream);
    /// Requests of a feature that legacy answered because modern could not, by why.
    void count_fallback(std::string const& feature, std::string_view reason);

    /// Calls that answers of a feature were put together from, by their outcome.
    void count_call(std::string const& feature, std::string const& call, std::string_view outcome);

    /// Requests that a rule of a feature's throttle (0: the first) turned away.
    void count_throttled(std::string const& feature, std::size_t rule);
    /// Keys in use that such a rule had to forget, so that they are allowed more than they should be.
    void count_throttle_forgotten(std::string const& feature, std::size_t rule);

    /// What became of all threads' requests.
    request_sums requests() const;
    std::map<std::string, std::shared_ptr<feature_counters>> features() const;
    /// Calls `each` with the feature's name and the counters of every operation that was ever counted, in the
    /// order of their features and names; the registry is locked meanwhile.
    template<class F>
    void for_each_operation(F&& each) const {
        std::lock_guard lock(registry_);
        for (auto const& [feature, operations] : operations_)
            for (auto const& [name, one] : operations) each(feature, *one);
    }
    std::map<std::string, std::uint64_t, std::less<>> refusals() const;
    std::map<std::string, std::uint64_t, std::less<>> bad_answers() const;
    std::map<std::string, std::uint64_t, std::less<>> unread_bodies() const;
    std::map<std::string, std::uint64_t, std::less<>> undecoded_bodies() const;
    /// By upstream and reason.
    std::map<std::array<std::string, 2>, std::uint64_t> retries() const;
    std::map<std::string, std::uint64_t, std::less<>> retries_refused() const;
    /// By feature and reason.
    std::map<std::array<std::string, 2>, std::uint64_t> fallbacks() const;
    /// By feature, call and outcome.
    std::map<std::array<std::string, 3>, std::uint64_t> calls() const;
    /// By feature and rule.
    std::map<std::pair<std::string, std::size_t>, std::uint64_t> throttled() const;
    std::map<std::pair<std::string, std::size_t>, std::uint64_t> throttle_forgotten() const;
    std::vector<thread_cells> const& thread_cells_of_all() const { return cells_; }

private:
    std::size_t threads_;
    std::vector<thread_cells> cells_;
    mutable std::mutex registry_;
    std::map<std::string, std::shared_ptr<feature_counters>> features_;
    std::map<std::string, std::map<std::string, std::unique_ptr<operation_counters>>> operations_;
    // Another lock: requests take this one, and whoever passes over all features may be slow about it.
    mutable std::mutex reasons_;
    std::map<std::string, std::uint64_t, std::less<>> refusals_;
    std::map<std::string, std::uint64_t, std::less<>> bad_answers_;
    std::map<std::string, std::uint64_t, std::less<>> unread_bodies_;
    std::map<std::string, std::uint64_t, std::less<>> undecoded_bodies_;
    std::map<std::array<std::string, 2>, std::uint64_t> retries_;
    std::map<std::string, std::uint64_t, std::less<>> retries_refused_;
    std::map<std::array<std::string, 2>, std::uint64_t> fallbacks_;
    std::map<std::array<std::string, 3>, std::uint64_t> calls_;
    std::map<std::pair<std::string, std::size_t>, std::uint64_t> throttled_;
    std::map<std::pair<std::string, std::size_t>, std::uint64_t> throttle_forgotten_;
};

} // namespace ficus::obs

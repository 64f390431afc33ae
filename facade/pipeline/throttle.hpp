#pragma once

#include "facade/resilience/key_buckets.hpp"
#include "facade/resilience/throttle_options.hpp"
#include "facade/resilience/token_bucket.hpp"
#include "rules/facts.hpp"
#include "rules/sticky.hpp"

#include <boost/system/result.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::pipeline {

/// A feature's `throttle`, compiled, with what has been taken so far. Any thread.
class throttle {
public:
    using rules_list = std::vector<resilience::throttle_rule>;
    /// `seed`: nobody outside may foresee it. Errors have keys relative to the feature: `throttle[0].key`.
    static boost::system::result<std::shared_ptr<throttle>, std::vector<rules::option_error>>
    compile(std::string_view feature, rules_list rules, std::uint64_t seed);

    /// What the rules say of one request.
    struct verdict {
        bool admitted = true;
        std::size_t rule = 0;                 ///< that refuses, or else the one that has the least left
        resilience::token_verdict said;       ///< by that rule
        std::vector<std::size_t> forgetful{}; ///< rules that had to forget a key; mostly empty
    };
    /// A request is admitted where each rule has a token for it; it takes none where one of them has none.
    verdict admit(rules::facts const& request, resilience::time_point now);

    rules_list const& options() const { return options_; }
    /// The values of RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers-09): all rules, and
    /// what is left by the one that a verdict names.
    std::string const& policy_field() const { return policy_field_; }
    std::string limit_field(verdict const& v) const;

private:
    struct limit {
        limit(rules::sticky_list by, resilience::rate const& r) : key(std::move(by)), rate(r), all(r) {}
        rules::sticky_list key; ///< empty: all requests have one bucket
        resilience::rate rate;
        resilience::token_bucket all;
        std::once_flag first;
        std::unique_ptr<resilience::key_buckets> by_key; ///< made for the first request
        std::string name{};                              ///< in the fields
    };
    throttle() = default;
    resilience::token_verdict take(limit& from, std::uint64_t key, resilience::time_point now) const;
    void give_back(limit& to, std::uint64_t key) const;

    rules_list options_;
    std::uint64_t seed_ = 0;
    std::vector<std::unique_ptr<limit>> limits_;
    std::string policy_field_;
};

/// A duration in whole seconds, rounded up.
std::uint64_t whole_seconds(resilience::duration span);

} // namespace ficus::pipeline

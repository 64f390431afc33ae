#include "facade/resilience/key_buckets.hpp"

#include <algorithm>

namespace ficus::resilience {

token_verdict key_buckets::take(std::uint64_t key, time_point now) {
    std::lock_guard const lock(lock_of(key));
    auto& set = set_of(key);
    auto place = std::find_if(set.begin(), set.end(), [&](bucket const& b) { return b.key == key; });
    bool forgotten = false;
    if (place == set.end()) {
        place = std::min_element(set.begin(), set.end(),
                                 [](bucket const& a, bucket const& b) { return a.full_at < b.full_at; });
        forgotten = place->full_at > now;
        *place = {key, {}};
    }
    auto verdict = rate_.take(place->full_at, now);
    verdict.forgotten = forgotten;
    return verdict;
}

void key_buckets::give_back(std::uint64_t key) {
    std::lock_guard const lock(lock_of(key));
    for (auto& bucket : set_of(key))
        if (bucket.key == key) return rate_.give_back(bucket.full_at);
}

} // namespace ficus::resilience

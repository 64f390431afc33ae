#include "facade/shadow/sample_sieve.hpp"

#include <functional>
#include <string_view>

namespace ficus::shadow {

namespace {

std::uint64_t mix(std::uint64_t seed, std::uint64_t more) {
    return (seed ^ more) * 0x9E3779B97F4A7C15ULL;
}

} // namespace

bool sample_sieve::wants(comparison_record const& record) {
    std::hash<std::string_view> const hash;
    auto const window = mix(hash(record.window->feature), hash(record.window->fingerprint));
    auto const key_of = [&](acl::difference const& one) {
        return mix(mix(window, hash(one.path)), static_cast<std::uint64_t>(one.kind));
    };
    bool wanted = false;
    for (auto const& one : record.differences) {
        auto const known = kept_.find(key_of(one));
        // The wall clock may step back.
        wanted = wanted || known == kept_.end() || known->second.times < first_ones ||
                 std::chrono::abs(record.at - known->second.last) >= every;
    }
    if (!wanted) return false;
    if (kept_.size() + record.differences.size() > most_remembered) kept_.clear();
    for (auto const& one : record.differences) {
        auto& of = kept_[key_of(one)];
        ++of.times;
        of.last = record.at;
    }
    return true;
}

} // namespace ficus::shadow

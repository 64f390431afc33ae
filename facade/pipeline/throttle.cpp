#include "facade/pipeline/throttle.hpp"

#include <boost/container/small_vector.hpp>

#include <utility>

namespace ficus::pipeline {

namespace {

// Requests without a key share a bucket: leaving it out must be no way around the limit.
constexpr std::uint64_t without_key = 0;

} // namespace

std::uint64_t whole_seconds(resilience::duration span) {
    return static_cast<std::uint64_t>(std::chrono::ceil<std::chrono::seconds>(span).count());
}

boost::system::result<std::shared_ptr<throttle>, std::vector<rules::option_error>>
throttle::compile(std::string_view feature, rules_list rules, std::uint64_t seed) {
    std::shared_ptr<throttle> made(new throttle);
    made->seed_ = seed;
    std::vector<rules::option_error> errors;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        auto by = rules::sticky_list::compile(rules[i].key);
        if (!by) {
            errors.push_back({"throttle[" + std::to_string(i) + "].key", by.error().front().message});
            continue;
        }
        auto limit = std::make_unique<throttle::limit>(std::move(*by), rules[i].rate);
        limit->name = '"' + std::string(feature) + (i == 0 ? "" : '-' + std::to_string(i + 1)) + '"';
        made->policy_field_ += (i == 0 ? "" : ", ") + limit->name +
                               ";q=" + std::to_string(limit->rate.count) +
                               ";w=" + std::to_string(limit->rate.per.count());
        made->limits_.push_back(std::move(limit));
    }
    if (!errors.empty()) return errors;
    made->options_ = std::move(rules);
    return made;
}

resilience::token_verdict throttle::take(limit& from, std::uint64_t key, resilience::time_point now) const {
    if (from.key.sources().empty()) return from.all.take(now);
    std::call_once(from.first, [&] { from.by_key = std::make_unique<resilience::key_buckets>(from.rate); });
    return from.by_key->take(key, now);
}

void throttle::give_back(limit& to, std::uint64_t key) const {
    if (to.key.sources().empty())
        to.all.give_back();
    else
        to.by_key->give_back(key);
}

throttle::verdict throttle::admit(rules::facts const& request, resilience::time_point now) {
    verdict out;
    boost::container::small_vector<std::uint64_t, 4> keys;
    for (std::size_t i = 0; i < limits_.size(); ++i) {
        auto& limit = *limits_[i];
        keys.push_back(limit.key.hash(request, seed_).value_or(without_key));
        auto const said = take(limit, keys.back(), now);
        if (said.forgotten) out.forgetful.push_back(i);
        if (i == 0 || !said.taken || said.left < out.said.left) {
            out.rule = i;
            out.said = said;
        }
        if (said.taken) continue;
        out.admitted = false;
        for (std::size_t taken = 0; taken < i; ++taken) give_back(*limits_[taken], keys[taken]);
        break;
    }
    return out;
}

std::string throttle::limit_field(verdict const& v) const {
    return limits_[v.rule]->name + ";r=" + std::to_string(v.said.left) +
           ";t=" + std::to_string(whole_seconds(v.said.full_in));
}

} // namespace ficus::pipeline

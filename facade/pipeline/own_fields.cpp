#include "facade/http/scan.hpp"
#include "facade/obs/server_timing.hpp"
#include "facade/pipeline/exchange.hpp"

namespace ficus::pipeline {

namespace {

constexpr std::string_view own_prefix = "X-Ficus-";

} // namespace

void exchange::add_own_fields(own_fields& to) {
    if (admission_ != nullptr && !admission_->policy.empty()) {
        to.push_back({"RateLimit-Policy", admission_->policy});
        to.push_back({"RateLimit", admission_->limit});
    }
    auto const& wanted = snapshot().site->answer_headers;
    if (wanted.any()) add_figures(to, wanted);
}

void exchange::add_figures(own_fields& to, obs::answer_headers const& wanted) {
    figures_ = std::make_unique<answer_figures>();
    if (wanted.server_timing) {
        obs::server_timing timing;
        // What no side took is the facade's: reading, translating, pauses.
        std::chrono::nanoseconds own = io::clock::now() - started_;
        for (auto const& a : failed_attempts_) {
            timing.add(rules::name_of(a.side), a.took, a.why);
            own -= a.took;
        }
        if (!answer_by_facade_) {
            timing.add(rules::name_of(side_), upstream_took_);
            own -= upstream_took_;
        }
        timing.add("ficus", own);
        figures_->timing = timing.text();
        to.push_back({"Server-Timing", figures_->timing});
    }
    if (!wanted.ficus) return;
    figures_->revision = std::to_string(snapshot().revision);
    figures_->attempts = std::to_string(attempts_);
    if (route_.feature != nullptr) to.push_back({"X-Ficus-Feature", route_.feature->options.name});
    if (!answer_by_facade_) to.push_back({"X-Ficus-Side", rules::name_of(side_)});
    to.push_back({"X-Ficus-Revision", figures_->revision});
    to.push_back({"X-Ficus-Attempts", figures_->attempts});
    if (fell_back_) to.push_back({"X-Ficus-Fallback", fallback_reason_});
}

http::rename_field exchange::hiding_own_names(http::rename_field const* other) const {
    return [other](std::string_view name) {
        if (name.size() > own_prefix.size() && http::iequals(name.substr(0, own_prefix.size()), own_prefix))
            return std::optional<std::string_view>();
        return other != nullptr ? (*other)(name) : std::optional<std::string_view>(std::in_place);
    };
}

} // namespace ficus::pipeline

#include "facade/shadow/report.hpp"

#include <date/date.h>

#include <algorithm>

namespace ficus::shadow {

namespace {

constexpr std::size_t most_sampled = 20; // fields: a page of pairs, not a dump of the store

share_change as_change(rules::revision_entry const& entry) {
    share_change made;
    made.at = std::chrono::floor<std::chrono::milliseconds>(
        std::chrono::sys_time<std::chrono::nanoseconds>(std::chrono::nanoseconds(entry.at_ns)));
    made.revision = entry.revision;
    auto const& rules = entry.after.rules;
    if (!rules.empty()) {
        made.share = rules.back().share.percent();
        made.conditional = rules.size() - 1;
    }
    made.shadow = entry.after.shadow.percent();
    made.by = entry.audit.who;
    made.reason = entry.audit.why;
    made.command = entry.audit.command;
    return made;
}

/// The newest pairs and the oldest one, of what the report counts.
store_result<void> add_samples(store const& from, feature_report& to, time_point since, std::size_t most) {
    if (most == 0) return {};
    for (std::size_t i = 0; i < to.fields.size() && i < most_sampled; ++i) {
        auto& field = to.fields[i];
        auto heads = from.samples_of(to.name, to.fingerprint, field.path, field.kind, since);
        if (!heads) return heads.error();
        if (heads->size() > most) {
            (*heads)[most - 1] = heads->back();
            heads->resize(most);
        }
        for (auto const& head : *heads) {
            auto pair = from.pair(head.id);
            if (!pair) return pair.error();
            if (*pair) field.samples.push_back(std::move(**pair));
        }
    }
    return {};
}

} // namespace

verdict report::worst() const {
    auto const any = [&](verdict wanted) {
        return std::any_of(features.begin(), features.end(),
                           [&](auto const& feature) { return feature.judged.says == wanted; });
    };
    if (any(verdict::not_ready)) return verdict::not_ready;
    return features.empty() || any(verdict::insufficient) ? verdict::insufficient : verdict::ready;
}

store_result<report> make_report(store const* store, std::vector<report_subject> const& subjects,
                                 std::span<rules::revision_entry const> history, report_wants wants,
                                 std::chrono::milliseconds window, time_point now) {
    report made;
    made.since = std::chrono::floor<std::chrono::minutes>(now - window);
    made.until = now;
    for (auto const& subject : subjects) {
        window_figures figures;
        figures.fingerprint = subject.fingerprint;
        if (store != nullptr) {
            auto read = store->figures(subject.feature, subject.fingerprint, now - window, made.until,
                                       wants.over_time);
            if (!read) return read.error();
            figures = std::move(*read);
            // Older rows are wider, so that the figures of one feature may reach further back than another's.
            made.since = std::min(made.since, figures.since);
        }
        auto one = make_feature_report(subject, figures);
        if (store != nullptr)
            if (auto const added = add_samples(*store, one, figures.since, wants.samples); !added)
                return added.error();
        made.features.push_back(std::move(one));
    }
    if (wants.over_time)
        for (auto& feature : made.features)
            feature.changes = changes_since(history, feature.name, made.since);
    return made;
}

std::vector<share_change> changes_since(std::span<rules::revision_entry const> history,
                                        std::string_view feature, time_point since) {
    std::vector<share_change> all;
    for (auto const& entry : history) {
        if (entry.feature != feature) continue;
        all.push_back(as_change(entry));
        if (all.back().at <= since) break;
    }
    std::reverse(all.begin(), all.end());
    return all;
}

std::string iso_time(time_point at) {
    return date::format("%FT%TZ", at);
}

} // namespace ficus::shadow

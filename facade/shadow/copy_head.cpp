#include "facade/shadow/copy_head.hpp"

#include "facade/http/method.hpp"
#include "facade/translation/head_change.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace ficus::shadow {

namespace {

acl::direction direction_to(rules::side side) {
    return side == rules::side::modern ? acl::direction::to_modern : acl::direction::to_legacy;
}

bool names(std::string_view name, copy_options const& changes) {
    auto const same = [&](std::string_view other) { return http::iequals(name, other); };
    return std::any_of(changes.strip.begin(), changes.strip.end(), same) ||
           std::any_of(changes.set.begin(), changes.set.end(), [&](auto const& f) { return same(f.first); });
}

/// By the names that the side of the copy knows them by.
void change_fields(copy_options const& changes, std::vector<http::extra_field>& extra,
                   http::rename_field& rename) {
    std::erase_if(extra, [&](http::extra_field const& f) { return names(f.name, changes); });
    for (auto const& [name, value] : changes.set) extra.push_back({name, value});
    if (changes.set.empty() && changes.strip.empty()) return;
    rename = [&changes,
              by_translator = std::move(rename)](std::string_view name) -> std::optional<std::string_view> {
        auto const now = by_translator ? by_translator(name) : std::optional(std::string_view{});
        if (!now || names(now->empty() ? name : *now, changes)) return std::nullopt;
        return now;
    };
}

} // namespace

std::string write_copy_head(job const& j, copy_target const& to) {
    std::vector<http::extra_field> extra{{"X-Ficus-Shadow", "1"}, {"Accept-Encoding", "identity"}};
    std::optional<translation::head_change> change;
    if (to.translated != nullptr) {
        change.emplace(*j.plan->translator, direction_to(rules::other(j.plan->contract)), acl::part::request,
                       j.head, to.translated);
        extra.insert(extra.end(), change->added().begin(), change->added().end());
    }
    http::rename_field rename;
    if (change) rename = change->rename();
    if (to.changes != nullptr) change_fields(*to.changes, extra, rename);
    auto target = target_of(j);
    if (to.translated != nullptr) {
        target = to.translated->path;
        if (to.translated->has_query) target.append("?").append(to.translated->query);
    }
    http::request_edit edit;
    edit.method = to.translated != nullptr ? std::string_view(to.translated->method) : j.head.method;
    edit.target = target;
    edit.host = to.host;
    edit.via = {.peer = j.peer,
                .host = j.host,
                .trusted = j.peer_trusted,
                .request_id = j.request_id,
                .traceparent = j.traceparent,
                .same_trace = j.same_trace};
    if (to.translated != nullptr ? to.body > 0 : j.has_body) edit.body = {http::framing::by::length, to.body};
    // A part of an answer cannot be translated, and one side's part is not to be compared with all of the
    // other's.
    edit.identity =
        to.translated != nullptr || (j.plan->translator != nullptr && j.plan->served != j.plan->contract);
    edit.drop_expect = true; // the body is at hand
    if (to.translated != nullptr && to.body == 0 && http::has_meaningful_content(edit.method))
        edit.body = {http::framing::by::length, 0};
    edit.translated = to.translated != nullptr;
    edit.other_body = to.translated != nullptr && (!j.body.empty() || !to.translated->content_type.empty());
    if (rename) edit.rename = &rename;
    edit.extra = extra;
    http::scratch out;
    http::write_request_head(out, j.head, edit);
    return std::string(std::string_view(out));
}

} // namespace ficus::shadow

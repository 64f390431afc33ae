#include "facade/shadow/tapped.hpp"

#include "acl/media_type.hpp"
#include "facade/http/content_coding.hpp"
#include "facade/recording/masking.hpp"

namespace ficus::shadow {

namespace {

using recording::fields;

/// Of a request or an answer.
template<class Fields>
fields owned(Fields const& all) {
    fields made;
    for (auto const& f : all) made.emplace_back(f.name, f.value);
    return made;
}

std::string_view type_of(fields const& all) {
    for (auto const& [name, value] : all)
        if (http::iequals(name, "Content-Type")) return value;
    return {};
}

/// False: it cannot be told what of it would have to be masked.
bool mask_body(acl::comparer const& by, std::string_view type, std::string& body, bool& changed) {
    if (body.empty()) return true;
    if (acl::media_type_of(type) == "application/x-www-form-urlencoded")
        body = recording::masked_pairs(body, changed);
    if (!by.redacts()) return true;
    auto kept = by.redacted(type, body);
    if (!kept) return false;
    // Written anew it may differ in white space alone; a form has the mask in its own way of writing.
    if (*kept != body && kept->find("redacted") != std::string::npos) changed = true;
    body = std::move(*kept);
    return true;
}

} // namespace

std::optional<recording::recorded> recorded_of(job const& j, std::size_t most_body) {
    recording::recorded one;
    auto const& head = j.head;
    one.method = head.method;
    one.target = recording::masked_target(target_of(j), one.redacted);
    one.host = j.host;
    auto const sent = owned(head.fields);
    one.headers = recording::masked_fields(sent, one.redacted);
    one.body = j.body;
    if (auto const codings = http::codings_of(head); !codings.empty() && !one.body.empty()) {
        auto plain = http::decode(codings, one.body, {.max_bytes = most_body});
        if (!plain) return std::nullopt;
        one.body = std::move(*plain);
        std::erase_if(one.headers, [](auto const& f) { return http::iequals(f.first, "Content-Encoding"); });
    }
    if (!mask_body(*j.plan->comparer, type_of(sent), one.body, one.redacted)) return std::nullopt;
    auto& answer = *(one.answered = recording::recorded::answer{});
    answer.served = j.plan->served;
    answer.status = j.status;
    auto const answered = owned(j.answer_fields);
    answer.headers = recording::masked_fields(answered, one.redacted);
    answer.body = j.answer_body;
    answer.latency = j.latency;
    if (!mask_body(*j.plan->comparer, type_of(answered), answer.body, one.redacted)) return std::nullopt;
    if (recording::wrong_with(one)) return std::nullopt;
    return one;
}

} // namespace ficus::shadow

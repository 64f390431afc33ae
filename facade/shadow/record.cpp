#include "facade/shadow/record.hpp"

#include <algorithm>

namespace ficus::shadow {

namespace {

std::size_t bytes_of(stored_answer const& answer) {
    auto sum = sizeof answer + answer.content_type.size() + answer.body.size();
    for (auto const& [name, value] : answer.headers)
        sum += sizeof(answer.headers[0]) + name.size() + value.size();
    return sum;
}

} // namespace

stored_answer store_answer(acl::comparer const& comparer, acl::answer const& answer,
                           std::chrono::microseconds latency) {
    stored_answer stored;
    stored.status = answer.status;
    stored.latency = latency;
    for (auto const& field : answer.headers)
        if (!acl::is_secret_header(field.name))
            stored.headers.emplace_back(field.name, acl::storable_header(field.name, field.value));
    stored.content_type = answer.content_type;
    stored.body = comparer.redact(answer.content_type, answer.body, most_stored_body);
    return stored;
}

std::vector<acl::difference> one_of_each(std::vector<acl::difference>&& found) {
    std::vector<acl::difference> kept;
    // At most comparison::most_listed: looking through them all is quicker than a table.
    for (auto& one : found)
        if (std::none_of(kept.begin(), kept.end(), [&](acl::difference const& other) {
                return other.kind == one.kind && other.path == one.path;
            }))
            kept.push_back(std::move(one));
    return kept;
}

std::size_t comparison_record::bytes() const {
    auto sum = sizeof *this;
    for (auto const& one : differences)
        sum += sizeof one + one.path.size() + one.legacy.size() + one.modern.size();
    if (kept)
        sum += sizeof *kept + kept->method.size() + kept->target.size() + bytes_of(kept->legacy) +
               bytes_of(kept->modern);
    return sum;
}

} // namespace ficus::shadow

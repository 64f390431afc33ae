#include "facade/shadow/record.hpp"

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

std::size_t comparison_record::bytes() const {
    auto sum =
        sizeof *this + feature.size() + method.size() + target.size() + bytes_of(legacy) + bytes_of(modern);
    for (auto const& one : found.differences)
        sum += sizeof one + one.path.size() + one.legacy.size() + one.modern.size();
    return sum;
}

} // namespace ficus::shadow

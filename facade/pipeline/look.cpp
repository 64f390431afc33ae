#include "facade/pipeline/exchange.hpp"
#include "facade/pipeline/operation_facts.hpp"

namespace ficus::pipeline {

namespace {

/// For counter and log. Text that is no document of what it begins like, or one past a reader's limits.
std::string_view reason_of(acl::error const& failure) {
    return failure.code == acl::error_code::limit ? "too_complex" : "malformed";
}

std::string_view reason_of(http::decoding_error const& failure) {
    return failure.code == http::decoding_failure::malformed ? "malformed" : "too_large";
}

} // namespace

io::task<bool> exchange::look_into_body() {
    rules::no_body_facts const nothing;
    if (framing_.kind == http::framing::by::none) co_return co_await route_with(nothing);
    bool const encoded = !http::can_decode(http::codings_of(head_));
    auto end = gathered::too_large;
    if (!encoded && framing_.length <= most_held()) {
        if (!find_whole_body()) end = co_await gather();
        if (body_kind_ == body_kind::whole) end = gathered::whole;
    }
    if (end == gathered::over) co_return false;
    // It goes on as it came, what is held of it first.
    if (end == gathered::no_room) co_return co_await route_unread("no_room");
    if (end == gathered::too_large) co_return co_await route_unread(encoded ? "encoded" : "too_large");
    auto const body = decode_request();
    if (no_room_) co_return co_await route_unread("no_room");
    if (body.failed) co_return co_await route_unread(reason_of(*body.failed));
    operation_facts const facts(body.bytes);
    if (auto const why = facts.is_readable() ? std::string_view{} : reason_of(*facts.body().failure());
        !why.empty() && refusal_for_unread(why))
        co_return co_await route_unread(why);
    if (!co_await route_with(facts)) co_return false;
    if (auto const& failure = facts.body().failure()) note_unread(reason_of(*failure));
    if (!must_translate(route_, side_)) drop_decoded_request();
    co_return true;
}

io::task<bool> exchange::route_unread(std::string_view why) {
    note_unread(why);
    if (auto const refused = refusal_for_unread(why)) {
        own_fault_ = refused->status == 503;
        co_await refuse(*refused);
        co_return false;
    }
    rules::no_body_facts const nothing;
    co_return co_await route_with(nothing);
}

std::optional<http::refusal> exchange::refusal_for_unread(std::string_view why) const {
    auto const facts = facts_of(head_, target_, host_, from_.address, worker_.scratch);
    return refusal_of_unread(snapshot().site->table, facts, why, worker_.scratch.table);
}

io::task<bool> exchange::route_with(rules::body_facts const& body) {
    auto const refused = decide_route(&body);
    if (!refused) co_return true;
    co_await refuse(*refused);
    co_return false;
}

void exchange::note_unread(std::string_view why) {
    body_unread_ = why;
    worker_.counters.count_unread_body(why);
}

} // namespace ficus::pipeline

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
    if (end == gathered::too_large) {
        // It goes on as it came, what is held of it first.
        note_unread(encoded ? "encoded" : "too_large");
        co_return co_await route_with(nothing);
    }
    held_body plain(worker_.held_bytes);
    auto const body = decode_held(head_, whole_, plain);
    if (no_room_) {
        co_await no_room_for_request();
        co_return false;
    }
    if (body.failed) {
        note_unread(reason_of(*body.failed));
        co_return co_await route_with(nothing);
    }
    operation_facts const facts(body.bytes);
    if (!co_await route_with(facts)) co_return false;
    if (auto const& failure = facts.body().failure()) note_unread(reason_of(*failure));
    co_return true;
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

#include "facade/upstream/failure.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>

using namespace ficus::upstream;

TEST_CASE("every failure has its name, its word for proxies, its status and its sentence") {
    struct row {
        failure_code code;
        char const* name;
        char const* proxy_error;
        unsigned status;
    };
    constexpr row rows[] = {
        {failure_code::unresolved, "unresolved", "dns_error", 502},
        {failure_code::refused, "refused", "connection_refused", 502},
        {failure_code::connect_timeout, "connect_timeout", "connection_timeout", 504},
        {failure_code::overloaded, "overloaded", "connection_limit_reached", 503},
        {failure_code::queue_timeout, "queue_timeout", "connection_limit_reached", 503},
        {failure_code::no_descriptors, "no_descriptors", "connection_limit_reached", 503},
        {failure_code::circuit_open, "circuit_open", "destination_unavailable", 503},
        {failure_code::stale, "stale", "connection_terminated", 502},
        {failure_code::closed_before_head, "closed_before_head", "connection_terminated", 502},
        {failure_code::response_timeout, "response_timeout", "http_response_timeout", 504},
        {failure_code::request_timeout, "request_timeout", "http_response_timeout", 504},
        {failure_code::bad_answer, "bad_answer", "http_protocol_error", 502},
        {failure_code::cut_short, "cut_short", "http_response_incomplete", 502},
        {failure_code::body_timeout, "body_timeout", "http_response_timeout", 504},
        {failure_code::bad_status, "bad_status", "proxy_internal_response", 502},
        {failure_code::call_failed, "call_failed", "proxy_internal_response", 502},
        {failure_code::cancelled, "cancelled", "connection_terminated", 503},
    };
    // cancelled is the last one: no code is without its row.
    static_assert(std::size(rows) == static_cast<std::size_t>(failure_code::cancelled) + 1);
    std::set<std::string_view> names;
    for (auto const& r : rows) {
        CHECK(name_of(r.code) == r.name);
        CHECK(proxy_error_of(r.code) == r.proxy_error);
        CHECK(status_of(r.code) == r.status);
        CHECK_FALSE(sentence_of(r.code).empty());
        names.insert(name_of(r.code));
    }
    CHECK(names.size() == std::size(rows));
}

TEST_CASE("a failure is the upstream's own fault where neither the client nor the facade had a part in it") {
    std::set<failure_code> const own = {
        failure_code::unresolved,         failure_code::refused,          failure_code::connect_timeout,
        failure_code::closed_before_head, failure_code::response_timeout, failure_code::request_timeout,
        failure_code::bad_answer,         failure_code::cut_short,        failure_code::body_timeout};
    for (int c = 0; c <= static_cast<int>(failure_code::cancelled); ++c) {
        failure f;
        f.code = static_cast<failure_code>(c);
        CAPTURE(name_of(f.code));
        CHECK(is_its_own_fault(f) == own.contains(f.code));
    }
    INFO("its time may have gone in a queue");
    failure waited;
    waited.code = failure_code::request_timeout;
    waited.nothing_sent = true;
    CHECK_FALSE(is_its_own_fault(waited));
}

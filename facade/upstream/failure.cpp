#include "facade/upstream/failure.hpp"

#include <array>

namespace ficus::upstream {

namespace {

struct row {
    std::string_view name;
    std::string_view proxy_error;
    unsigned status;
    std::string_view sentence;
};

// In the order of failure_code.
constexpr std::array<row, 17> rows = {{
    {"unresolved", "dns_error", 502, "the upstream's name has no address"},
    {"refused", "connection_refused", 502, "the upstream does not accept connections"},
    {"connect_timeout", "connection_timeout", 504, "no connection to the upstream in time"},
    {"overloaded", "connection_limit_reached", 503, "the upstream has as many requests as it is allowed"},
    {"queue_timeout", "connection_limit_reached", 503, "no connection to the upstream became free in time"},
    // RFC 9209 §2.3.12: a limit on what the facade may open, whoever set it.
    {"no_descriptors", "connection_limit_reached", 503,
     "the facade has as many connections as the system allows it"},
    {"circuit_open", "destination_unavailable", 503, "the upstream has failed too often to be asked now"},
    {"stale", "connection_terminated", 502, "the upstream closed the connection before it answered"},
    {"closed_before_head", "connection_terminated", 502,
     "the upstream closed the connection before it answered"},
    {"response_timeout", "http_response_timeout", 504, "the upstream did not answer in time"},
    {"request_timeout", "http_response_timeout", 504, "the request took longer than it may"},
    {"bad_answer", "http_protocol_error", 502, "the upstream's answer is not valid HTTP"},
    {"cut_short", "http_response_incomplete", 502, "the upstream's answer broke off"},
    {"body_timeout", "http_response_timeout", 504, "the upstream's answer came to a halt"},
    {"bad_status", "proxy_internal_response", 502, "the upstream answered with an error of its own"},
    {"call_failed", "proxy_internal_response", 502,
     "another answer, without which this one is not complete, could not be had"},
    {"cancelled", "connection_terminated", 503, "the request was given up"},
}};

row const& of(failure_code c) {
    return rows[static_cast<std::size_t>(c)];
}

} // namespace

failure bad_answer(std::string_view reason, std::string_view detail) {
    failure failed;
    failed.code = failure_code::bad_answer;
    failed.detail = detail;
    failed.refused_for = reason;
    return failed;
}

std::string_view name_of(failure_code c) {
    return of(c).name;
}
std::string_view proxy_error_of(failure_code c) {
    return of(c).proxy_error;
}
bool is_its_own_fault(failure const& f) {
    switch (f.code) {
    case failure_code::unresolved:
    case failure_code::refused:
    case failure_code::connect_timeout:
    case failure_code::closed_before_head:
    case failure_code::response_timeout:
    case failure_code::bad_answer:
    case failure_code::cut_short:
    case failure_code::body_timeout: return true;
    // Its time may have gone in a queue.
    case failure_code::request_timeout: return !f.nothing_sent;
    default: return false;
    }
}
unsigned status_of(failure_code c) {
    return of(c).status;
}
std::string_view sentence_of(failure_code c) {
    return of(c).sentence;
}

} // namespace ficus::upstream

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ficus::upstream {

/// Why no answer could be had from an upstream.
enum class failure_code : std::uint8_t {
    unresolved,         ///< no address is known for the endpoint's name
    refused,            ///< the connection was refused or is impossible
    connect_timeout,    ///< no connection within connect_timeout
    overloaded,         ///< as many requests are under way, or wait for a connection, as may
    queue_timeout,      ///< no connection became free in time
    no_descriptors,     ///< the facade may open no more: its own limit, not the upstream's
    circuit_open,       ///< its circuit breaker is open: it was not asked
    stale,              ///< a kept connection had been closed by the upstream before it answered anything
    closed_before_head, ///< a new connection was closed before the answer's head
    response_timeout,   ///< no answer's head within response_timeout
    request_timeout,    ///< the request as a whole took longer than it may
    bad_answer,         ///< the answer is not HTTP as the RFCs have it
    cut_short,          ///< the connection broke before the answer's end
    body_timeout,       ///< no byte of the answer's body within body_timeout
    bad_status,         ///< an answer, but by its status one that another side is asked for instead
    call_failed,        ///< the answer is here, but not another one that it was to be put together with
    cancelled,          ///< given up from this side: the client is gone, or the facade stops
};

struct failure {
    failure_code code = failure_code::refused;
    std::string endpoint;      ///< where it happened; empty: before an endpoint was chosen
    std::string detail;        ///< what the system or the parser said
    bool nothing_sent = false; ///< not a byte of the request has left: another try is always safe
    std::optional<std::size_t> endpoint_index{};
    std::string_view refused_for{}; ///< of a bad_answer: a short name for the counter; static text
};

/// An answer that is not HTTP as the RFCs have it; `reason` is static text.
failure bad_answer(std::string_view reason, std::string_view detail);

std::string_view name_of(failure_code c);
/// RFC 9209 §2.3
std::string_view proxy_error_of(failure_code c);
/// Whether it says something of the upstream: not what the facade or the client did, nor how busy it is kept.
bool is_its_own_fault(failure const& f);
/// The status that the client gets when nothing better can be done.
unsigned status_of(failure_code c);
/// A sentence for the problem document, without addresses: those are for the log.
std::string_view sentence_of(failure_code c);

} // namespace ficus::upstream

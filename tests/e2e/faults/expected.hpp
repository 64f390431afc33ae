#pragma once

#include "support/deadline.hpp"

#include <string_view>

/// What clients see of a modern side that fails, and within what time. README has the same table.
namespace ficus::test::faults {

constexpr milliseconds connect_time{400}; ///< connect_timeout
constexpr milliseconds head_time{600};    ///< response_timeout
constexpr milliseconds body_time{600};    ///< body_timeout
constexpr milliseconds at_once{350};      ///< ticks of the clock, a pause before a retry, a busy machine
constexpr milliseconds in_pieces{2000};   ///< a body of five pieces, one each 200 ms

/// One of these, or one of several: then their sum.
enum seen : unsigned {
    legacy = 1,   ///< 200 by legacy, whole
    modern = 2,   ///< 200 by modern, whole
    error = 4,    ///< the facade's error, a problem document
    own = 8,      ///< modern's own error, whole
    cut = 16,     ///< an answer that does not look complete
    nothing = 32, ///< no answer, or one that is none of these; never due
};

struct expectation {
    unsigned due; ///< of `seen`
    milliseconds within;
    std::string_view why = {}; ///< of an error: its name in Proxy-Status (RFC 9209 §2.3), or one of several
};

struct row {
    std::string_view fault;
    expectation get;          ///< with fallback
    expectation get_without;  ///< fallback = false
    expectation post;         ///< with fallback
    expectation post_without; ///< fallback = false
};

constexpr expectation by_legacy{legacy, at_once};
constexpr expectation by_modern{modern, at_once};
constexpr expectation reset{error, at_once, "connection_terminated"};
constexpr expectation late{error, head_time + at_once, "http_response_timeout"};
constexpr expectation no_http{error, at_once, "http_protocol_error"};
constexpr expectation refused{error, at_once, "connection_refused"};
constexpr expectation no_connection{error, connect_time + at_once, "connection_timeout"};
constexpr expectation no_address{error, at_once, "dns_error"};
constexpr expectation its_own{own, at_once};

constexpr row rows[] = {
    // clang-format off
    {"refused",                  by_legacy, refused, by_legacy, refused},
    {"black-holed",              {legacy, connect_time + at_once}, no_connection, {legacy, connect_time + at_once}, no_connection},
    {"reset-before-head",        by_legacy, reset, reset, reset},
    {"reset-in-body",            {cut, at_once}, {cut, at_once}, {cut, at_once}, {cut, at_once}},
    {"slow-head",                {legacy, head_time + at_once}, late, late, late},
    {"slow-body",                {modern, in_pieces}, {modern, in_pieces}, {modern, in_pieces}, {modern, in_pieces}},
    {"halting-body",             {cut, body_time + at_once}, {cut, body_time + at_once}, {cut, body_time + at_once}, {cut, body_time + at_once}},
    {"wrong-framing",            by_legacy, no_http, no_http, no_http},
    {"500s",                     by_legacy, its_own, its_own, its_own},
    {"bursts-of-503",            {legacy | modern, at_once}, {modern | own, at_once}, {modern | own, at_once}, {modern | own, at_once}},
    {"flapping",                 {legacy | modern, at_once}, {modern | error, at_once, "connection_refused connection_terminated"},
                                 {legacy | modern | error, at_once, "connection_terminated"},
                                 {modern | error, at_once, "connection_refused connection_terminated"}},
    {"name-gone",                by_legacy, no_address, by_legacy, no_address},
    {"one-of-three-refused",     by_modern, by_modern, by_modern, by_modern},
    {"one-of-three-black-holed", {modern, connect_time + at_once}, {modern, connect_time + at_once}, {modern, connect_time + at_once}, {modern, connect_time + at_once}},
    {"one-of-three-returns",     by_modern, by_modern, by_modern, by_modern},
    // clang-format on
};

} // namespace ficus::test::faults

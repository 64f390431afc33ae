#pragma once

#include "facade/resilience/backoff.hpp"
#include "facade/resilience/circuit_breaker.hpp"
#include "facade/resilience/gradient_limit.hpp"
#include "facade/resilience/outlier_detector.hpp"
#include "facade/resilience/retry_budget.hpp"
#include "facade/upstream/check_options.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ficus::upstream {

/// Where one server of an upstream listens. IPv6 hosts stand without brackets.
struct endpoint_options {
    std::string host;
    std::uint16_t port = 80;
    std::string authority;    ///< as it was written in the URL: `127.0.0.1:9001`
    std::uint32_t weight = 1; ///< what part of the requests it gets beside the others

    friend bool operator==(endpoint_options const&, endpoint_options const&) = default;
};

/// `[upstreams.NAME]`
struct upstream_options {
    std::string name;
    std::vector<endpoint_options> endpoints;
    std::chrono::milliseconds connect_timeout{1000};
    std::chrono::milliseconds response_timeout{30000}; ///< request sent to response head
    std::size_t max_connections = 256;                 ///< to the whole upstream, over all threads
    std::size_t max_pending = 1024; ///< requests waiting for a connection, over all threads
    unsigned retries = 1;           ///< of idempotent requests
    std::optional<std::chrono::milliseconds> queue_timeout = {}; ///< unset: response_timeout
    std::optional<std::chrono::milliseconds> body_timeout = {};  ///< unset: the facade's
    std::chrono::milliseconds request_timeout{0};                ///< of requests that ask it first; 0: none
    std::string timeout_header = {}; ///< tells it how many milliseconds are left; empty: nothing does
    resilience::budget_options retry_budget = {};
    resilience::backoff_options backoff = {};
    std::optional<resilience::breaker_options> breaker = {}; ///< unset: there is none
    /// Unset: max_connections alone limit it.
    std::optional<resilience::gradient_options> adaptive = {};
    bool take_turns = false; ///< endpoints are asked in turns, and not the less loaded of two
    std::optional<resilience::outlier_options> outlier = {}; ///< unset: no endpoint is ever left out
    std::optional<check_options> check = {}; ///< unset: what endpoints are asked besides requests is nothing
    double panic = 0.5; ///< where no such share of endpoints is well, those that fail are asked too
    std::chrono::milliseconds slow_start{
        0};                                ///< of an endpoint that has come back, until it has its whole part
    std::optional<std::string> host;       ///< the Host it is sent; unset: the client's
    bool redirects = true;                 ///< its own origin in what redirects clients becomes the client's
    bool links = false;                    ///< in Link too
    std::vector<std::string> origins = {}; ///< what it calls itself besides its endpoints and `host`
    std::vector<std::pair<std::string, std::string>> cookie_domain = {}; ///< to nothing: left out
    std::vector<std::pair<std::string, std::string>> cookie_path = {};

    friend bool operator==(upstream_options const&, upstream_options const&) = default;
};

} // namespace ficus::upstream

#pragma once

#include "facade/http/head.hpp"
#include "facade/http/target.hpp"
#include "facade/pipeline/snapshot.hpp"
#include "rules/facts.hpp"

#include <boost/container/small_vector.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace ficus::pipeline {

/// Buffers that decisions use over and over; one a thread.
struct decision_scratch {
    rules::table::scratch table;
    std::vector<rules::field_view> fields; ///< grows only; a request's are the first ones
};

/// Who asks: the peer itself, or whom a trusted proxy names (the last address in X-Forwarded-For that is not
/// trusted).
struct client_address {
    rules::ip_address address;
    bool peer_trusted = false;
};
client_address find_client(rules::ip_address peer, http::request_head const& head,
                           std::vector<rules::network> const& trusted);

/// Where a request goes.
struct route {
    pipeline::feature const* feature = nullptr; ///< null: no feature matches, facade.legacy serves
    std::size_t feature_index = 0;
    std::size_t matcher = 0;
    rules::decision decided;
    rules::side side = rules::side::legacy;
    bool needs_body = false;              ///< nothing else is known yet: facts.body has to be
    std::optional<http::refusal> refused; ///< 400: the path can be read in two ways, or not at all
};

/// The facts that matchers and conditions see, in `scratch`'s memory.
rules::facts facts_of(http::request_head const& head, http::target const& target, std::string_view host,
                      rules::ip_address client, decision_scratch& scratch);

/// Finds the feature, then the rule, then the side.
route find_route(snapshot const& s, rules::facts const& facts, std::uint16_t random_bucket,
                 std::string_view fresh_id, decision_scratch& scratch);

/// The upstream that serves a side of the route.
std::size_t upstream_of(snapshot const& s, route const& r, rules::side side);

/// Whether messages must be translated between the client and that side.
bool must_translate(route const& r, rules::side side);

/// What a client's method is called on that side, where a translator changes it.
std::string_view method_on(feature const& f, rules::side side, std::string_view method);

/// Whether the request's method may be shadowed.
bool is_comparable(feature const& f, std::string_view method);

} // namespace ficus::pipeline

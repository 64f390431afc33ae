#include "facade/pipeline/decide.hpp"

#include "rules/marks.hpp"

#include <algorithm>

namespace ficus::pipeline {

namespace {

bool is_trusted(rules::ip_address const& address, std::vector<rules::network> const& trusted) {
    return std::any_of(trusted.begin(), trusted.end(),
                       [&](rules::network const& network) { return network.contains(address); });
}

} // namespace

client_address find_client(rules::ip_address peer, http::request_head const& head,
                           std::vector<rules::network> const& trusted) {
    client_address client{peer, is_trusted(peer, trusted)};
    if (!client.peer_trusted) return client;
    // Several fields are one list (RFC 9110 §5.2); it is read from its end, and only as far as it is
    // believed.
    boost::container::small_vector<std::string_view, 8> hops;
    for (auto const& f : head.fields)
        if (f.id == http::known::x_forwarded_for)
            http::for_each_element(f.value, [&](std::string_view hop) { hops.push_back(hop); });
    for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
        auto const address = rules::ip_address::parse(*hop);
        if (!address) break;
        client.address = *address;
        if (!is_trusted(*address, trusted)) break;
    }
    return client;
}

rules::facts facts_of(http::request_head const& head, http::target const& target, std::string_view host,
                      rules::ip_address client, decision_scratch& scratch) {
    rules::facts facts;
    facts.method = head.method;
    facts.host = host;
    facts.path = target.path;
    facts.query = target.query;
    facts.has_query = target.has_query;
    facts.client = client;
    if (scratch.fields.size() < head.fields.size()) scratch.fields.resize(head.fields.size());
    facts.fields = {scratch.fields.data(), head.fields.size()};
    facts.cookies_begin = facts.cookies_end = head.fields.size();
    // One pass, since this is done to every field of every request.
    facts.seen = rules::marks_besides_fields(facts);
    auto* to = scratch.fields.data();
    for (auto const& f : head.fields) {
        *to++ = {f.name, f.value};
        facts.seen |= rules::mark_of_header(f.name);
        if (f.id != http::known::cookie) continue;
        facts.cookies_end = static_cast<std::size_t>(to - scratch.fields.data());
        facts.cookies_begin = std::min(facts.cookies_begin, facts.cookies_end - 1);
    }
    return facts;
}

route find_route(snapshot const& s, rules::facts const& facts, std::uint16_t random_bucket,
                 std::string_view fresh_id, decision_scratch& scratch) {
    route r;
    auto const found = s.site->table.route(facts, scratch.table);
    using kind = rules::table::outcome::kind;
    switch (found.what) {
    case kind::none: return r;
    case kind::ambiguous: r.refused = http::refusal{400, "ambiguous_path", found.why}; return r;
    case kind::invalid: r.refused = http::refusal{400, "bad_path", found.why}; return r;
    case kind::body: r.needs_body = true; return r;
    case kind::feature: break;
    }
    r.feature = &s.site->features[found.feature];
    r.feature_index = found.feature;
    r.matcher = found.matcher;
    r.decided = s.policies[found.feature].decide(facts, random_bucket, fresh_id);
    r.side = r.decided.side;
    return r;
}

std::size_t upstream_of(snapshot const& s, route const& r, rules::side side) {
    if (r.feature == nullptr) return s.site->legacy;
    return side == rules::side::legacy ? r.feature->legacy : r.feature->modern;
}

bool must_translate(route const& r, rules::side side) {
    return r.feature != nullptr && r.feature->translator != nullptr && side != r.feature->options.contract;
}

std::string_view method_on(feature const& f, rules::side side, std::string_view method) {
    if (f.translator == nullptr || side == f.options.contract) return method;
    auto const& pair = f.translator->options().request.method;
    if (!pair) return method;
    bool const to_modern = side == rules::side::modern;
    return method == (to_modern ? pair->first : pair->second) ? (to_modern ? pair->second : pair->first)
                                                              : method;
}

bool is_comparable(feature const& f, std::string_view method) {
    return std::any_of(f.compared_methods.begin(), f.compared_methods.end(),
                       [&](std::string const& m) { return m == method; });
}

} // namespace ficus::pipeline

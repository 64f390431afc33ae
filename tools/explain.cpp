#include "facade/app/json_text.hpp"
#include "facade/pipeline/operation_facts.hpp"
#include "facade/translation/head_change.hpp"
#include "rules/policy.hpp"
#include "rules/store.hpp"
#include "rules/table.hpp"
#include "tools/commands.hpp"
#include "tools/opening.hpp"
#include "tools/routing.hpp"
#include "tools/told_request.hpp"
#include "tools/translators.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <ostream>
#include <utility>

namespace ficus::tools {
namespace {

struct explanation {
    std::optional<std::string> feature;
    std::optional<std::size_t> rule;
    std::optional<std::uint16_t> bucket;
    std::optional<std::string> key;
    rules::side side = rules::side::legacy;
    bool random = false; ///< each such request is drawn anew; `side` is where more of them go
    std::string upstream;
    std::optional<std::string> translator;
    std::uint64_t revision = 0;
    std::optional<std::string> body; ///< what routing saw in it, where it had to look
    std::string why;
};

template<class T>
boost::json::value or_null(std::optional<T> const& value) {
    return value ? boost::json::value(*value) : boost::json::value(nullptr);
}

/// Why this rule and this side: the part of the sentence that follows the feature.
std::string reasons(rules::decision const& decision, rules::rule const& rule, bool random) {
    auto const of = rule.when.empty() ? std::string("its rule for every request")
                                      : "its rule for " + rules::describe(rule.when);
    auto text = of + " sends " + decision.share.to_string() + " to modern";
    if (decision.share == rules::share::none() || decision.share == rules::share::all()) return text;
    if (random)
        return text + ", and no sticky key is present, so " +
               (decision.issue ? "the facade draws a bucket and issues the cookie `" +
                                     std::string(rules::issued_cookie) + "` to keep the client in it"
                               : "each such request is drawn at random");
    auto const bucket = std::to_string(*decision.bucket);
    auto const limit = std::to_string(decision.share.hundredths());
    return text + ", and " + std::string(decision.key_source) + " gives bucket " + bucket +
           (decision.side == rules::side::modern ? ", which is below " : ", which is not below ") + limit;
}

explanation explain_feature(rules::feature_options const& feature, rules::policy const& policy,
                            rules::facts const& request, std::string_view match) {
    // Where requests are drawn at random, the bucket in the middle is on the side that more of them go to.
    auto const decision = policy.decide(request, 4999);
    auto const& rule = policy.rules().rules[decision.rule];
    explanation found;
    found.feature = feature.name;
    found.rule = decision.rule;
    found.side = decision.side;
    found.bucket = decision.bucket;
    if (!decision.key_source.empty()) found.key = decision.key_source;
    bool const split = decision.share != rules::share::none() && decision.share != rules::share::all();
    found.random = split && decision.key_source.empty();
    found.upstream = decision.side == rules::side::legacy ? feature.legacy : feature.modern;
    if (decision.side != feature.contract) found.translator = feature.translator;
    found.revision = policy.rules().revision;
    found.why = "it matches " + feature.name + " (" + std::string(match) +
                "): " + reasons(decision, rule, found.random);
    return found;
}

std::size_t most_held(config::configuration const& configuration) {
    auto const& limits = configuration.facade.limits;
    return std::min(limits.max_buffered_body, limits.max_body_size);
}

/// What `on_error` makes of a request that cannot be translated.
std::string way_of_errors(acl::translator const& translator, rules::feature_options const& feature,
                          unsigned status) {
    if (translator.rejects())
        return "; by on_error = \"reject\" the facade answers " + std::to_string(status);
    return "; by on_error = \"contract\" " + std::string(rules::name_of(feature.contract)) +
           " serves it as it came";
}

/// What becomes of the request where the feature's translator is at work: the sentence's last part.
result<std::string> explain_translation(config::configuration const& configuration,
                                        rules::feature_options const& feature, rules::facts const& request,
                                        told_request const& told) {
    auto const options = find_translator(configuration, *feature.translator);
    if (!options) return options.error();
    auto const& templates = (*options)->request.path;
    auto const made = compile_translator(**options);
    if (!made) return made.error();
    bool const to_modern = feature.contract == rules::side::legacy;
    auto const way = to_modern ? acl::direction::to_modern : acl::direction::to_legacy;
    if (told.body && told.body->size() > most_held(configuration))
        return facade_answers(413, "a body that must be translated is larger than max_buffered_body");
    std::vector<acl::header_view> headers;
    for (auto const& field : request.fields) headers.push_back({field.name, field.value});
    acl::message_view from;
    from.method = request.method;
    from.path = request.path;
    from.query = request.query;
    from.has_query = request.has_query;
    from.headers = headers;
    auto const body = told.decoded_body(configuration.facade.limits.max_buffered_body);
    if (!body)
        return ", but its body cannot be read: " + std::string(body.error().reason) +
               way_of_errors(*made, feature,
                             body.error().code == http::decoding_failure::unknown ? 415 : 422);
    from.body = *body;
    auto const there = made->translate(way, acl::part::request, from);
    if (!there)
        return (told.body ? ", but cannot be translated: "
                          : ", where it cannot be asked without a body that says more: ") +
               translation::sentence_of(there.error()) + way_of_errors(*made, feature, 422);
    if (templates && !made->fits_path(way, request.path))
        return ", where it asks for the same path, which does not fit the translator's template " +
               (to_modern ? templates->first : templates->second);
    bool const same = there->method == from.method && there->path == from.path && there->query == from.query;
    if (same && !templates) return std::string();
    return ", where it asks for " + (there->method == from.method ? "" : there->method + ' ') + there->path +
           (there->has_query ? '?' + there->query : "");
}

/// What a person would name a body by.
std::string seen_in(acl::body_facts const& body) {
    std::string seen;
    auto const take = [&](std::string_view what) {
        return [&seen, what](std::optional<std::string_view> text) {
            // Whatever it holds goes to a terminal: a line of it at most.
            if (!seen.empty() || !text) return true;
            seen.append(what);
            for (char const c : text->substr(0, 80)) seen += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
            return true;
        };
    };
    body.xmlrpc_method(take(", method "));
    body.xml_root(take(", root element "));
    body.jsonrpc_method(take(", method "));
    return seen;
}

std::string_view to_string(acl::body_facts::shape shape) {
    switch (shape) {
    case acl::body_facts::shape::xml: return "XML";
    case acl::body_facts::shape::json: return "JSON";
    case acl::body_facts::shape::form: break;
    }
    return "a form";
}

std::vector<rules::network> trusted_by(config::configuration const& configuration) {
    std::vector<rules::network> trusted;
    for (auto const& text : configuration.facade.trusted_proxies)
        if (auto const network = rules::network::parse(text)) trusted.push_back(*network);
    return trusted;
}

result<rules::feature_rules> rules_of(config::configuration const& configuration, std::string const& feature,
                                      surroundings& around) {
    auto store = open_rules_to_read(configuration, around);
    if (!store) return store.error();
    if (!*store) return rules::rule_set{}.of(feature);
    auto set = (*store)->read_all();
    if (!set) return failure_of(set.error());
    return set->of(feature);
}

/// As the facade itself goes on where a body says where its request belongs; and what it saw there.
struct looked_into {
    rules::table::outcome found;
    std::string saw;
    std::optional<http::refusal> refused = {};
};
looked_into look_into_body(rules::table const& table, told_request const& told, rules::facts request,
                           std::size_t most, std::size_t most_decoded) {
    rules::table::scratch buffers;
    rules::no_body_facts const nothing;
    auto const unread = [&](std::string saw, std::string_view why) {
        request.body = &nothing;
        auto const refused =
            why.empty() ? std::nullopt : pipeline::refusal_of_unread(table, request, why, buffers);
        return looked_into{table.route(request, buffers), std::move(saw), refused};
    };
    if (!told.body) return unread("none; give it with -d, since features here ask for what stands in it", "");
    if (told.body->size() > most)
        return unread("larger than max_buffered_body, so that nobody looks into it", "too_large");
    auto const plain = told.decoded_body(most_decoded);
    if (!plain)
        return unread("not to be read: " + std::string(plain.error().reason),
                      plain.error().code == http::decoding_failure::unknown     ? "encoded"
                      : plain.error().code == http::decoding_failure::malformed ? "malformed"
                                                                                : "too_large");
    pipeline::operation_facts const facts(*plain);
    std::optional<http::refusal> refused;
    if (!facts.is_readable()) refused = pipeline::refusal_of_unread(table, request, "malformed", buffers);
    request.body = &facts;
    auto const found = table.route(request, buffers);
    if (auto const& failure = facts.body().failure())
        return {found,
                "cannot be read as " + std::string(to_string(facts.body().looks_like())) + ": " +
                    (failure->where.empty() ? "" : failure->where + ": ") + failure->message,
                refused};
    return {found, std::string(to_string(facts.body().looks_like())) + seen_in(facts.body())};
}

result<explanation> explain(config::configuration const& configuration, told_request const& told,
                            rules::facts const& request, surroundings& around) {
    auto const table = routing_table(configuration);
    if (!table) return table.error();
    rules::table::scratch buffers;
    using kind = rules::table::outcome::kind;
    auto routed = table->route(request, buffers);
    std::optional<std::string> saw;
    if (routed.what == kind::body) {
        auto looked = look_into_body(*table, told, request, most_held(configuration),
                                     configuration.facade.limits.max_buffered_body);
        if (looked.refused) return facade_answers(looked.refused->status, looked.refused->message);
        routed = looked.found;
        saw = std::move(looked.saw);
    }
    if (routed.what == kind::ambiguous || routed.what == kind::invalid)
        return facade_answers(400, std::string(routed.why) + "; send a path that reads in one way");
    if (routed.what == kind::none) {
        explanation none;
        none.upstream = configuration.facade.legacy;
        none.body = std::move(saw);
        none.why = "no feature matches, and what no feature matches goes to facade.legacy";
        return none;
    }
    auto const& feature = configuration.features[routed.feature].options;
    auto rules = rules_of(configuration, feature.name, around);
    if (!rules) return rules.error();
    auto const policy = rules::policy::compile(feature, std::move(*rules));
    if (!policy) return failure_of(policy.error());
    auto found = explain_feature(feature, *policy, request, table->describe(routed.feature, routed.matcher));
    found.body = std::move(saw);
    if (found.translator) {
        auto const there = explain_translation(configuration, feature, request, told);
        if (!there) return there.error();
        found.why += *there;
    }
    return found;
}

void print(explanation const& found, std::ostream& out) {
    auto const line = [&](std::string_view name, std::string const& value) {
        out << name << std::string(12 - name.size(), ' ') << value << '\n';
    };
    line("feature", found.feature.value_or("none"));
    if (found.rule)
        line("rule", std::to_string(*found.rule) + " of revision " + std::to_string(found.revision));
    if (found.bucket)
        line("bucket", std::to_string(*found.bucket) + (found.key ? ", from " + *found.key : std::string()));
    line("side", found.random ? "drawn at random" : std::string(rules::name_of(found.side)));
    line("upstream", found.upstream);
    line("translator", found.translator.value_or("none"));
    if (found.body) line("body", *found.body);
    line("why", found.why);
}

} // namespace

outcome run(explain_command const& command, common_options const& common, surroundings& around) {
    auto const configuration = read_configuration(common, around);
    if (!configuration) return configuration.error();
    auto const request = told_request::from(command, trusted_by(*configuration), most_held(*configuration));
    if (!request) return request.error();
    std::vector<rules::field_view> views;
    auto const found = explain(*configuration, *request, request->facts(views), around);
    if (!found) return found.error();
    if (common.json)
        around.out << app::json_text(boost::json::object{{"feature", or_null(found->feature)},
                                                         {"rule", or_null(found->rule)},
                                                         {"bucket", or_null(found->bucket)},
                                                         {"key", or_null(found->key)},
                                                         {"side", rules::name_of(found->side)},
                                                         {"random", found->random},
                                                         {"upstream", found->upstream},
                                                         {"translator", or_null(found->translator)},
                                                         {"revision", found->revision},
                                                         {"body", or_null(found->body)},
                                                         {"why", found->why}})
                   << '\n';
    else
        print(*found, around.out);
    return exit_status::done;
}

} // namespace ficus::tools

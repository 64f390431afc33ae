#include "acl/body_facts.hpp"
#include "facade/config/parts.hpp"
#include "facade/config/read_compare.hpp"
#include "facade/config/read_guards.hpp"
#include "facade/config/read_throttle.hpp"
#include "facade/config/values.hpp"
#include "rules/operation_condition.hpp"

#include <limits>

namespace ficus::config {

namespace {

/// `"*"`, `"~regex"` or the value itself.
rules::name_match as_name_match(std::string name, std::string const& value) {
    using how = rules::name_match::how;
    if (value == "*") return {std::move(name), how::present, ""};
    if (value.starts_with('~')) return {std::move(name), how::regex, value.substr(1)};
    return {std::move(name), how::equals, value};
}

std::vector<rules::name_match> read_name_matches(section& from, std::string_view member) {
    std::vector<rules::name_match> out;
    for (auto const& [name, value] : from.text_table(member)) out.push_back(as_name_match(name.text, value));
    return out;
}

/// What a table names its values by; how that is written is acl's to say.
std::optional<std::string> wrong_name(rules::operation what, std::string const& name) {
    switch (what) {
    case rules::operation::xpath: return acl::wrong_xml_path(name);
    case rules::operation::json: return acl::wrong_json_path(name);
    default: return std::nullopt;
    }
}

std::vector<rules::operation_match> read_operations(section& from) {
    using rules::operation;
    std::vector<rules::operation_match> out;
    for (auto what :
         {operation::soap_action, operation::xml_root, operation::xmlrpc_method, operation::jsonrpc_method}) {
        auto const text = from.text(rules::to_string(what));
        if (!text) continue;
        out.push_back({what, as_name_match("", text->text)});
        if (what != operation::xml_root || out.back().match.kind != rules::name_match::how::equals ||
            text->text.empty())
            continue;
        if (auto const wrong = acl::wrong_xml_name(text->text)) from.out().error(text->where, *wrong);
    }
    for (auto what : {operation::xpath, operation::form, operation::json}) {
        auto const member = rules::to_string(what);
        for (auto const& [name, value] : from.text_table(member, true)) {
            if (auto const wrong = wrong_name(what, name.text)) from.out().error(name.where, *wrong);
            out.push_back({what, as_name_match(name.text, value)});
        }
    }
    return out;
}

rules::matcher_options read_matcher(section from) {
    rules::matcher_options out;
    for (auto const& [member, target] :
         {std::pair{"path", &out.path}, std::pair{"path_prefix", &out.path_prefix},
          std::pair{"path_regex", &out.path_regex}, std::pair{"host", &out.host}})
        if (auto text = from.text(member)) *target = std::move(text->text);
    out.methods = read_texts(from, "methods");
    from.refuse_empty("methods", "name methods such as \"GET\", or leave the key out");
    out.headers = read_name_matches(from, "headers");
    out.query = read_name_matches(from, "query");
    out.operations = read_operations(from);
    from.finish();
    return out;
}

std::vector<rules::matcher_options> read_match(section& from) {
    auto const* mend = "say which requests belong to the feature: match = [ { path_prefix = \"/orders\" } ]";
    if (!from.has("match")) from.missing("match", mend);
    from.refuse_empty("match", mend);
    return from.each("match", read_matcher).value_or(std::vector<rules::matcher_options>{});
}

shadow::ready_options read_ready(section from) {
    shadow::ready_options out;
    from.read_share("match_rate", out.match_rate);
    from.read_share("confidence", out.confidence);
    if (out.confidence <= 0 || out.confidence >= 1)
        from.out().error(from.place_of("confidence"),
                         "must be above 0 and below 1, such as 0.95: no number of comparisons "
                         "gives certainty");
    from.read_integer("min_compared", 0, std::numeric_limits<std::int64_t>::max(), out.min_compared);
    from.read_share("min_coverage", out.min_coverage);
    from.read_integer("min_per_operation", 0, std::numeric_limits<std::int64_t>::max(),
                      out.min_per_operation);
    from.read_share("max_error_excess", out.max_error_excess);
    from.read_ratio("max_latency_ratio", out.max_latency_ratio);
    from.finish();
    return out;
}

} // namespace

feature read_feature(std::string const& name, section from) {
    feature out;
    auto& options = out.options;
    options.name = name;
    options.match = read_match(from);
    out.guards = read_guards(from, options);
    from.read_choice<rules::side>(
        "contract", {{"legacy", rules::side::legacy}, {"modern", rules::side::modern}}, options.contract);
    if (auto const translator = from.text("translator")) options.translator = translator->text;
    options.sticky = read_texts(from, "sticky");
    if (auto const salt = from.text("salt")) options.salt = salt->text;
    from.read_choice<bool>("unread", {{"pass", false}, {"refuse", true}}, options.refuse_unread);
    if (auto compare = from.table("compare")) out.compare = read_compare(std::move(*compare), out.copies);
    if (auto ready = from.table("ready")) out.ready = read_ready(std::move(*ready));
    out.throttle = read_throttle(from);
    using resilience::priority;
    from.read_choice<priority>("priority",
                               {{"low", priority::low},
                                {"normal", priority::normal},
                                {"high", priority::high},
                                {"always", priority::always}},
                               out.priority);
    from.finish();
    return out;
}

} // namespace ficus::config

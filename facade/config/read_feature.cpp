#include "facade/config/near_match.hpp"
#include "facade/config/parts.hpp"
#include "facade/config/values.hpp"

#include <algorithm>
#include <limits>

namespace ficus::config {

namespace {

/// `"*"`, `"~regex"` or the value itself, by name.
std::vector<rules::name_match> read_name_matches(section& from, std::string_view member,
                                                 bool names_are_tokens) {
    std::vector<rules::name_match> out;
    for (auto const& [name, value] : from.text_table(member)) {
        if (name.text.empty() || (names_are_tokens && !is_token(name.text))) {
            from.out().error(name.where, in_quotes(name.text) +
                                             " is no name of a header field; write one such as \"X-Beta\"");
            continue;
        }
        rules::name_match match;
        match.name = name.text;
        if (value == "*") {
            match.kind = rules::name_match::how::present;
        } else if (value.starts_with('~')) {
            match.kind = rules::name_match::how::regex;
            match.value = value.substr(1);
        } else {
            match.kind = rules::name_match::how::equals;
            match.value = value;
        }
        out.push_back(std::move(match));
    }
    return out;
}

rules::matcher_options read_matcher(section from) {
    rules::matcher_options out;
    auto const take = [&](std::string_view member, std::optional<std::string>& target) {
        if (auto text = from.text(member)) target = std::move(text->text);
    };
    take("path", out.path);
    take("path_prefix", out.path_prefix);
    take("path_regex", out.path_regex);
    take("host", out.host);
    out.methods = read_methods(from, "methods");
    out.headers = read_name_matches(from, "headers", true);
    out.query = read_name_matches(from, "query", false);
    if (from.has("path") + from.has("path_prefix") + from.has("path_regex") > 1)
        from.out().error(from.where(),
                         "holds more than one of path, path_prefix and path_regex; keep one, and write the "
                         "others as entries of their own");
    bool const anything = from.has("path") || from.has("path_prefix") || from.has("path_regex") ||
                          from.has("host") || from.has("methods") || from.has("headers") || from.has("query");
    from.finish();
    if (!anything)
        from.out().error(from.where(),
                         "asks for nothing; write what it matches, such as { path_prefix = \"/orders\" }");
    return out;
}

std::vector<rules::matcher_options> read_match(section& from) {
    std::vector<rules::matcher_options> out;
    auto const* mend = "say which requests belong to the feature: match = [ { path_prefix = \"/orders\" } ]";
    if (!from.has("match")) from.missing("match", mend);
    from.refuse_empty("match", mend);
    for (auto& entry : from.tables("match").value_or(std::vector<section>{}))
        out.push_back(read_matcher(std::move(entry)));
    return out;
}

bool is_sticky(std::string_view entry) {
    if (entry == "ip" || entry == "issue") return true;
    if (entry.starts_with("header:")) return is_token(entry.substr(7));
    if (entry.starts_with("cookie:")) return is_token(entry.substr(7));
    return entry.starts_with("query:") && entry.size() > 6;
}

std::vector<std::string> read_sticky(section& from) {
    std::vector<std::string> out;
    auto const entries = from.texts("sticky").value_or(std::vector<located_text>{});
    for (auto const& entry : entries) {
        if (!is_sticky(entry.text))
            from.out().error(
                entry.where,
                in_quotes(entry.text) + " is no sticky key" +
                    (entry.text.find(':') == std::string::npos
                         ? suggestion(entry.text, {"header:NAME", "cookie:NAME", "query:NAME", "ip", "issue"})
                         : "; write \"header:NAME\", \"cookie:NAME\" or \"query:NAME\""));
        else if (entry.text == "issue" && &entry != &entries.back())
            from.out().error(entry.where,
                             "\"issue\" must be the last entry, since it always gives a key; move it to the "
                             "end");
        out.push_back(entry.text);
    }
    refuse_repeated(entries, from.out());
    return out;
}

std::vector<std::string> read_paths(section& from, std::string_view member) {
    std::vector<std::string> out;
    auto const entries = from.texts(member).value_or(std::vector<located_text>{});
    for (auto const& entry : entries) out.push_back(entry.text);
    refuse_repeated(entries, from.out());
    return out;
}

acl::compare_options read_compare(section from) {
    acl::compare_options out;
    if (from.has("methods")) out.methods = read_methods(from, "methods");
    auto headers = from.texts("headers").value_or(std::vector<located_text>{});
    for (auto& entry : headers) {
        if (!is_token(entry.text))
            from.out().error(entry.where, in_quotes(entry.text) +
                                              " is no name of a header field; write one such as "
                                              "\"content-type\"");
        std::transform(entry.text.begin(), entry.text.end(), entry.text.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        out.headers.push_back(entry.text);
    }
    refuse_repeated(headers, from.out());
    out.ignore = read_paths(from, "ignore");
    out.unordered = read_paths(from, "unordered");
    for (auto& [path, member] : from.text_table("keyed")) {
        if (member.empty())
            from.out().error(path.where, "is empty; name the member that pairs the elements, such as \"id\"");
        out.keyed.emplace_back(path.text, member);
    }
    for (auto& [path, digits] : from.decimal_table("tolerance"))
        out.tolerance.emplace_back(path.text, digits);
    out.redact = read_paths(from, "redact");
    from.read_share("baseline", out.baseline);
    from.finish();
    return out;
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
    from.finish();
    return out;
}

} // namespace

feature read_feature(std::string const& name, section from) {
    feature out;
    auto& options = out.options;
    options.name = name;
    options.match = read_match(from);
    from.read("legacy", options.legacy);
    if (auto const modern = from.text("modern")) options.modern = modern->text;
    if (!from.has("modern"))
        from.missing("modern",
                     "name the upstream that is to replace legacy: modern = \"NAME\", with [upstreams.NAME]");
    from.read_choice<rules::side>(
        "contract", {{"legacy", rules::side::legacy}, {"modern", rules::side::modern}}, options.contract);
    if (auto const translator = from.text("translator")) options.translator = translator->text;
    options.sticky = read_sticky(from);
    if (auto const salt = from.text("salt")) options.salt = salt->text;
    from.read("fallback", options.fallback);
    if (auto compare = from.table("compare")) out.compare = read_compare(std::move(*compare));
    if (auto ready = from.table("ready")) out.ready = read_ready(std::move(*ready));
    from.finish();
    return out;
}

} // namespace ficus::config

#include "rules/operation_condition.hpp"

#include "rules/text.hpp"
#include "rules/values.hpp"

#include <utility>

namespace ficus::rules {

namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

/// Toolkits differ in whether they quote it, though SOAP 1.1 says that they must.
std::string_view unquoted(std::string_view text) {
    text = trimmed(text);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    return text;
}

/// What stands in front of the first `;` that is in no quotes; takes it and the `;` off.
std::string_view take_parameter(std::string_view& rest) {
    bool quoted = false;
    for (std::size_t i = 0; i < rest.size(); ++i) {
        if (quoted && rest[i] == '\\') {
            ++i;
        } else if (rest[i] == '"') {
            quoted = !quoted;
        } else if (rest[i] == ';' && !quoted) {
            auto const one = rest.substr(0, i);
            rest.remove_prefix(i + 1);
            return one;
        }
    }
    return std::exchange(rest, std::string_view{});
}

/// Content-Type's parameter `action`; only SOAP 1.2's media type has one (RFC 3902 §2).
std::optional<std::string_view> action_of(std::string_view content_type) {
    if (!equals_without_case(trimmed(take_parameter(content_type)), "application/soap+xml"))
        return std::nullopt;
    while (!content_type.empty()) {
        auto const one = take_parameter(content_type);
        auto const equals = one.find('=');
        if (equals == std::string_view::npos) continue;
        if (equals_without_case(trimmed(one.substr(0, equals)), "action"))
            return unquoted(one.substr(equals + 1));
    }
    return std::nullopt;
}

} // namespace

std::string_view to_string(operation what) {
    switch (what) {
    case operation::soap_action: return "soap_action";
    case operation::xml_root: return "xml_root";
    case operation::xpath: return "xpath";
    case operation::xmlrpc_method: return "xmlrpc_method";
    case operation::jsonrpc_method: return "jsonrpc_method";
    case operation::form: return "form";
    case operation::json: return "json";
    }
    return "";
}

bool has_name(operation what) {
    return what == operation::xpath || what == operation::form || what == operation::json;
}

boost::system::result<operation_condition, error> operation_condition::make(operation_match const& match) {
    auto const invalid = [](std::string message) { return error{fault::invalid, std::move(message)}; };
    operation_condition made;
    made.match_ = match;
    auto const& value = match.match.value;
    using how = name_match::how;
    if (match.match.kind == how::present) return made;
    if (!is_utf8(value)) return invalid("the value is not UTF-8");
    if (match.match.kind == how::regex) {
        if (value.empty())
            return invalid("the pattern is empty, which every value matches; ask for presence alone: \"*\"");
        auto compiled = pattern::compile(value);
        if (!compiled) return invalid("`" + value + "` is no RE2 pattern: " + compiled.error());
        made.pattern_ = std::move(*compiled);
    } else if (value.empty() && !has_name(match.what) && match.what != operation::soap_action) {
        return invalid("it is empty, and no operation is called so; name one, or write \"*\" for any");
    }
    return made;
}

std::string operation_condition::to_string() const {
    std::string text(rules::to_string(match_.what));
    if (has_name(match_.what)) text += ':' + match_.match.name;
    if (match_.match.kind != name_match::how::present)
        text += (match_.match.kind == name_match::how::regex ? '~' : '=') + match_.match.value;
    return text;
}

bool operation_condition::satisfied_by(body_value const& value) const {
    switch (match_.match.kind) {
    case name_match::how::present: return true;
    case name_match::how::equals: return value.has_text && value.text == match_.match.value;
    case name_match::how::regex: return value.has_text && pattern_->found_in(value.text);
    }
    return false;
}

bool operation_condition::holds_of_soap_action(facts const& request) const {
    return any_header(request, "SOAPAction",
                      [&](std::string_view value) { return satisfied_by({unquoted(value)}); }) ||
           any_header(request, "Content-Type", [&](std::string_view value) {
               auto const action = action_of(value);
               return action && satisfied_by({*action});
           });
}

bool operation_condition::holds(facts const& request) const {
    if (!needs_body()) return holds_of_soap_action(request);
    if (request.body == nullptr) return true;
    return request.body->any(match_.what, match_.match.name,
                             [this](body_value const& value) { return satisfied_by(value); });
}

bool operation_condition::implied_by(operation_condition const& b) const {
    if (match_.what != b.match_.what || match_.match.name != b.match_.match.name) return false;
    if (match_.match.kind == name_match::how::present) return true;
    return match_.match.kind == b.match_.match.kind && match_.match.value == b.match_.match.value;
}

} // namespace ficus::rules

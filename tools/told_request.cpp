#include "tools/told_request.hpp"

#include "rules/text.hpp"

#include <boost/algorithm/string/predicate.hpp>
#include <boost/algorithm/string/trim.hpp>

namespace ficus::tools {
namespace {

failure wrong(std::string message) {
    return {exit_status::usage, std::move(message)};
}

/// `Name: value`
result<std::pair<std::string, std::string>> field_of(std::string const& text) {
    auto const colon = text.find(':');
    auto const name = text.substr(0, colon);
    if (colon == text.npos || !rules::is_token(name))
        return wrong("-H '" + text + "' is no header field: write it as 'Name: value'");
    return std::pair(name, boost::algorithm::trim_copy_if(text.substr(colon + 1),
                                                          [](char c) { return c == ' ' || c == '\t'; }));
}

void take_url(told_request& request, std::string_view url) {
    url = url.substr(0, url.find('#'));
    if (auto const scheme = url.find("://"); scheme != url.npos && scheme < url.find_first_of("/?")) {
        url.remove_prefix(scheme + 3);
        auto const end = std::min(url.find_first_of("/?"), url.size());
        request.host = url.substr(0, end);
        url.remove_prefix(end);
    }
    auto const question = url.find('?');
    if (auto const path = url.substr(0, question); !path.empty()) request.path = path;
    request.has_query = question != url.npos;
    if (request.has_query) request.query = url.substr(question + 1);
}

} // namespace

result<told_request> told_request::from(explain_command const& command) {
    told_request request;
    if (!rules::is_token(command.method))
        return wrong("'" + command.method + "' is no method: give GET, POST, ...");
    request.method = command.method;
    take_url(request, command.url);
    if (!request.path.starts_with('/') && request.path != "*")
        return wrong("'" + command.url +
                     "' is no URL: give a path such as '/api/orders/7', or 'http://host/path'");
    for (auto const& text : command.headers) {
        auto field = field_of(text);
        if (!field) return field.error();
        request.fields.push_back(std::move(*field));
    }
    // RFC 9112 §3.2.2: the host of an absolute target replaces Host.
    for (auto const& [name, value] : request.fields)
        if (request.host.empty() && boost::algorithm::iequals(name, "Host")) request.host = value;
    auto const client = rules::ip_address::parse(command.client_ip.value_or("127.0.0.1"));
    if (!client)
        return wrong("--client-ip '" + *command.client_ip +
                     "' is no address: give one such as 10.1.2.3 or ::1");
    request.client = *client;
    return request;
}

rules::facts told_request::facts(std::vector<rules::field_view>& views) const {
    views.clear();
    for (auto const& [name, value] : fields) views.push_back({name, value});
    return {.method = method,
            .host = host,
            .path = path,
            .query = query,
            .has_query = has_query,
            .fields = views,
            .client = client};
}

} // namespace ficus::tools

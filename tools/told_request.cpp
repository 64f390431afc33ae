#include "tools/told_request.hpp"

#include "facade/http/framing.hpp"
#include "facade/http/target.hpp"
#include "facade/pipeline/decide.hpp"
#include "rules/text.hpp"

#include <boost/algorithm/string/trim.hpp>

#include <fstream>

namespace ficus::tools {
namespace {

failure wrong(std::string message) {
    return {exit_status::usage, std::move(message)};
}

/// What is told, or what stands in the file that it names: `@FILE`. Past `most` bytes it is cut one byte
/// behind them, which is too large all the same.
result<std::string> body_of(std::string const& told, std::size_t most) {
    if (!told.starts_with('@')) return told;
    auto const path = told.substr(1);
    std::ifstream file(path, std::ios::binary);
    std::string body(most + 1, '\0');
    file.read(body.data(), static_cast<std::streamsize>(body.size()));
    if (!file.is_open() || file.bad() || (file.fail() && !file.eof()))
        return wrong("-d '" + told + "' cannot be read: name a file, or give the body itself");
    body.resize(static_cast<std::size_t>(file.gcount()));
    return body;
}

/// What the facade would say to such a head: its fields, and where the body ends by them. Host and a length
/// need not be told.
std::optional<failure> refusal_of(std::string const& method, std::string_view target,
                                  std::vector<std::pair<std::string, std::string>> const& fields) {
    auto text = method + ' ' + std::string(target) + " HTTP/1.1\r\n";
    bool named = false;
    for (auto const& [name, value] : fields) {
        text.append(name).append(": ").append(value).append("\r\n");
        named = named || http::iequals(name, "Host");
    }
    if (!named) text += "Host: localhost\r\n";
    text += "\r\n";
    http::request_head head;
    auto refused = http::parse_head(text, head);
    if (!refused) refused = http::frame_request(head).refused;
    if (!refused) return std::nullopt;
    return facade_answers(refused->status, refused->message);
}

} // namespace

result<std::pair<std::string, std::string>> header_field_of(std::string const& text) {
    auto const colon = text.find(':');
    auto const name = text.substr(0, colon);
    if (colon == text.npos || !rules::is_token(name))
        return wrong("-H '" + text + "' is no header field: write it as 'Name: value'");
    return std::pair(name, boost::algorithm::trim_copy_if(text.substr(colon + 1),
                                                          [](char c) { return c == ' ' || c == '\t'; }));
}

failure facade_answers(unsigned status, std::string_view why) {
    return {exit_status::failed,
            "the facade answers " + std::to_string(status) + " to this request: " + std::string(why)};
}

result<told_request> told_request::from(explain_command const& command,
                                        std::vector<rules::network> const& trusted_proxies,
                                        std::size_t most_held) {
    told_request request;
    if (!rules::is_token(command.method))
        return wrong("'" + command.method + "' is no method: give GET, POST, ...");
    request.method = command.method;
    auto const url = std::string_view(command.url).substr(0, command.url.find('#'));
    http::request_head head;
    head.method = command.method;
    head.target = url;
    auto const read = http::read_target(head);
    // CONNECT's target is none that anybody would call a URL: the method comes first.
    if (read.refused && read.refused->status == 405)
        return facade_answers(read.refused->status, read.refused->message);
    if (!url.starts_with('/') && url != "*" && url.find("://") == url.npos)
        return wrong("'" + command.url +
                     "' is no URL: give a path such as '/api/orders/7', or 'http://host/path'");
    if (read.refused) return facade_answers(read.refused->status, read.refused->message);
    request.host = read.target.authority;
    request.path = read.target.path;
    request.query = read.target.query;
    request.has_query = read.target.has_query;
    for (auto const& text : command.headers) {
        auto field = header_field_of(text);
        if (!field) return field.error();
        request.fields.push_back(std::move(*field));
    }
    if (auto const refused = refusal_of(request.method, url, request.fields)) return *refused;
    for (auto const& [name, value] : request.fields) {
        // RFC 9112 §3.2.2: the host of an absolute target replaces Host.
        if (request.host.empty() && http::iequals(name, "Host")) request.host = value;
        if (http::iequals(name, "X-Forwarded-For"))
            head.fields.push_back({name, value, http::known::x_forwarded_for});
    }
    if (command.data) {
        auto body = body_of(*command.data, most_held);
        if (!body) return body.error();
        request.body = std::move(*body);
    }
    auto const peer = rules::ip_address::parse(command.client_ip.value_or("127.0.0.1"));
    if (!peer)
        return wrong("--client-ip '" + *command.client_ip +
                     "' is no address: give one such as 10.1.2.3 or ::1");
    request.client = pipeline::find_client(*peer, head, trusted_proxies).address;
    return request;
}

boost::system::result<std::string, http::decoding_error>
told_request::decoded_body(std::size_t max_bytes) const {
    http::head head;
    for (auto const& [name, value] : fields)
        if (http::iequals(name, "Content-Encoding"))
            head.fields.push_back({name, value, http::known::content_encoding});
    return http::decode(http::codings_of(head), body.value_or(""), {.max_bytes = max_bytes});
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

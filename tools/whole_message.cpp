#include "tools/whole_message.hpp"

#include "acl/mapping_trace.hpp"
#include "facade/http/head.hpp"
#include "facade/http/problem.hpp"
#include "rules/text.hpp"
#include "tools/told_request.hpp"

#include <algorithm>
#include <charconv>

namespace ficus::tools {
namespace {

failure wrong(std::string message) {
    return {exit_status::usage, std::move(message)};
}

failure unreadable(std::size_t line, std::string message) {
    return {exit_status::failed, "stdin, line " + std::to_string(line) + ": " + std::move(message)};
}

/// Without what a URL says of its server: the target in origin form.
result<std::string> target_of(std::string const& url) {
    auto target = url.substr(0, url.find('#'));
    if (auto const scheme = target.find("://"); scheme != target.npos && !target.starts_with('/')) {
        auto const end = target.find_first_of("/?", scheme + 3);
        target = end == target.npos   ? "/"
                 : target[end] == '?' ? '/' + target.substr(end)
                                      : target.substr(end);
    }
    if (target.starts_with('/') && target.find_first_of(" \t\r\n") == target.npos) return target;
    return wrong("--url '" + url + "' is no URL: give a path such as '/api/orders/7', or 'http://host/path'");
}

/// The next line, without its end.
std::string_view next_line(std::string_view& rest) {
    auto const end = std::min(rest.find('\n'), rest.size());
    auto line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

bool is_status(std::string_view text, unsigned& status) {
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), status);
    return error == std::errc() && end == text.data() + text.size() && text.size() == 3 && status >= 100;
}

result<void> read_first_line(std::string_view line, whole_message& into) {
    auto const blank = line.find(' ');
    auto const first = line.substr(0, blank);
    auto const rest = blank == line.npos ? std::string_view() : line.substr(blank + 1);
    if (first.starts_with("HTTP/")) {
        into.part = acl::part::response;
        if (is_status(rest.substr(0, rest.find(' ')), into.status)) return {};
        return unreadable(1, "'" + std::string(line.substr(0, 80)) +
                                 "' is no status line: write it as 'HTTP/1.1 200 OK'");
    }
    auto const version = rest.rfind(' ');
    if (!rules::is_token(first) || version == rest.npos || !rest.substr(version + 1).starts_with("HTTP/"))
        return unreadable(1, "'" + std::string(line.substr(0, 80)) +
                                 "' is neither a request line nor a status line: write 'GET /path HTTP/1.1' "
                                 "or 'HTTP/1.1 200 OK'");
    into.method = first;
    auto target = target_of(std::string(rest.substr(0, version)));
    if (!target)
        return unreadable(1, "'" + std::string(rest.substr(0, std::min<std::size_t>(version, 80))) +
                                 "' is no target: write a path such as '/api/orders/7'");
    into.target = std::move(*target);
    return {};
}

bool named(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::any_of(names.begin(), names.end(), [&](auto other) { return http::iequals(name, other); });
}

} // namespace

result<whole_message> whole_message::from(translate_command const& command, std::string body) {
    whole_message made;
    made.part = command.of;
    made.body = std::move(body);
    if (made.part == acl::part::request) {
        made.method = command.method.value_or(made.body.empty() ? "GET" : "POST");
        if (!rules::is_token(made.method))
            return wrong("-X '" + made.method + "' is no method: give GET, POST, ...");
        auto target = target_of(command.url.value_or("/"));
        if (!target) return target.error();
        made.target = std::move(*target);
    } else {
        made.status = command.status.value_or(200);
    }
    for (auto const& text : command.headers) {
        auto field = header_field_of(text);
        if (!field) return field.error();
        made.fields.push_back(std::move(*field));
    }
    return made;
}

result<whole_message> whole_message::read(std::string_view text) {
    whole_message made;
    auto rest = text;
    if (auto first = read_first_line(next_line(rest), made); !first) return first.error();
    for (std::size_t number = 2;; ++number) {
        if (rest.empty()) break;
        auto const line = next_line(rest);
        if (line.empty()) break;
        auto field = header_field_of(std::string(line));
        if (!field)
            return unreadable(number,
                              "'" + std::string(line.substr(0, 80)) +
                                  "' is no header field: write it as 'Name: value', and an empty line "
                                  "before the body");
        if (http::iequals(field->first, "Transfer-Encoding"))
            return unreadable(number,
                              "a transfer coding is not read here: give the body as it is, without it");
        made.fields.push_back(std::move(*field));
    }
    made.body = rest;
    return made;
}

result<void> whole_message::decode(std::size_t most) {
    http::head head;
    for (auto const& [name, value] : fields)
        if (http::iequals(name, "Content-Encoding"))
            head.fields.push_back({name, value, http::known::content_encoding});
    auto const codings = http::codings_of(head);
    if (codings.empty()) return {};
    auto decoded = http::decode(codings, body, {.max_bytes = most});
    if (!decoded)
        return failure(exit_status::failed,
                       "the body cannot be decoded: " + std::string(decoded.error().reason));
    body = std::move(*decoded);
    std::erase_if(fields, [](auto const& field) { return http::iequals(field.first, "Content-Encoding"); });
    return {};
}

std::string whole_message::text() const {
    std::string out;
    if (part == acl::part::request)
        out = method + ' ' + target + " HTTP/1.1\r\n";
    else
        out = "HTTP/1.1 " + std::to_string(status) + ' ' + std::string(http::reason_of(status)) + "\r\n";
    for (auto const& [name, value] : fields) out += name + ": " + value + "\r\n";
    // RFC 9110 §8.6: none where there can be no content.
    bool const never = part == acl::part::response && (status < 200 || status == 204 || status == 304);
    if (!never && (part == acl::part::response || !body.empty()))
        out += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return out + "\r\n" + body;
}

namespace {

acl::message_view view_of(whole_message const& from, std::vector<acl::header_view>& headers) {
    for (auto const& [name, value] : from.fields) headers.push_back({name, value});
    acl::message_view view;
    auto const mark = from.target.find('?');
    view.method = from.method;
    view.path = std::string_view(from.target).substr(0, mark);
    view.has_query = mark != from.target.npos;
    if (view.has_query) view.query = std::string_view(from.target).substr(mark + 1);
    view.status = from.status;
    view.headers = headers;
    view.body = from.body;
    return view;
}

} // namespace

result<std::shared_ptr<acl::remembered>> remember_request(std::string const& text, acl::translator const& by,
                                                          acl::direction way, std::size_t most) {
    whole_message request;
    auto const first = std::string_view(text).substr(0, text.find('\n'));
    if (first.find(" HTTP/") != first.npos) {
        auto read = whole_message::read(text);
        if (!read) return read.error();
        request = std::move(*read);
        if (request.part != acl::part::request)
            return failure(exit_status::failed, "--request: an answer, where the request that it is of is "
                                                "due");
        if (auto decoded = request.decode(most); !decoded) return decoded.error();
    } else {
        request.body = text;
    }
    std::vector<acl::header_view> headers;
    return by.remember(reverse(way), view_of(request, headers));
}

boost::system::result<whole_message, acl::error> translate(whole_message const& from,
                                                           acl::translator const& by, acl::direction way,
                                                           around_answer const& around,
                                                           acl::mapping_trace* trace, std::size_t& dropped) {
    std::vector<acl::header_view> headers;
    auto view = view_of(from, headers);
    view.calls = around.calls;
    view.request = around.request;
    auto made = by.translate(way, from.part, view, {}, trace);
    if (!made) return made.error();
    dropped = made->dropped;
    whole_message to;
    to.part = from.part;
    to.method = std::move(made->method);
    to.target = made->path + (made->has_query ? '?' + made->query : "");
    to.status = made->status;
    to.body = std::move(made->body);
    for (auto const& [name, value] : from.fields) {
        if (named(name, {"Content-Length"})) continue;
        if (!made->unchanged && named(name, {"Content-Type"})) continue;
        if (std::any_of(made->removed.begin(), made->removed.end(),
                        [&](std::string const& gone) { return http::iequals(gone, name); }))
            continue;
        to.fields.emplace_back(by.map_header(way, from.part, name).value_or(name), value);
    }
    for (auto& [name, value] : made->added) to.fields.emplace_back(std::move(name), std::move(value));
    if (!made->content_type.empty()) to.fields.emplace_back("Content-Type", std::move(made->content_type));
    return to;
}

} // namespace ficus::tools

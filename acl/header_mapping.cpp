#include "acl/header_mapping.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace ficus::acl {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

constexpr std::string_view marks = "!#$%&'*+-.^_`|~";

/// These frame the message, name its connection, describe its body or say who asked, and the facade writes
/// them itself; cookies are places of their own.
constexpr std::array<std::string_view, 30> own_headers{"host",
                                                       "content-length",
                                                       "transfer-encoding",
                                                       "connection",
                                                       "keep-alive",
                                                       "te",
                                                       "trailer",
                                                       "upgrade",
                                                       "proxy-connection",
                                                       "content-type",
                                                       "expect",
                                                       "content-encoding",
                                                       "via",
                                                       "x-request-id",
                                                       "forwarded",
                                                       "x-forwarded-for",
                                                       "x-forwarded-proto",
                                                       "x-forwarded-host",
                                                       "x-forwarded-port",
                                                       "x-forwarded-prefix",
                                                       "traceparent",
                                                       "tracestate",
                                                       "x-ficus-shadow",
                                                       "accept-encoding",
                                                       "range",
                                                       "cookie",
                                                       "set-cookie",
                                                       "etag",
                                                       "if-match",
                                                       "if-none-match"};

} // namespace

bool is_same_header(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

bool is_header_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') ||
               marks.find(c) != std::string_view::npos;
    });
}

std::string why_no_field_of_its_own(std::string_view name) {
    auto const quoted = "'" + std::string(name) + "'";
    if (!is_header_name(name))
        return "has " + quoted + ", which is no header name; write one such as X-Client-Id";
    if (std::any_of(own_headers.begin(), own_headers.end(),
                    [&](std::string_view own) { return is_same_header(own, name); }))
        return "has " + quoted + ", which the facade itself writes";
    return {};
}

namespace {

void check_name(std::string const& name, std::string const& key, std::vector<option_error>& problems) {
    if (!is_header_name(name))
        problems.push_back({key, "'" + name + "' is no header name; write one such as X-Client-Id"});
    else if (!why_no_field_of_its_own(name).empty())
        problems.push_back({key, "the facade itself writes '" + name + "'; it cannot be renamed"});
}

} // namespace

boost::system::result<header_mapping, std::vector<option_error>>
header_mapping::compile(std::vector<header_options> const& headers) {
    std::vector<option_error> problems;
    for (std::size_t i = 0; i < headers.size(); ++i) {
        auto const key = '[' + std::to_string(i) + ']';
        check_name(headers[i].legacy, key + ".legacy", problems);
        check_name(headers[i].modern, key + ".modern", problems);
        for (std::size_t j = 0; j < i; ++j) {
            if (is_same_header(headers[i].legacy, headers[j].legacy))
                problems.push_back(
                    {key + ".legacy",
                     "'" + headers[i].legacy + "' is mapped already by headers[" + std::to_string(j) + "]"});
            if (is_same_header(headers[i].modern, headers[j].modern))
                problems.push_back(
                    {key + ".modern",
                     "'" + headers[i].modern + "' is mapped already by headers[" + std::to_string(j) + "]"});
        }
    }
    if (!problems.empty()) return problems;
    header_mapping made;
    made.headers_ = headers;
    return made;
}

std::optional<std::string_view> header_mapping::map(std::size_t from_side, std::string_view name) const {
    for (auto const& header : headers_)
        if (is_same_header(from_side == 0 ? header.legacy : header.modern, name))
            return std::string_view(from_side == 0 ? header.modern : header.legacy);
    return std::nullopt;
}

} // namespace ficus::acl

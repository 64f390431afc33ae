#include "facade/http/problem.hpp"

#include <boost/beast/http/status.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace ficus::http {

namespace {

/// As a quoted string of RFC 8941 §3.3.3, which holds printable ASCII only.
std::string sf_string(std::string_view text) {
    std::string out = "\"";
    for (char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c >= 0x20 && c < 0x7f ? c : '?';
    }
    return out + '"';
}

} // namespace

std::string_view reason_of(unsigned status) {
    auto const text = boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status));
    // Beast's own word for what has no name is no phrase for a status line.
    if (text.empty() || text.front() == '<') return "Unknown";
    return {text.data(), text.size()};
}

std::string render(problem const& p, bool close, bool head_only) {
    auto const title = p.title.empty() ? reason_of(p.status) : p.title;
    boost::json::object document{
        {"type", "about:blank"}, {"title", title}, {"status", p.status}, {"detail", p.detail}};
    if (!p.request_id.empty()) document["request_id"] = p.request_id;
    auto const body = boost::json::serialize(document) + "\n";
    std::string out = "HTTP/1.1 " + std::to_string(p.status) + " ";
    out.append(reason_of(p.status)).append("\r\nContent-Type: application/problem+json\r\n");
    out.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    out.append("Cache-Control: no-store\r\n");
    if (!p.date.empty()) out.append("Date: ").append(p.date).append("\r\n");
    if (!p.proxy_error.empty()) {
        out.append("Proxy-Status: ficus; error=").append(p.proxy_error);
        out.append("; details=").append(sf_string(p.detail)).append("\r\n");
    }
    if (!p.request_id.empty()) out.append("X-Request-ID: ").append(p.request_id).append("\r\n");
    if (p.status == 405) out += "Allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n";
    if (!p.accept_encoding.empty()) out.append("Accept-Encoding: ").append(p.accept_encoding).append("\r\n");
    auto const retry_after = p.retry_after == 0 && p.status == 503 ? 1 : p.retry_after;
    if (retry_after > 0) out.append("Retry-After: ").append(std::to_string(retry_after)).append("\r\n");
    for (auto const& f : p.more) out.append(f.name).append(": ").append(f.value).append("\r\n");
    if (close) out += "Connection: close\r\n";
    out += "\r\n";
    if (!head_only) out += body;
    return out;
}

} // namespace ficus::http

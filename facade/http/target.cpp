#include "facade/http/target.hpp"

#include <algorithm>
#include <charconv>

namespace ficus::http {

namespace {

target_result refuse(unsigned status, std::string_view reason, std::string_view message) {
    return {{}, refusal{status, reason, message}};
}

bool starts_with_scheme(std::string_view text, std::string_view scheme) {
    return text.size() >= scheme.size() && iequals(text.substr(0, scheme.size()), scheme);
}

bool is_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

} // namespace

bool is_host_and_port(std::string_view text) {
    auto const all = [](std::string_view of, std::string_view others) {
        return std::all_of(of.begin(), of.end(), [&](char c) {
            return is_alphanumeric(c) || others.find(c) != std::string_view::npos;
        });
    };
    if (text.empty()) return true;
    bool const literal = text.starts_with('[');
    auto const end = literal ? text.find(']') : text.find(':');
    if (literal && end == std::string_view::npos) return false;
    auto const name = text.substr(literal ? 1 : 0, literal ? end - 1 : end);
    auto const port =
        end == std::string_view::npos ? std::string_view{} : text.substr(literal ? end + 1 : end);
    // Of reg-name (RFC 3986 §3.2.2) not `%`, which some would decode, nor `,`, in which two Hosts may have
    // been joined; and `_`, which internal names have.
    if (name.empty() || !all(name, literal ? ".:" : "-._~!$&'()*+;=")) return false;
    if (literal && name.find(':') == std::string_view::npos) return false;
    if (port.empty()) return true;
    auto const digits = port.substr(1);
    unsigned number = 0;
    auto const [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    bool const plain = error == std::errc() && rest == digits.data() + digits.size() && digits.front() != '-';
    return port.front() == ':' && (digits.empty() || (plain && digits.size() <= 5 && number <= 65535));
}

void target::append_origin_form(std::string& out) const {
    out += path;
    if (has_query) {
        out += '?';
        out += query;
    }
}

target_result read_target(request_head const& head) {
    // Methods have a letter case (RFC 9110 §9.1), but not to every server.
    if (iequals(head.method, "CONNECT") || iequals(head.method, "TRACE"))
        return refuse(405, "bad_method", "CONNECT and TRACE are not relayed");
    auto rest = head.target;
    for (unsigned char c : rest)
        if (c <= 0x20 || c == 0x7f || c == '#')
            return refuse(400, "bad_target", "the request target holds characters that a URI may not hold");
    target_result result;
    auto& t = result.target;
    if (rest == "*") {
        if (head.method != "OPTIONS") return refuse(400, "bad_target", "the target * is for OPTIONS only");
        t.path = rest;
        return result;
    }
    if (!rest.starts_with('/')) {
        std::size_t scheme = 0;
        if (starts_with_scheme(rest, "http://")) scheme = 7;
        if (starts_with_scheme(rest, "https://")) scheme = 8;
        if (scheme == 0)
            return refuse(400, "bad_target",
                          "the request target is neither a path nor an http URL (RFC 9112 section 3.2)");
        rest.remove_prefix(scheme);
        auto const end = rest.find_first_of("/?");
        t.authority = rest.substr(0, end);
        // It replaces Host, and must be as fit to be one. User information is none of it.
        if (t.authority.empty() || !is_host_and_port(t.authority))
            return refuse(400, "bad_target",
                          "the target's authority is not a host name with an optional port");
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end);
    }
    auto const question = rest.find('?');
    t.path = rest.substr(0, question);
    if (t.path.empty()) t.path = "/";
    if (question != std::string_view::npos) {
        t.query = rest.substr(question + 1);
        t.has_query = true;
    }
    return result;
}

} // namespace ficus::http

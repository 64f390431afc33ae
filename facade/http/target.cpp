#include "facade/http/target.hpp"

#include "facade/http/octets.hpp"

#include <array>

namespace ficus::http {

namespace {

target_result refuse(unsigned status, std::string_view reason, std::string_view message) {
    return {{}, refusal{status, reason, message}};
}

bool starts_with_scheme(std::string_view text, std::string_view scheme) {
    return text.size() >= scheme.size() && iequals(text.substr(0, scheme.size()), scheme);
}

enum : unsigned char { in_name = 1, in_literal = 2, digit = 4 };

/// Of reg-name (RFC 3986 §3.2.2) not `%`, which some would decode, nor `,`, in which two Hosts may have been
/// joined; and `_`, which internal names have.
constexpr std::array<unsigned char, 256> host_characters = [] {
    std::array<unsigned char, 256> made{};
    auto const add = [&](std::string_view characters, int what) {
        for (unsigned char const c : characters) made[c] = static_cast<unsigned char>(made[c] | what);
    };
    add("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", in_name | in_literal);
    add("0123456789", in_name | in_literal | digit);
    add("-._~!$&'()*+;=", in_name);
    add(".:", in_literal);
    return made;
}();

/// The first character at or behind `at` that is not one of those.
std::size_t end_of(std::string_view text, std::size_t at, unsigned char what) {
    auto const* const data = text.data();
    while (at < text.size() && (host_characters[static_cast<unsigned char>(data[at])] & what) != 0) ++at;
    return at;
}

} // namespace

bool is_host_and_port(std::string_view text) {
    if (text.empty()) return true;
    std::size_t end = 0;
    if (text.front() == '[') {
        end = end_of(text, 1, in_literal);
        if (end == text.size() || text[end] != ']' || text.substr(1, end - 1).find(':') == text.npos)
            return false;
        ++end;
    } else {
        end = end_of(text, 0, in_name);
        if (end == 0) return false;
    }
    if (end == text.size()) return true;
    // RFC 3986 §3.2.3: a port may be empty.
    auto const port = text.substr(end + 1);
    if (text[end] != ':' || port.size() > 5 || end_of(port, 0, digit) != port.size()) return false;
    unsigned number = 0;
    for (char c : port) number = number * 10 + static_cast<unsigned>(c - '0');
    return number <= 65535;
}

void target::append_origin_form(std::string& out) const {
    out += path;
    if (has_query) {
        out += '?';
        out += query;
    }
}

std::string_view target::origin_form() const {
    if (!has_query) return path;
    bool const as_one = path.data() + path.size() + 1 == query.data() && query.data()[-1] == '?';
    return as_one ? std::string_view(path.data(), path.size() + 1 + query.size()) : std::string_view{};
}

target_result read_target(request_head const& head) {
    // Methods have a letter case (RFC 9110 §9.1), but not to every server.
    if (iequals(head.method, "CONNECT") || iequals(head.method, "TRACE"))
        return refuse(405, "bad_method", "CONNECT and TRACE are not relayed");
    auto rest = head.target;
    auto const* const end = rest.data() + rest.size();
    auto const* const question = find_first<path_end_octets>(rest.data(), rest.data(), end);
    auto const* wrong = question;
    while (wrong != end && *wrong == '?') wrong = find_first<path_end_octets>(wrong + 1, rest.data(), end);
    if (wrong != end)
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
        auto const size = rest.find_first_of("/?");
        t.authority = rest.substr(0, size);
        // It replaces Host, and must be as fit to be one. User information is none of it.
        if (t.authority.empty() || !is_host_and_port(t.authority))
            return refuse(400, "bad_target",
                          "the target's authority is not a host name with an optional port");
        rest.remove_prefix(t.authority.size());
    }
    t.path = rest.substr(0, static_cast<std::size_t>(question - rest.data()));
    if (t.path.empty()) t.path = "/";
    if (question != end) {
        t.query = {question + 1, static_cast<std::size_t>(end - question - 1)};
        t.has_query = true;
    }
    return result;
}

} // namespace ficus::http

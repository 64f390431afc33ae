#include "facade/config/addresses.hpp"

#include "rules/ip.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <charconv>
#include <optional>

namespace ficus::config {

namespace {

template<class Number>
std::optional<Number> parse_number(std::string_view text) {
    Number number = 0;
    auto const [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || rest != text.data() + text.size()) return std::nullopt;
    return number;
}

bool means_every_host(address const& a) {
    return a.host == "0.0.0.0" || a.host == "::";
}

bool is_ipv6(address const& a) {
    return a.host.find(':') != std::string::npos;
}

} // namespace

std::string address::to_string() const {
    return (is_ipv6(*this) ? '[' + host + ']' : host) + ':' + std::to_string(port);
}

parsed<address> parse_address(std::string_view text) {
    auto const fail = [&](std::string const& why) {
        return mistake{in_quotes(text) + " is no address to listen on" + why +
                       "; write one such as \"127.0.0.1:8080\", \"0.0.0.0:8080\" or \"[::1]:8080\""};
    };
    auto const colon = text.rfind(':');
    if (colon == std::string_view::npos) return fail(": it has no port");
    auto host = text.substr(0, colon);
    auto const port = parse_number<std::uint16_t>(text.substr(colon + 1));
    if (!port) return fail(": its port must be a number from 0 to 65535");
    bool const bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (bracketed) host = host.substr(1, host.size() - 2);
    if (host.empty()) return fail(": it names no host");
    if (host == "localhost" && !bracketed) host = "127.0.0.1";
    auto const numeric = rules::ip_address::parse(host);
    if (!numeric) return fail(": its host must be a numeric address or localhost");
    if (numeric->is_v4() == bracketed) return fail(": IPv6, and only IPv6, stands in brackets");
    return address{numeric->to_string(), *port};
}

parsed<std::string> parse_dns_server(std::string_view text) {
    auto const bare = rules::ip_address::parse(text);
    auto const whole = bare                  ? address{bare->to_string(), 53}.to_string()
                       : text.ends_with(']') ? std::string(text) + ":53"
                                             : std::string(text);
    auto const server = parse_address(whole);
    if (server && server->port != 0 && !means_every_host(*server))
        return {boost::system::in_place_value, server->to_string()};
    return mistake{in_quotes(text) + " is no DNS server; write an address and, where it is not 53, its port, "
                                     "such as \"10.0.0.2\", \"127.0.0.1:8600\" or \"[::1]:53\""};
}

parsed<upstream::endpoint_options> parse_endpoint(std::string_view text) {
    auto const fail = [&](std::string const& why) {
        return mistake{in_quotes(text) + ' ' + why + "; write a URL such as \"http://127.0.0.1:9001\""};
    };
    auto const url = boost::urls::parse_uri({text.data(), text.size()});
    if (!url) return fail("is no URL");
    if (url->scheme_id() == boost::urls::scheme::https)
        return fail("asks for TLS, which upstreams do not speak yet");
    if (url->scheme_id() != boost::urls::scheme::http) return fail("is no http URL");
    if (url->has_userinfo()) return fail("holds a user, which is not supported");
    if (url->has_query() || url->has_fragment() || (!url->path().empty() && url->path() != "/"))
        return fail("holds a path, query or fragment: an endpoint is a host and a port, since targets are "
                    "passed on as "
                    "they came");
    auto const type = url->host_type();
    if (type == boost::urls::host_type::none || type == boost::urls::host_type::ipvfuture ||
        url->encoded_host().empty() || url->encoded_host().find('%') != std::string_view::npos)
        return fail("names no host");
    upstream::endpoint_options out;
    out.host =
        type == boost::urls::host_type::ipv6 ? std::string{url->host_address()} : std::string{url->host()};
    if (url->has_port() && !url->port().empty()) {
        auto const port = parse_number<std::uint16_t>({url->port().data(), url->port().size()});
        if (!port || *port == 0) return fail("has a port that is no number from 1 to 65535");
        out.port = *port;
    }
    out.authority = std::string{url->encoded_host_and_port()};
    if (out.authority.back() == ':') out.authority.pop_back();
    return out;
}

parsed<std::string> parse_network(std::string_view text) {
    if (auto const network = rules::network::parse(text))
        return {boost::system::in_place_value, network->to_string()};
    return mistake{in_quotes(text) +
                   " is no network; write one such as \"10.0.0.0/8\", \"2001:db8::/32\" or \"127.0.0.1\""};
}

bool is_host(std::string_view text) {
    auto const authority = boost::urls::parse_authority({text.data(), text.size()});
    return authority && !authority->has_userinfo() && !authority->encoded_host().empty() &&
           authority->encoded_host().find('%') == std::string_view::npos &&
           (!authority->has_port() ||
            parse_number<std::uint16_t>({authority->port().data(), authority->port().size()}).value_or(0) !=
                0);
}

parsed<std::string> parse_origin(std::string_view text) {
    for (std::string_view const scheme : {"http://", "https://"})
        if (text.starts_with(scheme) && is_host(text.substr(scheme.size())))
            return {boost::system::in_place_value, text};
    return mistake{in_quotes(text) + " is no origin; write scheme and host alone, such as "
                                     "\"http://legacy.internal:8080\""};
}

bool overlap(address const& a, address const& b) {
    if (a.port == 0 || a.port != b.port) return false;
    if (a.host == b.host) return true;
    // `::` takes IPv4 in as well, unless the system says otherwise.
    if (a.host == "::" || b.host == "::") return true;
    return is_ipv6(a) == is_ipv6(b) && (means_every_host(a) || means_every_host(b));
}

} // namespace ficus::config

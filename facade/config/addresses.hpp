#pragma once

#include "facade/config/configuration.hpp"
#include "facade/config/values.hpp"
#include "facade/upstream/upstream_options.hpp"

#include <string>
#include <string_view>

/// Addresses, URLs and networks, in the file and on the command line alike (`--listen`, `--admin`,
/// `--legacy`).
namespace ficus::config {

/// `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080` (127.0.0.1). Other names are refused: what a listener is
/// bound to must not depend on a resolver.
parsed<address> parse_address(std::string_view text);

/// `HOST[:PORT]` of a DNS server, HOST numeric, the port 53 where it is not said; IPv6 in brackets where it
/// is. Gives it with brackets and port.
parsed<std::string> parse_dns_server(std::string_view text);

/// `http://HOST[:PORT]`, HOST a name or an address. No path, query, user or https.
parsed<upstream::endpoint_options> parse_endpoint(std::string_view text);

/// `10.0.0.0/8`, `2001:db8::/32`, or one address. Gives it with the host bits cleared.
parsed<std::string> parse_network(std::string_view text);

/// Whether a Host field may say this: a name or an address, with a port or without.
bool is_host(std::string_view text);

/// `http://HOST[:PORT]` or `https://HOST[:PORT]` and nothing more.
parsed<std::string> parse_origin(std::string_view text);

/// Whether two listeners would stand in each other's way: the same port (0 never is), and the same host or
/// one that means every host of its family.
bool overlap(address const& a, address const& b);

} // namespace ficus::config

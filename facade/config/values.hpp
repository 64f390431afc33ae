#pragma once

#include "facade/config/configuration.hpp"
#include "facade/upstream/upstream_options.hpp"

#include <boost/system/result.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// How single values are written, in the file and on the command line alike (`--listen`, `--admin`,
/// `--legacy`,
/// `--since`). The error is a message that quotes the text and ends in the mend.
namespace ficus::config {

template<class T>
using parsed = boost::system::result<T, std::string>;

/// `"250ms"`, `"5s"`, `"2m"`, `"24h"`: a whole number and a unit, at most 365 days.
parsed<std::chrono::milliseconds> parse_duration(std::string_view text);

/// `"64KiB"`, `"1MiB"`, `"2GiB"`, `"512B"`: a whole number and a unit, at most 2^53 bytes.
parsed<std::uint64_t> parse_size(std::string_view text);

/// `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080` (127.0.0.1). Other names are refused: what a listener is
/// bound to must not depend on a resolver.
parsed<address> parse_address(std::string_view text);

/// `http://HOST[:PORT]`, HOST a name or an address. No path, query, user or https.
parsed<upstream::endpoint_options> parse_endpoint(std::string_view text);

/// `10.0.0.0/8`, `2001:db8::/32`, or one address. Gives it with the host bits cleared and the length written
/// out.
parsed<std::string> parse_network(std::string_view text);

/// Whether two listeners would stand in each other's way: the same port, and the same host or one that means
/// all.
bool overlap(address const& a, address const& b);

/// The candidate that `text` was likely meant to be: the nearest within a third of its length (edits, and
/// swaps of neighbours; case counts for nothing), nullopt where none is near.
std::optional<std::string> near_match(std::string_view text, std::vector<std::string> const& candidates);

/// A token of RFC 9110 §5.6.2: what methods and field names are made of.
bool is_token(std::string_view text);

} // namespace ficus::config

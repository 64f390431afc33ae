#pragma once

#include "rules/feature_options.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace ficus::pipeline {

/// What a request of a feature is counted as: `GET /api/orders/{id}`, the method and the matcher's path as
/// configured; `/orders/{rest...}` for a prefix, `~^/x` for a regex, `*` without a path; then what it asks of
/// the operation (`POST /soap soap_action=Get`). Never anything of the request's own path, so that there are
/// no more of them than the configuration names. The options are ones that table::compile() has accepted.
std::string operation_name(rules::matcher_options const& of, std::string_view method);

/// The methods that operations are told apart by: what RFC 9110 §9.3 has a server answer, and PATCH. The last
/// kind, `OTHER`, is all others.
inline constexpr std::size_t method_kinds = 8;
std::size_t method_kind(std::string_view method);
std::string_view method_of_kind(std::size_t kind);

} // namespace ficus::pipeline

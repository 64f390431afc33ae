#pragma once

#include "facade/tracing/span.hpp"

#include <span>
#include <string>
#include <string_view>

namespace ficus::tracing {

/// The body of an export request of OTLP/HTTP in JSON (OpenTelemetry Protocol 1.0: ids in hexadecimal,
/// 64-bit numbers as texts).
std::string otlp_json(std::string_view service, std::span<span const> spans);

} // namespace ficus::tracing

#pragma once

#include "acl/value.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace ficus::acl {

/// How two bodies were compared.
enum class body_way : std::uint8_t { none, json, xml, html, form, text, bytes };
std::string_view to_string(body_way way);

/// By the declared type; JSON and XML by their beginning where another one is declared, or none.
body_way body_way_of(std::string_view content_type, std::string_view body);

/// The body as a tree. Unset where it cannot be read so, and for bytes.
std::optional<document> read_body(body_way way, std::string_view body);

} // namespace ficus::acl

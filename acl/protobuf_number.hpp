#pragma once

#include "acl/error.hpp"
#include "acl/protobuf_schema.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Numbers of protobuf as text. `raw` is what the encoding holds: the varint, or the fixed bits.
namespace ficus::acl {

bool is_real(protobuf_type type);
bool is_64_bit_integer(protobuf_type type);

/// A varint of that type (an enum is an int32) as write_number would have made it; unset where it is past the
/// type's bits. A negative int32 of five bytes is taken, as old encoders write it.
std::optional<std::uint64_t> canonical_varint(protobuf_type type, std::uint64_t raw);

/// Appends the digits. False for NaN and the infinities, of which the names are appended.
bool append_number(protobuf_type type, std::uint64_t raw, std::string& out);
/// The raw value of a JSON number in a field of that type; an error without a place where it has none.
boost::system::result<std::uint64_t, error> number_of(protobuf_type type, std::string_view digits);
/// Of `NaN`, `Infinity`, `-Infinity`, in a float or double.
std::optional<std::uint64_t> not_finite(protobuf_type type, std::string_view name);

} // namespace ficus::acl

#pragma once

#include "acl/protobuf.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ficus::acl {

/// A field's type as a .proto names it.
enum class protobuf_type : std::uint8_t {
    double_,
    float_,
    int32,
    int64,
    uint32,
    uint64,
    sint32,
    sint64,
    fixed32,
    fixed64,
    sfixed32,
    sfixed64,
    boolean,
    string,
    bytes,
    enumeration,
    message,
    group
};

/// How the bytes of a field's value end.
enum class protobuf_wire : std::uint8_t {
    varint = 0,
    bits64 = 1,
    sized = 2,
    group = 3,
    group_end = 4,
    bits32 = 5
};

protobuf_wire wire_of(protobuf_type type);
/// `int32`, `message`...: as a .proto has it.
std::string_view to_string(protobuf_type type);

struct protobuf_enum {
    std::string name;
    std::vector<std::pair<std::int32_t, std::string>> by_number; ///< sorted; the first name of each number
    std::vector<std::pair<std::string, std::int32_t>> by_name;   ///< sorted; aliases too
};

struct protobuf_table;

struct protobuf_field {
    static constexpr std::size_t no_oneof = static_cast<std::size_t>(-1);

    std::string name; ///< as members are called
    std::uint32_t number = 0;
    protobuf_type type = protobuf_type::int32;
    bool repeated = false; ///< maps too
    bool map = false;
    bool packed = false;
    bool presence = false; ///< a zero is another thing than nothing
    bool required = false;
    std::size_t oneof = no_oneof;            ///< index into the message's
    protobuf_table const* message = nullptr; ///< of a message, a group or a map's entry
    protobuf_enum const* enumeration = nullptr;

    bool nests() const { return type == protobuf_type::message || type == protobuf_type::group; }
    bool can_pack() const {
        return repeated && wire_of(type) != protobuf_wire::sized && wire_of(type) != protobuf_wire::group;
    }
};

/// A message type. Of a map's entry, the first field is the key, the second the value.
struct protobuf_table {
    std::string name;
    std::vector<protobuf_field> fields; ///< by number
    std::vector<std::size_t> declared;  ///< indices in the order of the .proto
    std::vector<std::size_t> by_name;   ///< indices
    std::vector<std::string> oneofs;

    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    /// The field's index, or none. `hint` is tried first, and moved to the one after what was found.
    std::size_t find(std::uint32_t number, std::size_t& hint) const;
    std::size_t find(std::string_view name) const;
};

struct protobuf_schema {
    protobuf_options options;
    std::vector<std::unique_ptr<protobuf_table>> tables; ///< the message's own first
    std::vector<std::unique_ptr<protobuf_enum>> enums;
    protobuf_table const& root() const { return *tables.front(); }
};

} // namespace ficus::acl

#pragma once

#include "acl/error.hpp"
#include "acl/protobuf_schema.hpp"
#include "acl/reading_limits.hpp"

#include <boost/system/result.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

/// The binary encoding below the level of messages: protobuf.dev/programming-guides/encoding.
namespace ficus::acl {

/// What is still to be read of some bytes.
struct wire_cursor {
    char const* at;
    char const* end;
    std::size_t left() const { return static_cast<std::size_t>(end - at); }
};

struct wire_tag {
    std::uint32_t number;
    protobuf_wire wire;
};

/// Each is unset where the bytes end early, or are none of its kind; where the cursor is then says nothing.
std::optional<std::uint64_t> take_varint(wire_cursor& from);
std::optional<std::uint64_t> take_fixed(wire_cursor& from, std::size_t size);
std::optional<std::string_view> take_sized(wire_cursor& from);
std::optional<wire_tag> take_tag(wire_cursor& from);

void put_varint(std::uint64_t number, std::string& out);
std::size_t varint_size(std::uint64_t number);
void put_fixed(std::uint64_t bits, std::size_t size, std::string& out);

/// `a varint`, `64 bits`...
std::string_view words_for(protobuf_wire wire);

/// `malformed`, with the place of `at` in `bytes`.
error broken_bytes(std::string_view bytes, char const* at, std::string message);

/// Finds where fields end that are not looked into, in the bytes of one document.
class field_skipper {
public:
    field_skipper(std::string_view bytes, reading_limits const& limits) : bytes_(bytes), limits_(limits) {}

    /// Goes behind a field whose tag, which began at `start`, was taken.
    std::optional<error> skip(wire_tag const& what, wire_cursor& from, char const* start);
    /// The bytes between a group's tags, of which the first was taken. What is found on the way of the groups
    /// in it is kept, so that their own bytes are not gone through again for each level.
    boost::system::result<std::string_view, error> take_group(std::uint32_t number, wire_cursor& from);

private:
    struct group_end {
        char const* at;     ///< of the closing tag
        char const* behind; ///< of what follows it
    };
    std::optional<error> check_groups(std::size_t open) const;

    std::string_view bytes_;
    reading_limits const& limits_;
    std::unordered_map<char const*, group_end> group_ends_;
};

} // namespace ficus::acl

#include "acl/protobuf_wire.hpp"

#include <vector>

namespace ficus::acl {

std::optional<std::uint64_t> take_varint(wire_cursor& from) {
    constexpr int most = 10;
    std::uint64_t number = 0;
    for (int i = 0; i < most && from.at != from.end; ++i) {
        auto const byte = static_cast<unsigned char>(*from.at++);
        // Of the tenth byte only one bit has a place.
        if (i == most - 1 && byte > 1) return std::nullopt;
        number |= std::uint64_t{byte & 0x7fU} << (7 * i);
        if (byte < 0x80) return number;
    }
    return std::nullopt;
}

std::optional<std::uint64_t> take_fixed(wire_cursor& from, std::size_t size) {
    if (from.left() < size) return std::nullopt;
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < size; ++i)
        bits |= std::uint64_t{static_cast<unsigned char>(from.at[i])} << (8 * i);
    from.at += size;
    return bits;
}

std::optional<std::string_view> take_sized(wire_cursor& from) {
    auto const size = take_varint(from);
    if (!size || *size > from.left()) return std::nullopt;
    std::string_view const taken(from.at, static_cast<std::size_t>(*size));
    from.at += taken.size();
    return taken;
}

std::optional<wire_tag> take_tag(wire_cursor& from) {
    auto const raw = take_varint(from);
    if (!raw || *raw > 0xffffffff || *raw >> 3 == 0 || (*raw & 7) > 5) return std::nullopt;
    return wire_tag{static_cast<std::uint32_t>(*raw >> 3), static_cast<protobuf_wire>(*raw & 7)};
}

void put_varint(std::uint64_t number, std::string& out) {
    for (; number >= 0x80; number >>= 7) out += static_cast<char>(number | 0x80);
    out += static_cast<char>(number);
}

std::size_t varint_size(std::uint64_t number) {
    std::size_t size = 1;
    for (; number >= 0x80; number >>= 7) ++size;
    return size;
}

void put_fixed(std::uint64_t bits, std::size_t size, std::string& out) {
    for (std::size_t i = 0; i < size; ++i) out += static_cast<char>(bits >> (8 * i));
}

std::string_view words_for(protobuf_wire wire) {
    switch (wire) {
    case protobuf_wire::varint: return "a varint";
    case protobuf_wire::bits64: return "64 bits";
    case protobuf_wire::sized: return "bytes of some length";
    case protobuf_wire::bits32: return "32 bits";
    default: return "a group";
    }
}

error broken_bytes(std::string_view bytes, char const* at, std::string message) {
    return {error_code::malformed,
            {},
            std::move(message) + " (byte " + std::to_string(at - bytes.data() + 1) + ')'};
}

std::optional<error> field_skipper::check_groups(std::size_t open) const {
    if (open >= limits_.max_depth)
        return error{error_code::limit,
                     {},
                     "nested deeper than the " + std::to_string(limits_.max_depth) +
                         " levels that are accepted"};
    if (group_ends_.size() + open < limits_.max_members) return std::nullopt;
    return error{error_code::limit, {}, "more groups than are accepted in one document"};
}

std::optional<error> field_skipper::skip(wire_tag const& what, wire_cursor& from, char const* start) {
    bool whole = true;
    switch (what.wire) {
    case protobuf_wire::varint: whole = take_varint(from).has_value(); break;
    case protobuf_wire::bits64: whole = take_fixed(from, 8).has_value(); break;
    case protobuf_wire::bits32: whole = take_fixed(from, 4).has_value(); break;
    case protobuf_wire::sized: whole = take_sized(from).has_value(); break;
    default: {
        auto const inside = take_group(what.number, from);
        if (!inside) return inside.error();
    }
    }
    if (!whole)
        return broken_bytes(bytes_, start,
                            "the bytes of field " + std::to_string(what.number) + " are not whole");
    return std::nullopt;
}

boost::system::result<std::string_view, error> field_skipper::take_group(std::uint32_t number,
                                                                         wire_cursor& from) {
    auto const* const start = from.at;
    auto const inside = [&](group_end const& end) {
        from.at = end.behind;
        return std::string_view(start, static_cast<std::size_t>(end.at - start));
    };
    if (auto const known = group_ends_.find(start); known != group_ends_.end()) return inside(known->second);
    if (auto found = check_groups(0)) return std::move(*found);
    struct open_group {
        std::uint32_t number;
        char const* start;
    };
    std::vector<open_group> open{{number, start}};
    while (!open.empty()) {
        auto const* const at = from.at;
        auto const next = from.at == from.end ? std::nullopt : take_tag(from);
        if (!next || (next->wire == protobuf_wire::group_end && next->number != open.back().number))
            return broken_bytes(bytes_, at,
                                "the group " + std::to_string(open.back().number) + " has no end");
        if (next->wire == protobuf_wire::group_end) {
            group_ends_.emplace(open.back().start, group_end{at, from.at});
            open.pop_back();
        } else if (next->wire == protobuf_wire::group) {
            if (auto found = check_groups(open.size())) return std::move(*found);
            open.push_back({next->number, from.at});
        } else if (auto found = skip(*next, from, at)) {
            return std::move(*found);
        }
    }
    return inside(group_ends_.at(start));
}

} // namespace ficus::acl

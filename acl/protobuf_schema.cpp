#include "acl/protobuf_schema.hpp"

#include <algorithm>
#include <array>

namespace ficus::acl {

protobuf_wire wire_of(protobuf_type type) {
    switch (type) {
    case protobuf_type::double_:
    case protobuf_type::fixed64:
    case protobuf_type::sfixed64: return protobuf_wire::bits64;
    case protobuf_type::float_:
    case protobuf_type::fixed32:
    case protobuf_type::sfixed32: return protobuf_wire::bits32;
    case protobuf_type::string:
    case protobuf_type::bytes:
    case protobuf_type::message: return protobuf_wire::sized;
    case protobuf_type::group: return protobuf_wire::group;
    default: return protobuf_wire::varint;
    }
}

std::string_view to_string(protobuf_type type) {
    constexpr std::array<std::string_view, 18> names = {
        "double",  "float",    "int32",    "int64", "uint32", "uint64", "sint32", "sint64",  "fixed32",
        "fixed64", "sfixed32", "sfixed64", "bool",  "string", "bytes",  "enum",   "message", "group"};
    return names[static_cast<std::size_t>(type)];
}

std::size_t protobuf_table::find(std::uint32_t number, std::size_t& hint) const {
    auto found = none;
    if (hint < fields.size() && fields[hint].number == number) {
        found = hint;
    } else {
        auto const at =
            std::lower_bound(fields.begin(), fields.end(), number,
                             [](auto const& field, auto wanted) { return field.number < wanted; });
        if (at == fields.end() || at->number != number) return none;
        found = static_cast<std::size_t>(at - fields.begin());
    }
    // What comes next is mostly more of a list, or the next field.
    hint = fields[found].repeated ? found : found + 1;
    return found;
}

std::size_t protobuf_table::find(std::string_view wanted) const {
    auto const at = std::lower_bound(by_name.begin(), by_name.end(), wanted,
                                     [this](auto index, auto name) { return fields[index].name < name; });
    return at == by_name.end() || fields[*at].name != wanted ? none : *at;
}

} // namespace ficus::acl

#pragma once

#include <cstdint>

namespace ficus::acl {

/// How a value tree looks, and how a path in it is written: members and lists, elements with attributes, or
/// flat names that may repeat (value.hpp, field_path.hpp).
enum class shape : std::uint8_t { json, xml, form };

/// What the values of a side, or of a place in it, can be.
struct dialect {
    acl::shape shape = shape::json;
    bool typed = true;       ///< numbers and booleans are values of their own; otherwise all scalars are text
    bool null = true;        ///< there is a null
    bool parts = false;      ///< a member may be a part that is kept as it came (multipart.hpp)
    bool envelope = false;   ///< names `soap:...` are of the envelope around the body (soap.hpp)
    bool empty_list = false; ///< a list of no elements may be an object of no members
    bool operator==(dialect const&) const = default;
};

inline constexpr dialect json_dialect{shape::json, true, true};
inline constexpr dialect xml_dialect{shape::xml, false, true};
inline constexpr dialect soap_dialect{shape::xml, false, true, false, true};
inline constexpr dialect form_dialect{shape::form, false, false};
inline constexpr dialect multipart_dialect{shape::form, false, false, true};
inline constexpr dialect protobuf_dialect{shape::json, true, false};
inline constexpr dialect plain_dialect{shape::json, false, false}; ///< members and lists of text

} // namespace ficus::acl

#pragma once

#include "acl/error.hpp"
#include "acl/value.hpp"

#include <string>
#include <string_view>

namespace ficus::acl {

inline bool is_xml_attribute(value const& child) {
    return child.name.starts_with('@');
}

/// Whether it is a name without a colon, or two with one between them (Namespaces in XML 1.0, QName).
bool is_xml_qualified_name(std::string_view name);

/// Without XML's white space around it, which a qualified name may have where a schema gives its type.
inline std::string_view trimmed_name(std::string_view text) {
    auto const first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// Attributes whose value is a qualified name, by the name that a table of namespaces gives them; an array's
/// type goes on behind it (`xsd:string[2]`).
inline bool holds_type_name(std::string_view attribute) {
    return attribute == "@xsi:type" || attribute == "@{http://schemas.xmlsoap.org/soap/encoding/}arrayType" ||
           attribute == "@soapenc:arrayType";
}

/// The failure of something inside `element`, or of the element itself when it has no place yet.
inline error within_element(value const& element, error failure) {
    failure.where =
        failure.where.empty() ? std::string(element.name) : std::string(element.name) + '/' + failure.where;
    return failure;
}

} // namespace ficus::acl

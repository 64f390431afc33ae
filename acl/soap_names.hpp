#pragma once

#include "acl/soap.hpp"

#include <string_view>

namespace ficus::acl {

constexpr std::string_view uri_of(soap_version version) {
    return version == soap_version::v1_1 ? soap_1_1_uri : soap_1_2_uri;
}

/// A name that is in no namespace, whether or not the side's table has a default.
inline std::string_view without_namespace(std::string_view name) {
    return name.starts_with("{}") ? name.substr(2) : name;
}

/// What a part of a 1.1 Fault is called: in no namespace, and here and there in the envelope's.
inline std::string_view fault_part(std::string_view name) {
    return name.starts_with("soap:") ? name.substr(5) : without_namespace(name);
}

/// Which texts of an envelope are qualified names.
inline bool is_fault_code(std::string_view parent, std::string_view element) {
    return parent == "soap:Fault"
               ? fault_part(element) == "faultcode"
               : element == "soap:Value" && (parent == "soap:Code" || parent == "soap:Subcode");
}

} // namespace ficus::acl

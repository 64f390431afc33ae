#pragma once

#include <string_view>

namespace ficus::acl {

/// A character set that a message may name, whoever sent it: iconv opens what it has for a name from the
/// machine's disk, and nobody but the operator says from where.
struct known_charset {
    std::string_view name;  ///< as it is written
    std::string_view plain; ///< in capitals, without `-` and `_`
    bool has_ascii;         ///< printable ASCII is written as itself, in any place
    bool needs_mark;        ///< it begins with a byte order mark
};

/// Names in the registry of IANA and in the WHATWG's Encoding, of character sets that applications are known
/// to send; null for any other name. `plain`: as `known_charset` has it.
known_charset const* find_known_charset(std::string_view plain);

} // namespace ficus::acl

#pragma once

#include "acl/error.hpp"

#include <boost/system/result.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace ficus::acl {

class charset;

struct encoded_xml {
    std::optional<std::string> decoded; ///< the document as UTF-8, where it came in another encoding
};

/// Finds a document's encoding and makes sure that its bytes are well formed in it, without NUL. As RFC 7303
/// section 3 has it the byte order mark comes first, then the charset that HTTP names, then the declaration,
/// which may name any `charset` that it can itself be read in. Anything else is an error that says which
/// encodings are accepted.
boost::system::result<encoded_xml, error> find_xml_encoding(std::string_view text,
                                                            charset const* sent_in = nullptr);

/// The encoding that the declaration of a document in ASCII's likes names, in lower case; empty where it
/// names none.
std::string declared_xml_encoding(std::string_view text);

} // namespace ficus::acl

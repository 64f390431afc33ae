#pragma once

#include "acl/error.hpp"
#include "acl/reading_limits.hpp"
#include "acl/value.hpp"
#include "acl/xml_names.hpp"

#include <boost/system/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

class charset;

enum class soap_version : std::uint8_t { v1_1, v1_2 };

constexpr std::string_view soap_1_1_uri = "http://schemas.xmlsoap.org/soap/envelope/";
constexpr std::string_view soap_1_2_uri = "http://www.w3.org/2003/05/soap-envelope";

struct soap_options {
    xml_namespaces namespaces = {};            ///< without the envelope's own, which is always `soap`
    soap_version version = soap_version::v1_1; ///< of what is written; either is read
    std::string action = {}; ///< of requests: SOAPAction, or 1.2's parameter of the Content-Type
    /// The header blocks that the mapping knows, by their names in it. Others that demand to be understood
    /// here are refused. Without a list nothing is: the blocks go to somebody else who must know them.
    std::optional<std::vector<std::string>> understood = {};
    /// Besides these, and though no field maps them.
    std::vector<std::string> understands = {};
};

/// Whether the namespaces go together with those of the envelope. An error names the prefix.
boost::system::result<void, error> check_soap(soap_options const& options);

/// Reads an envelope of SOAP 1.1 (W3C note of 2000-05-08) or 1.2 (part 1): the Body's one child becomes the
/// root, an empty Body an empty element `soap:Body`. A Header with blocks is the root's first child
/// `soap:Header`; in it, 1.1's `soap:actor` is called `soap:role` as in 1.2. A Fault is an element `Fault`
/// with `code` (Sender, Receiver, VersionMismatch, MustUnderstand, DataEncodingUnknown, or 1.1's other
/// names), `subcode` (from the outermost), `reason`, `node` (1.1's faultactor), `role` and `detail`. What
/// stands independently in a 1.1 Body (Axis's multiRef) is put where `href="#id"` refers to it, counted
/// against the limits. The attributes of Envelope and Body are not read. `found` is set to the version.
/// Errors name the element's path. The charset is as in `read_xml`.
boost::system::result<document, error> read_soap(std::string_view text, soap_options const& options,
                                                 reading_limits const& limits = {},
                                                 soap_version* found = nullptr,
                                                 charset const* sent_in = nullptr);

/// Appends an envelope of the version asked for. Roots are as `read_soap` makes them. What a Fault of that
/// version cannot say is an error that names its place.
boost::system::result<void, error> write_soap(value const& root, soap_options const& options,
                                              std::string& out, charset const* written_in = nullptr);

/// `text/xml`, or for 1.2 `application/soap+xml` with its action, if there is any (RFC 3902), in a charset.
/// An action that is no URI is an error.
boost::system::result<std::string, error> soap_content_type(soap_version version, std::string_view action,
                                                            std::string_view charset = "utf-8");
/// The value of 1.1's SOAPAction: the action in quotes, `""` for none.
boost::system::result<std::string, error> quote_soap_action(std::string_view action);
/// What a SOAPAction, or the parameter of 1.2, says without its quotes; both spellings are in use.
std::string_view unquote_soap_action(std::string_view field);

} // namespace ficus::acl

#pragma once

#include "acl/error.hpp"
#include "acl/reading_limits.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <string_view>

namespace ficus::acl {

class charset;

/// Reads an XML-RPC message (xmlrpc.com/spec.md): a call is `{"method": "...", "params": [...]}`, an answer
/// `{"params": [value]}` or `{"fault": {"faultCode": n, "faultString": "..."}}`. Types: int, i4, i8, boolean,
/// double, string and text without a type, dateTime.iso8601 and base64 (strings with a `note`), struct,
/// array, nil; `ex:i8` and `ex:nil` are taken by these names. Numbers become JSON's (no plus, no leading
/// zeros); base64 loses its white space. `limits.max_depth` counts lists and objects. Errors name the
/// element's path; whatever XML-RPC does not have is one. The charset is as in `read_xml`.
boost::system::result<document, error> read_xmlrpc(std::string_view text, reading_limits const& limits = {},
                                                   charset const* sent_in = nullptr);

/// Appends a message of such a root. Integers are `int` within 32 bits, `i8` within 64, an error beyond.
/// Numbers with a fraction or an exponent, or noted as real, are a `double` in plain decimal digits, all of
/// them (at most 400). A string noted as date_time or base64 is written as that, and must be one: who maps a
/// field to such a type sets `value::note`. An error names the member's path.
boost::system::result<void, error> write_xmlrpc(value const& root, std::string& out,
                                                charset const* written_in = nullptr);

/// Whether XML-RPC lets a method be called so: letters, digits, `_`, `.`, `:`, `/`.
bool is_xmlrpc_method(std::string_view name);
/// A date and a time in one of ISO 8601's forms, `19980717T14:08:55` or with dashes, fraction and zone.
bool is_xmlrpc_time(std::string_view text);
/// Base64 with its padding, without white space.
bool is_base64(std::string_view text);

} // namespace ficus::acl

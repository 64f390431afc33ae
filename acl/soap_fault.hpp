#pragma once

#include "acl/error.hpp"
#include "acl/soap.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

namespace ficus::acl {

/// An element `Fault` as `read_soap` describes it, from an envelope's `soap:Fault`. Both belong to `tree`.
boost::system::result<value*, error> read_soap_fault(value& fault, soap_version version, document& tree);

/// The way back. `has_default`: names in no namespace are written `{}name` in this side's table.
boost::system::result<value*, error> make_soap_fault(value& fault, soap_version version, bool has_default,
                                                     document& tree);

} // namespace ficus::acl

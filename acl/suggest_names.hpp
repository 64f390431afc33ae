#pragma once

#include <string_view>

namespace ficus::acl {

/// How much two paths look as if they named the same thing, from 0 to 1: `Customer/ZipCode` and
/// `customer.zip_code` do, `Qty` and `quantity` rather do. The last names count most.
double name_similarity(std::string_view one, std::string_view other);

} // namespace ficus::acl

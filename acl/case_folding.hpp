#pragma once

#include <string>
#include <string_view>

namespace ficus::acl {

/// The text with capital letters as small ones, a final sigma as any other: Unicode's simple case folding for
/// ASCII and the Latin, Greek, Cyrillic and Armenian scripts. What is no UTF-8 stays as it is.
std::string fold_case(std::string_view text);

} // namespace ficus::acl

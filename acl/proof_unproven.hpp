#pragma once

#include "acl/translator_options.hpp"

#include <string>
#include <vector>

namespace ficus::acl {

/// What of a translator no proof can speak of: a script may do anything.
struct unproven {
    std::string key;  ///< below the translator's own, such as `fields[2].lua`
    std::string what; ///< the paths that correspond, `Total <-> total`, or `the whole document`
};

/// All of it, in the options' order.
std::vector<unproven> find_unproven(translator_options const& options);

/// The translator without its scripts, so that what is around them can be proven. Fields with a script are
/// left out, but for those without which nothing else could be said: there the value itself is carried.
translator_options without_scripts(translator_options options);

} // namespace ficus::acl

#pragma once

#include "acl/translator_options.hpp"

#include <map>
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

/// A translator without its scripts, so that what is around them can be proven.
struct proven_part {
    translator_options options;
    std::map<std::string, std::string> keys; ///< of fields: their key here, and in the whole translator

    /// What an option's key is in the whole translator.
    std::string key_before(std::string const& key) const;
};

/// Fields with a script are left out, but for those without which nothing else could be said: there the value
/// itself is carried.
proven_part without_scripts(translator_options options);

} // namespace ficus::acl

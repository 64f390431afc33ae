#pragma once

#include "acl/direction.hpp"
#include "acl/translator.hpp"

#include <string>
#include <vector>

namespace ficus::acl {

/// Why a translator does not bring documents back as they were, and one that it does not.
struct finding {
    part of = part::request;
    direction way = direction::to_modern; ///< the way there
    std::string where;    ///< the field, in the dialect of `document`; empty: the whole document
    std::string message;  ///< what is lost, and the mend where there is one
    std::string document; ///< the counterexample
    std::string there;    ///< its translation; empty when it was refused
    std::string back;     ///< the translation of that; empty when it was refused
    /// The option that it comes from, as far as that can be told: `fields[2].nothing`. Empty: it cannot.
    std::string key = {};
    std::vector<std::string> paths = {}; ///< the fields whose examples show it, as `where`
};

/// Makes documents from the translator's own fields, in both dialects (each field alone with each value that
/// is special for it, absent, lists of none, one and several, all fields together and all but one), brings
/// them there and back, and returns what was lost: of all that comes from one option one finding a direction,
/// with its smallest document; the smallest of all first. A document that is refused on its way there loses
/// nothing; a field of which every example is refused, or cannot be a document at all, is a finding all the
/// same. What scripts do is not proven (proof_unproven.hpp): it is left out, and the rest is proven as if
/// they were not there. Request and response are proven apart only when their fields differ.
std::vector<finding> prove(translator const& subject);

} // namespace ficus::acl

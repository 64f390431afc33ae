#pragma once

#include "acl/direction.hpp"
#include "acl/translator.hpp"

#include <string>
#include <vector>

namespace ficus::acl {

/// A document that a translator does not bring back as it was.
struct finding {
    part of = part::request;
    direction way = direction::to_modern; ///< the way there
    std::string where;    ///< the field, in the dialect of `document`; empty: the whole document
    std::string message;  ///< what is lost, and the mend where there is one
    std::string document; ///< the counterexample
    std::string there;    ///< its translation; empty when it was refused
    std::string back;     ///< the translation of that; empty when it was refused
};

/// Makes documents from the translator's own fields, in both dialects (each field alone with each value that
/// is special for it, absent, lists of none, one and several, all fields together and all but one), brings
/// them there and back, and returns what was lost: at most one example a field and direction, the smallest
/// first. A document that is refused on its way there loses nothing; a field of which every example is
/// refused is a finding all the same. What scripts do is not proven (proof_unproven.hpp): it is left out, and
/// the rest is proven as if they were not there. Request and response are proven apart only when their fields
/// differ.
std::vector<finding> prove(translator const& subject);

} // namespace ficus::acl

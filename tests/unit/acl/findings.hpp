#pragma once

#include "acl/proof.hpp"
#include "acl/translator.hpp"

#include <string>

namespace ficus::acl::testing {

/// What the proof of it finds, a line each: where, what, and the smallest document.
inline std::string findings(translator const& t) {
    std::string text;
    for (auto const& found : prove(t))
        text += found.where + ": " + found.message + ": " + found.document + "\n";
    return text;
}

} // namespace ficus::acl::testing

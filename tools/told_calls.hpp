#pragma once

#include "acl/message.hpp"
#include "acl/translator.hpp"
#include "acl/value.hpp"
#include "tools/failure.hpp"

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

namespace ficus::tools {

/// What a translator's calls answered, as a person says it: NAME=FILE for each that did.
struct told_calls {
    std::deque<acl::document> documents;   ///< where they are: the answers point into them
    std::vector<acl::call_answer> answers; ///< by the translator's calls

    /// `told` are the values of --call. Failures of the words have exit_status::usage, of a file
    /// exit_status::failed; both name it.
    static result<told_calls> read(std::vector<std::string> const& told, acl::translator const& by,
                                   std::size_t most);
};

} // namespace ficus::tools

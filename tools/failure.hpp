#pragma once

#include <boost/system/result.hpp>

#include <string>
#include <utility>
#include <vector>

namespace ficus::tools {

/// How a command ends (design.md §5).
enum class exit_status : int {
    done = 0,
    failed = 1,
    usage = 2,   ///< wrong usage or configuration, an unknown feature or translator included
    refused = 3, ///< a gate said no
    unsure = 4   ///< a gate could not tell
};

/// Why a command did not do what it was asked to. Each message says what is wrong, where, and how to mend it;
/// main prints one a line as `ficus: MESSAGE`.
struct failure {
    exit_status status = exit_status::failed;
    std::vector<std::string> messages;

    failure() = default;
    failure(exit_status s, std::string message) : status(s), messages{std::move(message)} {}
    failure(exit_status s, std::vector<std::string> all) : status(s), messages(std::move(all)) {}
};

template<class T>
using result = boost::system::result<T, failure>;

/// Of a whole command: it ran, or why it did not.
using outcome = result<exit_status>;

} // namespace ficus::tools

namespace boost::system {
/// What result::value() throws when the caller did not look: a mistake in the program.
[[noreturn]] inline void throw_exception_from_error(ficus::tools::failure const& f, source_location const&) {
    throw std::logic_error(f.messages.empty() ? "a failure without a message" : f.messages.front());
}
} // namespace boost::system

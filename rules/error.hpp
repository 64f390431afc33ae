#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ficus::rules {

/// What went wrong in this box, for a program to decide on.
enum class fault : std::uint8_t {
    invalid,          ///< what was asked for cannot be understood; the message says why
    conflict,         ///< the feature has changed since the revision that was named
    unknown_revision, ///< no such revision
    no_such_rule,     ///< no rule has these conditions
    nothing_to_undo,  ///< the feature has never been changed
    missing,          ///< there is no store at the path
    unreadable,       ///< there is one, but this user may not read or write it, or it is no file
    not_a_store,      ///< a file that is no rules.db
    newer_schema,     ///< written by a newer ficus
    corrupt,          ///< a rules.db that is damaged
    replaced,         ///< the path names another file than the one that is open
    not_announced,    ///< the facade has no row to record in
    busy,             ///< another process held the store for longer than the busy timeout
    full,             ///< no room on the disk
    failed,           ///< the system refused for another reason; the message holds it
};

/// `conflict`, `unknown_revision` and so on: for logs and tests.
std::string_view name_of(fault f);

/// A fault with what to tell a person: what is wrong, where, and how to mend it, without a full stop.
struct error {
    fault code = fault::failed;
    std::string message;
    /// Nothing was written, and the same call may succeed later without anything else being done.
    bool retry_safe = false;
};

} // namespace ficus::rules

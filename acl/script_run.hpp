#pragma once

#include "acl/dialect.hpp"
#include "acl/error.hpp"
#include "acl/script.hpp"
#include "acl/script_options.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <memory>
#include <optional>

namespace ficus::acl {

struct script_budget;

/// What runs the scripts of one message, in a Lua of their own that is made when the first of them is called
/// and is gone with the message: nothing passes from one message to another, and what a script leaves behind
/// in one call no other call sees. Without I/O, and within limits of steps and memory. One thread at a time.
class script_run {
public:
    /// What scripts make is made in `memory`, where the documents that they are given are, too.
    script_run(script_limits const& limits, document& memory);
    ~script_run();
    script_run(script_run const&) = delete;
    script_run& operator=(script_run const&) = delete;

    /// Calls a script with one scalar. What it returns is a scalar without a parent; null: it returned
    /// nothing. An error's `where` is empty.
    boost::system::result<value*, error> convert(script const& s, value const& from);

    /// Calls a script with two documents, of which it may change the second. What it returns, if anything, is
    /// to take the target's place.
    boost::system::result<value*, error> change(script const& s, value& source, dialect of_source,
                                                value& target, dialect of_target);

    /// An `xsi:nil` was put into a target.
    bool wrote_nil() const;

private:
    struct call;
    boost::system::result<value*, error> run(call& one);
    std::optional<error> stopped(int status);
    std::unique_ptr<script_budget> budget_;
    struct machine;
    std::unique_ptr<machine> machine_;
};

} // namespace ficus::acl

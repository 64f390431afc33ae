#pragma once

#include "facade/io/descriptor.hpp"

#include <chrono>
#include <optional>

namespace ficus::app {

/// The signals that the facade lives by: SIGTERM and SIGINT, SIGHUP. They are blocked in the whole process
/// and read from a descriptor, by one thread.
class signals {
public:
    /// Blocks them: to be called before any other thread is started, so that all of them inherit it.
    static void block();
    /// Throws std::system_error where there is no descriptor left.
    signals();

    static constexpr int other_is_readable = -1;
    /// The next one; 0 where none comes within `most` (none: for ever), `other_is_readable` where `other` is
    /// before.
    int next(std::optional<std::chrono::milliseconds> most = {}, int other = -1);
    /// The next that asks the facade to stop, for as long at most; the others are left out.
    int next_stop(std::chrono::milliseconds most);

private:
    io::descriptor fd_;
};

} // namespace ficus::app

#pragma once

#include "support/deadline.hpp"

#include <optional>
#include <string>

namespace ficus::test {

/// The service manager's end of sd_notify(3): a socket that what it started tells its state to.
class notify_socket {
public:
    /// `name` as NOTIFY_SOCKET has it: a path, or `@` and an abstract name.
    explicit notify_socket(std::string name);
    ~notify_socket();
    notify_socket(notify_socket const&) = delete;
    notify_socket& operator=(notify_socket const&) = delete;

    std::string const& name() const { return name_; }
    /// The next message, whole; nothing where none comes in time.
    std::optional<std::string> next(milliseconds most = soon);

private:
    std::string name_;
    int fd_ = -1;
};

} // namespace ficus::test

#pragma once

#include "facade/io/descriptor.hpp"

#include <boost/system/result.hpp>

#include <chrono>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace ficus::app {

/// A local socket between two processes of one user, for short texts that descriptors may go with
/// (SOCK_SEQPACKET, SCM_RIGHTS: unix(7)). Errors are texts.
class message_socket {
public:
    template<class T>
    using result = boost::system::result<T, std::string>;
    using clock = std::chrono::steady_clock;
    static constexpr std::size_t most_text = 4096;
    static constexpr std::size_t most_descriptors = 200; ///< in one message; the kernel takes 253

    struct message {
        std::vector<io::descriptor> descriptors;
        std::string text;
    };

    /// Connects to who listens at `path`; nothing where nobody does.
    static result<std::optional<message_socket>> connect(std::filesystem::path const& path);
    /// One that has been accepted. Of another user than this process's, or root, is refused.
    static result<message_socket> of_own_user(io::descriptor accepted);

    result<void> send(std::string_view text, std::span<int const> descriptors = {});
    result<message> receive(clock::time_point until);
    pid_t peer() const { return peer_; }

private:
    message_socket(io::descriptor fd, pid_t peer) : fd_(std::move(fd)), peer_(peer) {}
    io::descriptor fd_;
    pid_t peer_;
};

/// Listens for such sockets at a path that others can replace: whoever opens it last has it.
class message_door {
public:
    static message_socket::result<message_door> open(std::filesystem::path const& path);
    message_door(message_door&&) noexcept = default;
    message_door& operator=(message_door&&) = delete;
    /// Removes the path where it still leads here.
    ~message_door();

    int fd() const { return fd_.get(); }
    message_socket::result<message_socket> accept();
    /// The path is left to whoever opens it next.
    void leave_path() { path_.clear(); }

private:
    message_door(io::descriptor fd, std::filesystem::path path, ino_t inode)
        : fd_(std::move(fd)), path_(std::move(path)), inode_(inode) {}
    io::descriptor fd_;
    std::filesystem::path path_;
    ino_t inode_;
};

} // namespace ficus::app

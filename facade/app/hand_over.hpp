#pragma once

#include "facade/app/message_socket.hpp"
#include "facade/app/sockets.hpp"

#include <boost/system/result.hpp>

#include <chrono>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace ficus::app {

// How a facade takes over from the one that runs, without a client noticing: the listening sockets
// themselves go over, with all who wait in their queues. (With sockets of its own bound by SO_REUSEPORT the
// queues of those that close would be lost.) What is said, one message each:
//
//     successor    take-over 1
//     predecessor  sockets ccca      with as many descriptors; again, where there are more
//     predecessor  all
//     successor    serving           once it accepts on them; where it fails it just goes
//
// Until the last word the predecessor serves on, and so it does when that word does not come.

/// Where the facades of a data folder meet.
std::filesystem::path hand_over_path(std::filesystem::path const& data_dir);

/// How long either side waits for the other.
constexpr std::chrono::seconds hand_over_patience{10};

/// A listening socket that is to be handed over, and stays its owner's.
struct offered_socket {
    int fd = -1;
    bool admin = false;
    bool kept_elsewhere = false; ///< see net::bound_socket
};

/// The kinds of sockets in a message, one letter each: c a client's, a the admin's; capital where the service
/// manager keeps them. The fds are none of the message's.
std::string text_of(std::span<offered_socket const> sockets);
/// What such a message says; the error shows it.
boost::system::result<std::vector<offered_socket>, std::string> read_sockets(std::string_view text);

/// The predecessor's part: hands them to who has come in at `door`, and waits until he serves. His pid. Where
/// it did not come to that, nothing has changed; the error says why.
boost::system::result<pid_t, std::string> hand_over(message_door& door,
                                                    std::span<offered_socket const> sockets,
                                                    std::chrono::milliseconds patience = hand_over_patience);

/// The successor's part.
class predecessor {
public:
    template<class T>
    using result = boost::system::result<T, std::string>;

    /// Nothing where no facade runs there.
    static result<std::optional<predecessor>> find(std::filesystem::path const& path);
    result<std::vector<passed_socket>> take(std::chrono::milliseconds patience = hand_over_patience);
    /// Ends the predecessor's part.
    result<void> say_serving();
    pid_t pid() const { return line_.peer(); }

private:
    explicit predecessor(message_socket line) : line_(std::move(line)) {}
    message_socket line_;
};

} // namespace ficus::app

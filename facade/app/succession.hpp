#pragma once

#include "facade/app/hand_over.hpp"
#include "facade/obs/log.hpp"

#include <boost/system/result.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace ficus::app {

/// The facade before this one, and the one after it: what is taken over, and what is handed over. Logs what
/// comes of it.
class succession {
public:
    succession(std::filesystem::path const& data_dir, obs::log& log);

    /// The sockets of the facade that runs by this data folder: none where none runs. The error says why they
    /// cannot be had.
    boost::system::result<std::vector<passed_socket>, std::string> take_over();
    /// This facade serves: the one before it may go, and one after it may come for `own`.
    void serves(std::vector<offered_socket> own);

    /// Readable when one has come; -1 where none can.
    int fd() const { return door_ ? door_->fd() : -1; }
    /// Hands over to the one that has come; its pid once it serves, nothing where it came to nothing.
    std::optional<pid_t> hand_over();

private:
    std::filesystem::path const path_;
    obs::log& log_;
    std::optional<predecessor> before_;
    std::optional<message_door> door_;
    std::vector<offered_socket> own_;
};

} // namespace ficus::app

#pragma once

#include "support/socket.hpp"

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace ficus::test {

/// A port of its own before an upstream's, through which everything passes while it is open. While it is shut
/// connections are refused, as if the upstream were down.
class door {
public:
    /// Open, before a port of 127.0.0.1.
    explicit door(std::uint16_t to);
    ~door();
    door(door const&) = delete;
    door& operator=(door const&) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
    /// Resets every connection. Once it returns, none is accepted.
    void shut();
    void open();

private:
    void run();
    void let_in();
    /// What has come on one side goes to the other. False: it was the end.
    static bool pass(socket& from, socket& to);
    void reset_all();

    std::uint16_t const to_;
    int fd_ = -1;
    std::uint16_t port_ = 0;
    std::mutex mutex_;
    bool open_ = true;
    std::vector<std::pair<socket, socket>> through_; ///< each a client's and an upstream's
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

} // namespace ficus::test

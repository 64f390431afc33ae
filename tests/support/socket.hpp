#pragma once

#include "support/deadline.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ficus::test {

/// How one transfer on a socket ended. `end`: the peer sent FIN. `reset`: it sent RST, or the socket is
/// unusable.
enum class transfer { ok, end, reset, timeout };

/// A TCP connection over loopback. Every call has a deadline; nothing throws but `connect`.
class socket {
public:
    socket() = default;
    explicit socket(int fd);
    socket(socket&& other) noexcept;
    socket& operator=(socket&& other) noexcept;
    ~socket();

    /// Throws std::runtime_error when nobody listens there.
    static socket connect(std::uint16_t port, deadline until);

    bool is_open() const { return fd_ >= 0; }
    int fd() const { return fd_; }

    /// Sends all of `bytes`, or says why not.
    transfer send(std::string_view bytes, deadline until);
    /// Appends at least one byte to `into`, or says why not.
    transfer receive(std::string& into, deadline until);

    /// FIN: no more bytes from here, answers are still read.
    void finish_sending();
    /// RST, whatever is still unsent.
    void abort();
    /// Ends both directions and wakes whoever waits on it, without giving the descriptor back.
    void shut_down();
    void close();
    /// The peer's receive window fills sooner: a small SO_RCVBUF here.
    void shrink_receive_buffer(int bytes);

private:
    int fd_ = -1;
};

/// Listens on 127.0.0.1 with a port that the system chose; or at another address of this machine alone
/// (127.0.0.2), with the port that another one has.
class listening_socket {
public:
    listening_socket() : listening_socket("127.0.0.1", 0) {}
    listening_socket(std::string host, std::uint16_t port);
    ~listening_socket();
    listening_socket(listening_socket const&) = delete;
    listening_socket& operator=(listening_socket const&) = delete;

    std::uint16_t port() const { return port_; }
    int fd() const { return fd_; }
    /// Waits for a connection, 100 ms at most.
    std::optional<socket> accept();
    void close();
    /// At the same port, after close(). Throws std::runtime_error when it is another's by now.
    void listen_again();

private:
    std::string host_;
    int fd_ = -1;
    std::uint16_t port_ = 0;
};

/// A port on which nobody listens: connections are refused. It stays reserved while the object lives.
class closed_port {
public:
    closed_port();
    ~closed_port();
    closed_port(closed_port const&) = delete;
    closed_port& operator=(closed_port const&) = delete;

    std::uint16_t port() const { return port_; }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

private:
    int fd_ = -1;
    std::uint16_t port_ = 0;
};

} // namespace ficus::test

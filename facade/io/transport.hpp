#pragma once

#include "facade/io/deadlines.hpp"
#include "facade/io/loop.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>

#include <array>
#include <coroutine>
#include <span>
#include <string_view>
#include <sys/uio.h>

namespace ficus::io {

using socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, executor>;
using endpoint = boost::asio::ip::tcp::endpoint;

struct io_result {
    boost::system::error_code error;
    std::size_t bytes = 0;
    explicit operator bool() const { return !error; }
};

/// A byte stream to one peer: the only thing that the facade reads from and writes to, so that TLS or another
/// event loop can take its place. At most one read and one write under way at a time. Each has its own
/// deadline, the one for writing between two moments at which the peer took something; one that passes fails
/// what is under way in both directions with `boost::asio::error::timed_out` and everything after it too.
class transport {
public:
    explicit transport(loop& on);
    transport(loop& on, socket accepted);
    transport(transport const&) = delete;
    transport& operator=(transport const&) = delete;

    class connecting;
    class readable;
    class reading;
    class writing;
    /// Connects; options are set. The write deadline holds.
    connecting connect(endpoint to);
    /// Waits until there is something to receive, the end too. Needs no memory to receive into meanwhile.
    readable until_readable();
    /// Receives at least one byte; an orderly end is `boost::asio::error::eof`.
    reading read_some(std::span<char> into);
    /// Sends all of it, at once as far as the kernel takes it. The pieces must live until it is done.
    writing write(std::span<std::string_view const> pieces);
    writing write(std::string_view piece);

    void read_within(clock::duration limit) { read_deadline_.set(limit); }
    void write_within(clock::duration limit) {
        write_limit_ = limit;
        write_deadline_.set(limit);
    }
    void clear_read_deadline() { read_deadline_.clear(); }
    void clear_write_deadline() { write_deadline_.clear(); }
    bool timed_out() const { return timed_out_; }

    /// Fails what is under way, and what comes after, with operation_aborted.
    void cancel();
    /// After a deadline has passed and what it failed has ended: the stream is of use again, for a last word.
    void revive() { timed_out_ = false; }
    void close();
    /// Closes with a reset: what the peer has got must not look like a complete message.
    void reset();
    void shutdown_send();
    /// Acknowledges at once what has been received. For a peer that sends a head and a body in two small
    /// writes with Nagle's algorithm on: it would wait for our delayed acknowledgement, 40 ms, before the
    /// second one leaves.
    void acknowledge_now();
    bool is_open() const { return socket_.is_open(); }

    enum class peer_state { quiet, has_data, gone };
    /// Looks without taking anything and without waiting.
    peer_state peek() const;

    endpoint peer() const { return peer_; }
    loop& on() const { return loop_; }

private:
    static void read_expired(void* self);
    static void write_expired(void* self);
    void expire();
    boost::system::error_code refused() const;

    loop& loop_;
    socket socket_;
    endpoint peer_;
    deadline read_deadline_;
    deadline write_deadline_;
    clock::duration write_limit_{};
    bool timed_out_ = false;
    bool cancelled_ = false;
};

class transport::connecting {
public:
    connecting(transport& t, endpoint to) : transport_(t), to_(to) {}
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiting);
    boost::system::error_code await_resume() const { return error_; }

private:
    transport& transport_;
    endpoint to_;
    boost::system::error_code error_;
};

class transport::readable {
public:
    explicit readable(transport& t) : transport_(t) {}
    bool await_ready() noexcept;
    void await_suspend(std::coroutine_handle<> waiting);
    boost::system::error_code await_resume() const { return error_; }

private:
    transport& transport_;
    boost::system::error_code error_;
};

class transport::reading {
public:
    reading(transport& t, std::span<char> into) : transport_(t), into_(into) {}
    bool await_ready() noexcept;
    void await_suspend(std::coroutine_handle<> waiting);
    io_result await_resume() const { return result_; }

private:
    transport& transport_;
    std::span<char> into_;
    io_result result_;
};

class transport::writing {
public:
    static constexpr std::size_t most_pieces = 8;
    writing(transport& t, std::span<std::string_view const> pieces);
    bool await_ready() noexcept;
    void await_suspend(std::coroutine_handle<> waiting);
    io_result await_resume() const { return result_; }

private:
    /// Sends what the kernel takes; true when done or failed.
    bool send();
    void wait();
    transport& transport_;
    std::array<iovec, most_pieces> pieces_;
    std::size_t first_ = 0;
    std::size_t count_ = 0;
    std::coroutine_handle<> waiting_;
    io_result result_;
};

inline transport::connecting transport::connect(endpoint to) {
    return {*this, to};
}
inline transport::readable transport::until_readable() {
    return readable(*this);
}
inline transport::reading transport::read_some(std::span<char> into) {
    return {*this, into};
}
inline transport::writing transport::write(std::span<std::string_view const> pieces) {
    return {*this, pieces};
}
inline transport::writing transport::write(std::string_view piece) {
    return {*this, std::span(&piece, 1)};
}

} // namespace ficus::io

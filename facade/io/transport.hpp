#pragma once

#include "facade/io/deadlines.hpp"
#include "facade/io/descriptor.hpp"
#include "facade/io/inbox.hpp"
#include "facade/io/loop.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>

#include <array>
#include <coroutine>
#include <span>
#include <string_view>
#include <sys/uio.h>

namespace ficus::io {

using endpoint = boost::asio::ip::tcp::endpoint;

struct io_result {
    boost::system::error_code error;
    std::size_t bytes = 0;
    explicit operator bool() const { return !error; }
};

/// A byte stream to one peer: the only thing that the facade reads from and writes to, so that TLS or another
/// event loop can take its place. At most one read and one write under way at a time. Each has its own
/// deadline; one that passes fails what is under way in both directions with `boost::asio::error::timed_out`
/// and everything after it too.
class transport final : private watched {
public:
    explicit transport(loop& on);
    /// A socket that was accepted: non-blocking, TCP_NODELAY set. Where the loop cannot watch it, everything
    /// fails with why.
    transport(loop& on, descriptor accepted, endpoint peer);
    ~transport();

    class operation;
    class connecting;
    class read_operation;
    class receiving;
    class reading;
    class writing;
    /// Connects, within the limit for writing.
    connecting connect(endpoint to);
    /// Receives at least one byte, as much as there is and at most 64 KiB, behind what `into` has. Takes no
    /// memory for it while it waits. An orderly end is `boost::asio::error::eof`.
    receiving receive(inbox& into);
    /// The same, in place; `into` is not empty.
    reading read_some(std::span<char> into);
    /// Sends all of it, at once as far as the kernel takes it. The pieces must live until it is done.
    writing write(std::span<std::string_view const> pieces);
    writing write(std::string_view piece);

    /// From now on, over any number of reads.
    void read_within(clock::duration limit) { read_deadline_.set(limit); }
    void clear_read_deadline() { read_deadline_.clear(); }
    /// The longest wait between two moments at which the peer takes something, for this write and those that
    /// follow; zero: no limit, which is what it begins with.
    void write_within(clock::duration limit) { write_limit_ = limit; }
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
    bool is_open() const { return static_cast<bool>(fd_); }

    enum class peer_state { quiet, has_data, gone };
    /// Looks without taking anything and without waiting; costs a system call.
    peer_state peek() const;
    /// Whether nothing has been heard of the peer since the last read took all that there was. As of the
    /// loop's last turn; costs nothing.
    bool is_quiet() const { return !readable_; }

    /// Called, on the loop's thread, when the peer has closed its sending half, or both, before this or
    /// later, and no read is under way that would notice; perhaps more than once. Must not destroy the
    /// transport.
    using closed_callback = void (*)(void* context);
    void when_peer_closes(closed_callback callback, void* context) {
        peer_closes_ = callback;
        closes_context_ = context;
        if (peer_closed_ && callback != nullptr) loop_.give_turn(*this);
    }

    endpoint peer() const { return peer_; }
    loop& on() const { return loop_; }

private:
    void on_events(std::uint32_t events) override;
    /// Resumes who waits for what has come; one of them, since that may be the end of this transport.
    void wake();
    void watch(std::uint32_t events);
    void listen_for_room();
    static void read_expired(void* self);
    static void write_expired(void* self);
    void expire();
    /// Bytes that the kernel has taken and the peer has not.
    int unacknowledged() const;
    /// From now on, for the write that waits.
    void limit_write();
    boost::system::error_code refused() const;

    loop& loop_;
    descriptor fd_;
    // What epoll has said since, edge by edge; a call that finds nothing more takes it back.
    bool readable_ = false;
    bool writable_ = true;
    bool urgent_ = false;      ///< a read may stop short of what there is
    bool peer_closed_ = false; ///< there will be an end to read, or an error, behind whatever there is
    bool hears_room_ = false;  ///< EPOLLOUT is asked for
    bool timed_out_ = false;
    bool cancelled_ = false;
    operation* reader_ = nullptr;
    operation* writer_ = nullptr;
    closed_callback peer_closes_ = nullptr;
    void* closes_context_ = nullptr;
    boost::system::error_code broken_; ///< the loop could not watch it
    endpoint peer_;
    deadline read_deadline_;
    deadline write_deadline_;
    clock::duration write_limit_{};
    int unacknowledged_ = 0; ///< when the write deadline was set
};

/// What a coroutine waits for at a transport. Not to be destroyed while it waits.
class transport::operation {
public:
    operation(operation const&) = delete;
    operation& operator=(operation const&) = delete;

protected:
    explicit operation(transport& t) : transport_(t) {}
    ~operation() = default;
    transport& transport_;

private:
    friend class transport;
    /// Does what can be done without waiting; true when it is over. Refused: what everything at this
    /// transport fails with now, if so.
    virtual bool go_on(boost::system::error_code refused) = 0;
    std::coroutine_handle<> waiting_;
};

class transport::connecting final : public operation {
public:
    connecting(transport& t, endpoint to) : operation(t), to_(to) {}
    bool await_ready();
    void await_suspend(std::coroutine_handle<> waiting);
    boost::system::error_code await_resume() const { return error_; }

private:
    bool go_on(boost::system::error_code refused) override;
    endpoint to_;
    boost::system::error_code error_;
};

/// Any read: they differ in where the bytes go.
class transport::read_operation : public operation {
public:
    bool await_ready();
    void await_suspend(std::coroutine_handle<> waiting);
    io_result await_resume() const { return result_; }

protected:
    explicit read_operation(transport& t) : operation(t) {}
    ~read_operation() = default;

private:
    bool go_on(boost::system::error_code refused) final;
    virtual std::span<char> room() = 0;
    /// False where there is no memory for them: they are lost, and so is the stream.
    virtual bool arrived(std::size_t bytes) = 0;
    io_result result_;
};

class transport::receiving final : public read_operation {
public:
    receiving(transport& t, inbox& into) : read_operation(t), into_(into) {}

private:
    // What is received first lands in memory that all share: how much there is is not known before.
    std::span<char> room() override { return transport_.loop_.scratch(); }
    bool arrived(std::size_t bytes) override;
    inbox& into_;
};

class transport::reading final : public read_operation {
public:
    reading(transport& t, std::span<char> into) : read_operation(t), into_(into) {}

private:
    std::span<char> room() override { return into_; }
    bool arrived(std::size_t) override { return true; }
    std::span<char> into_;
};

class transport::writing final : public operation {
public:
    static constexpr std::size_t most_pieces = 8;
    writing(transport& t, std::span<std::string_view const> pieces);
    bool await_ready();
    void await_suspend(std::coroutine_handle<> waiting);
    io_result await_resume() const { return result_; }

private:
    bool go_on(boost::system::error_code refused) override;
    /// Sends what the kernel takes; true when done or failed.
    bool send();
    ssize_t send_once();
    void took(std::size_t bytes);
    std::array<iovec, most_pieces> pieces_;
    std::size_t first_ = 0;
    std::size_t count_ = 0;
    std::size_t left_ = 0; ///< bytes
    io_result result_;
};

inline transport::connecting transport::connect(endpoint to) {
    return {*this, to};
}
inline transport::receiving transport::receive(inbox& into) {
    return {*this, into};
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

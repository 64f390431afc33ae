#pragma once

#include "support/http_message.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace ficus::test {

/// A request as an upstream received it. `body.end` is `complete` only when all of it arrived.
struct recorded_request {
    std::string method;
    std::string target;
    std::string version;
    message_head head; ///< `head.raw`: byte for byte
    message_body body; ///< empty until it was read
    std::uint64_t connection = 0;
    steady::time_point at; ///< when its head was whole

    std::optional<std::string> field(std::string_view name) const { return head.field(name); }
};

class fake_upstream;

/// One request being answered, on its connection's own thread. Handlers speak in whole answers or raw bytes.
class exchange {
public:
    recorded_request const& request() const { return request_; }
    /// Reads the request's body. What a handler does not read is read after it.
    message_body const& read_body();

    /// Raw bytes. False once the peer is gone.
    bool send(std::string_view bytes);
    void answer(int status, std::string_view body, fields const& more = {});
    void answer_chunked(int status, std::vector<std::string> const& chunks, fields const& more = {},
                        fields const& trailers = {});
    /// No length: the connection's end is the answer's.
    void answer_until_close(int status, std::string_view body, fields const& more = {});
    /// `size` bytes of `pattern`, made while they are sent; false when the peer went away.
    bool answer_pattern(std::uint64_t size, bool chunked);

    /// Bytes from the peer after a 101. Empty when it sent none in time or is gone.
    std::string read_some(milliseconds most = soon);
    /// Waits until the peer ends or resets the connection.
    bool peer_leaves(milliseconds most = soon);
    /// FIN, after what was sent.
    void close();
    /// RST.
    void abort();
    /// True once the test is over: handlers that wait must leave.
    bool stopping() const;
    void limit_kept_body(std::size_t bytes) { keep_ = bytes; }

private:
    friend class fake_upstream;
    exchange(fake_upstream& of, socket& peer, wire_reader& reader) : of_(of), peer_(peer), reader_(reader) {}

    fake_upstream& of_;
    socket& peer_;
    wire_reader& reader_;
    recorded_request request_;
    std::size_t index_ = 0;
    std::size_t keep_ = 1 << 20;
    bool body_read_ = false;
    bool ended_ = false;
};

using handler = std::function<void(exchange&)>;

/// 200 with `name` as the body and in the field `X-Upstream`.
handler says(std::string name);
/// 200 with what arrived: `{"method","target","size","digest"}`.
handler echoes_digest();
/// 200 with the request's body and its content type.
handler echoes_body();

/// An HTTP/1.1 origin on 127.0.0.1 and a port of the system's choice, or where else it is told to be. Every
/// connection has a thread; every request is recorded and given to the handler. Its destructor wakes and
/// joins all of them.
class fake_upstream {
public:
    explicit fake_upstream(handler answering = says("upstream"), std::string const& host = "127.0.0.1",
                           std::uint16_t port = 0);
    ~fake_upstream();
    fake_upstream(fake_upstream const&) = delete;
    fake_upstream& operator=(fake_upstream const&) = delete;

    std::uint16_t port() const { return listener_.port(); }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port()); }

    /// From the next request on.
    void on_request(handler answering);
    /// Called for each new connection before its first request; false ends it with RST.
    void on_connection(std::function<bool(std::uint64_t number)> accepting);

    std::vector<recorded_request> requests() const;
    std::size_t count() const;
    recorded_request last() const;
    /// Waits for the first request for which `wanted` holds, now or later.
    std::optional<recorded_request> wait_for(std::function<bool(recorded_request const&)> const& wanted,
                                             milliseconds most = soon) const;
    bool wait_for_count(std::size_t count, milliseconds most = soon) const;
    void forget();

    /// Dies: nobody listens any more, and every connection breaks.
    void go_down();
    /// Listens again, at the same port. Not before go_down().
    void come_back();

    std::uint64_t connections() const { return accepted_; }
    std::uint64_t open_connections() const { return open_; }
    bool wait_for_open_connections(std::uint64_t count, milliseconds most = soon) const;
    /// Ends every connection on which no request is being answered (FIN), as a server does that is tired of
    /// waiting.
    void close_idle_connections();
    /// Heads or bodies that broke RFC 9112: what the facade must never send.
    std::vector<std::string> complaints() const;

private:
    friend class exchange;
    struct peer {
        socket connection;
        std::thread thread;
        bool busy = false;
        bool done = false;
    };

    void accept_connections();
    void bury_dead_peers();
    void serve(peer& of, std::uint64_t number);
    bool serve_request(peer& of, wire_reader& reader, std::uint64_t number);
    void update(std::size_t index, message_body const& body);
    void complain(std::string what);

    listening_socket listener_;
    std::atomic<bool> stopping_ = false;
    std::atomic<bool> wanted_down_ = false;
    bool is_down_ = false; ///< guarded by mutex_
    std::atomic<std::uint64_t> accepted_ = 0;
    std::atomic<std::uint64_t> open_ = 0;
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    handler handler_;
    std::function<bool(std::uint64_t)> accepting_;
    std::deque<recorded_request> requests_; ///< hundreds of thousands, under load
    std::size_t forgotten_ = 0;
    std::vector<std::string> complaints_;
    std::list<peer> peers_;
    std::thread acceptor_;
};

} // namespace ficus::test

#pragma once

#include "support/http_message.hpp"

#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace ficus::test {

/// An answer as a client received it, with how it ended. `status` 0: no answer at all.
struct answer {
    int status = 0;
    std::string version;
    message_head head;
    std::vector<message_head> interim; ///< the 1xx before it, in order
    message_body body;
    ending end = ending::complete; ///< of the head and the body together
    bool reset = false;            ///< the connection ended in RST before a head
    std::string why;

    bool whole() const { return status != 0 && end == ending::complete; }
    std::optional<std::string> field(std::string_view name) const { return head.field(name); }
    std::string const& text() const { return body.bytes; }
    /// The body as JSON. Throws when it is none.
    boost::json::value json() const;
};

/// A request with a Host, and a Content-Length when there is a body or the method asks for one.
std::string request(std::string_view method, std::string_view target, fields const& more = {},
                    std::string_view body = {});
std::string get(std::string_view target, fields const& more = {});
/// The head of a chunked request; its chunks follow by `as_chunk` and `last_chunk`.
std::string chunked_request(std::string_view method, std::string_view target, fields const& more = {});
std::string last_chunk(fields const& trailers = {});

/// One client connection that sends bytes as told and reads answers with the tests' own parser.
class raw_client {
public:
    explicit raw_client(std::uint16_t port);
    raw_client(raw_client const&) = delete;
    raw_client& operator=(raw_client const&) = delete;

    bool send(std::string_view bytes);
    /// Each piece in a call of its own, so that they arrive in as many reads as the kernel makes of them.
    bool send_in_pieces(std::string_view bytes, std::size_t size);
    /// `method` and 101 decide whether an answer has a body.
    answer read_answer(std::string_view method = "GET", milliseconds most = soon);
    answer read_head_only(std::string_view method = "GET", milliseconds most = soon);
    /// The body of the answer whose head was read last.
    void read_rest(answer& of, milliseconds most = soon);
    answer ask(std::string_view request, milliseconds most = soon);

    std::string read_some(milliseconds most = soon);
    /// Exactly `size` bytes, or what came before the end or the deadline.
    std::string read_exactly(std::size_t size, milliseconds most = soon);
    /// Waits until the facade ends the connection; false when it does not, or sends anything before.
    bool is_closed(milliseconds most = soon);
    void keep_body(std::size_t bytes) { keep_ = bytes; }

    void finish_sending() { socket_.finish_sending(); }
    void abort() { socket_.abort(); }
    void close() { socket_.close(); }
    socket& raw() { return socket_; }

private:
    socket socket_;
    wire_reader reader_;
    std::size_t keep_ = 1 << 20;
    framing next_ = framing::none;
};

/// One request on a connection of its own.
answer ask(std::uint16_t port, std::string_view request);

} // namespace ficus::test

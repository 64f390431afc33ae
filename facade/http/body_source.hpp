#pragma once

#include "facade/http/body.hpp"
#include "facade/io/inbox.hpp"
#include "facade/io/task.hpp"
#include "facade/io/transport.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ficus::http {

/// A message's body as it arrives: first what came with the head, then what is read. Content only, framing
/// taken out.
class body_source {
public:
    body_source(io::transport& stream, io::inbox& in, framing f)
        : stream_(stream), in_(in), decoder_(f), kind_(f.kind) {}

    struct step {
        std::string_view data;           ///< valid until the next step
        boost::system::error_code error; ///< of the transport; eof: the peer closed before the body's end
        std::string_view malformed;      ///< why the framing is broken; empty while it is not
        bool failed() const { return error || !malformed.empty(); }
    };
    /// What is there already; no data and no failure: read() is needed.
    step buffered();
    /// Waits for more, for at most `limit` when there is one. Only while not done().
    io::task<step> read(std::optional<io::clock::duration> limit);

    bool done() const { return decoder_.done(); }
    std::string const& trailers() const { return decoder_.trailers(); }
    /// The peer has sent something behind the body's end.
    bool has_surplus() const { return done() && (!in_.empty() || !surplus_.empty()); }
    /// Puts what was read beyond the body's end into the inbox. Only when nothing in the inbox is looked at
    /// any more.
    void return_surplus();
    framing::by kind() const { return kind_; }

private:
    io::transport& stream_;
    io::inbox& in_;
    body_decoder decoder_;
    framing::by kind_;
    io::pooled_buffer buffer_;
    std::string
        surplus_; // apart from the inbox: growing that would move the head that the owner still looks at
};

} // namespace ficus::http

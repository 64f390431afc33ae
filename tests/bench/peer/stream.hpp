#pragma once

#include "bench/peer/poller.hpp"

#include <optional>
#include <string_view>

namespace ficus::bench {

/// A connected socket in the poller. Never blocks.
class stream {
public:
    stream(poller& in, int fd, pollable& owner);
    ~stream();
    stream(stream const&) = delete;
    stream& operator=(stream const&) = delete;

    /// Begins to send `bytes`, which must stay until sent() says so.
    void send(std::string_view bytes);
    /// Goes on sending; when there is nothing to send, does nothing.
    void flush();
    bool sent() const { return left_.empty(); }
    /// The connection ends by RST, when the stream goes.
    void end_by_reset();

    enum class state { open, ended };
    /// Calls `take` with what has arrived until it returns true (enough) or nothing more is there. An end
    /// that came together with the last bytes is only seen with `to_the_end`, which costs a call more.
    template<class F>
    state receive(bool to_the_end, F&& take) {
        for (;;) {
            auto const bytes = read_some();
            if (bytes.data() == nullptr) return state::ended;
            if (bytes.empty() || take(bytes) || (bytes.size() < room && !to_the_end)) return state::open;
        }
    }

private:
    static constexpr std::size_t room = 256 * 1024;
    /// Empty: nothing is there; null: the end, or an error.
    std::string_view read_some();
    poller& poller_;
    int fd_;
    std::string_view left_;
};

/// A new connection to a port of this machine.
int connect_to(std::uint16_t port);
/// The same; nothing where it is refused.
std::optional<int> try_connect(std::uint16_t port);

} // namespace ficus::bench

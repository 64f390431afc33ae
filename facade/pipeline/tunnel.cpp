#include "facade/pipeline/exchange.hpp"

#include <boost/asio/error.hpp>

namespace ficus::pipeline {

namespace {

// A WebSocket says nothing for as long as its application likes; an hour is what proxies commonly allow.
constexpr std::chrono::hours quiet{1};
// Messages are small, and many tunnels are open for long.
constexpr std::size_t piece_size = 16 * 1024;

/// Both directions, which end together once neither has carried anything for that long.
struct tunnel_ends {
    tunnel_ends(io::transport& a, io::transport& b)
        : client(a), upstream(b), idle(a.on().deadlines(), &tunnel_ends::cut, this) {
        // How long either may take nothing is a matter of `idle` too.
        client.write_within({});
        upstream.write_within({});
        idle.set(quiet);
    }
    static void cut(void* self) { static_cast<tunnel_ends*>(self)->cut(); }
    void cut() {
        client.cancel();
        upstream.cancel();
    }
    io::transport& client;
    io::transport& upstream;
    io::deadline idle;
};

/// Bytes from one end to the other, until the one has no more; then the other is told.
io::task<void> pump(tunnel_ends& ends, io::transport& from, io::inbox& first, std::span<char> buffer,
                    io::transport& to, std::uint64_t& bytes) {
    std::string_view piece = first.data();
    for (;;) {
        if (!piece.empty()) {
            auto const sent = co_await to.write(piece);
            bytes += sent.bytes;
            if (!sent) break;
            ends.idle.set(quiet);
        }
        if (!first.empty()) first.consume(first.size());
        auto const got = co_await from.read_some(buffer);
        if (!got) {
            if (got.error == boost::asio::error::eof) {
                to.shutdown_send();
                co_return;
            }
            break;
        }
        ends.idle.set(quiet);
        piece = {buffer.data(), got.bytes};
    }
    // Broken: neither direction is of use any more.
    ends.cut();
}

} // namespace

io::task<void> exchange::tunnel(upstream::connection& up, http::response_head const& head) {
    status_ = 101;
    keep_client_ = false;
    client_.stream.when_peer_closes(nullptr, nullptr);
    patience_.clear();
    http::response_edit edit;
    edit.upgrade = true;
    edit.request_id = who_.request_id;
    out_.clear();
    http::write_response_head(out_, head, edit);
    answer_begun_ = true;
    if (!co_await send(out_)) co_return;
    std::uint64_t to_upstream = 0;
    io::side_task other;
    tunnel_ends ends(client_.stream, up.stream);
    // All memory before either direction starts: neither may be left to itself by the other's exception.
    auto const upward = std::make_unique_for_overwrite<char[]>(piece_size);
    auto const downward = std::make_unique_for_overwrite<char[]>(piece_size);
    auto down = pump(ends, up.stream, up.in, {downward.get(), piece_size}, client_.stream, sent_);
    other.start(pump(ends, client_.stream, client_.in, {upward.get(), piece_size}, up.stream, to_upstream));
    co_await down;
    co_await other.join();
    received_ += to_upstream;
    answer_complete_ = true;
}

} // namespace ficus::pipeline

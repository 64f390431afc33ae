#include "facade/pipeline/exchange.hpp"

#include <boost/asio/error.hpp>

namespace ficus::pipeline {

namespace {

// A WebSocket says nothing for as long as its application likes; an hour is what proxies commonly allow.
constexpr std::chrono::hours quiet{1};

/// Bytes from one end to the other, until the one has no more; then the other is told.
io::task<void> pump(io::transport& from, io::inbox& first, io::transport& to, std::uint64_t& bytes) {
    auto buffer = from.on().buffers().take();
    std::string_view piece = first.data();
    for (;;) {
        if (!piece.empty()) {
            auto const sent = co_await to.write(piece);
            bytes += sent.bytes;
            if (!sent) break;
        }
        if (!first.empty()) first.consume(first.size());
        from.read_within(quiet);
        auto const got = co_await from.read_some(buffer.bytes());
        if (!got) {
            if (got.error == boost::asio::error::eof) {
                to.shutdown_send();
                co_return;
            }
            break;
        }
        piece = {buffer.bytes().data(), got.bytes};
    }
    // Broken: neither direction is of use any more.
    from.cancel();
    to.cancel();
}

} // namespace

io::task<void> exchange::tunnel(upstream::connection& up, http::response_head const& head) {
    status_ = 101;
    keep_client_ = false;
    watch_.clear();
    http::response_edit edit;
    edit.upgrade = true;
    edit.request_id = who_.request_id;
    out_.clear();
    http::write_response_head(out_, head, edit);
    answer_begun_ = true;
    if (!co_await send(out_)) co_return;
    std::uint64_t to_upstream = 0;
    io::side_task other;
    other.start(pump(client_.stream, client_.in, up.stream, to_upstream));
    co_await pump(up.stream, up.in, client_.stream, sent_);
    co_await other.join();
    received_ += to_upstream;
    answer_complete_ = true;
}

} // namespace ficus::pipeline

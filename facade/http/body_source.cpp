#include "facade/http/body_source.hpp"

#include <boost/asio/error.hpp>

namespace ficus::http {

body_source::step body_source::buffered() {
    if (in_.empty() || done()) return {};
    auto const bytes = in_.bytes();
    auto const piece = decoder_.decode(bytes);
    step s;
    s.data = {bytes.data(), piece.data};
    s.malformed = decoder_.failed();
    in_.consume(piece.consumed);
    return s;
}

io::task<body_source::step> body_source::read(std::optional<io::clock::duration> limit) {
    if (!buffer_) {
        buffer_ = stream_.on().buffers().take();
        stream_.acknowledge_now();
    }
    auto const room = buffer_.bytes();
    for (;;) {
        if (limit) stream_.read_within(*limit);
        auto const got = co_await stream_.read_some(room);
        stream_.clear_read_deadline();
        step s;
        if (!got) {
            if (got.error == boost::asio::error::eof && decoder_.end_of_input()) co_return s;
            s.error = got.error;
            co_return s;
        }
        auto const piece = decoder_.decode(room.first(got.bytes));
        s.data = {room.data(), piece.data};
        s.malformed = decoder_.failed();
        if (piece.consumed < got.bytes && s.malformed.empty()) {
            // Bytes of the next request, or bytes that an upstream must not send.
            surplus_.assign(room.data() + piece.consumed, got.bytes - piece.consumed);
        }
        // A chunk's size alone is no news.
        if (!s.data.empty() || s.failed() || done()) co_return s;
    }
}

void body_source::return_surplus() {
    if (surplus_.empty()) return;
    in_.append(surplus_);
    surplus_.clear();
}

} // namespace ficus::http

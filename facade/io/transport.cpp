#include "facade/io/transport.hpp"

#include <boost/asio/error.hpp>

#include <cassert>
#include <cerrno>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace ficus::io {

namespace error = boost::asio::error;

transport::transport(loop& on)
    : loop_(on), socket_(on.get_executor()), read_deadline_(on.deadlines(), &transport::read_expired, this),
      write_deadline_(on.deadlines(), &transport::write_expired, this) {}

transport::transport(loop& on, socket accepted)
    : loop_(on), socket_(std::move(accepted)), read_deadline_(on.deadlines(), &transport::read_expired, this),
      write_deadline_(on.deadlines(), &transport::write_expired, this) {
    boost::system::error_code ignored; // a peer that is gone already shows at the first read
    peer_ = socket_.remote_endpoint(ignored);
    socket_.non_blocking(true, ignored);
    socket_.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
}

void transport::read_expired(void* self) {
    static_cast<transport*>(self)->expire();
}
void transport::write_expired(void* self) {
    static_cast<transport*>(self)->expire();
}

void transport::expire() {
    timed_out_ = true;
    boost::system::error_code ignored;
    socket_.cancel(ignored);
}

void transport::cancel() {
    cancelled_ = true;
    boost::system::error_code ignored;
    socket_.cancel(ignored);
}

void transport::close() {
    read_deadline_.clear();
    write_deadline_.clear();
    boost::system::error_code ignored; // the descriptor is gone whatever close says
    socket_.close(ignored);
}

void transport::reset() {
    boost::system::error_code ignored;
    socket_.set_option(boost::asio::socket_base::linger(true, 0), ignored);
    close();
}

void transport::shutdown_send() {
    boost::system::error_code ignored; // a peer that is gone needs no farewell
    socket_.shutdown(boost::asio::socket_base::shutdown_send, ignored);
}

void transport::acknowledge_now() {
    int const on = 1; // where it cannot be set, nothing is lost but time
    ::setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
}

transport::peer_state transport::peek() const {
    char byte;
    auto const n = ::recv(const_cast<socket&>(socket_).native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (n > 0) return peer_state::has_data;
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) return peer_state::quiet;
    return peer_state::gone;
}

boost::system::error_code transport::refused() const {
    if (timed_out_) return error::timed_out;
    if (cancelled_) return error::operation_aborted;
    return {};
}

void transport::connecting::await_suspend(std::coroutine_handle<> waiting) {
    transport_.socket_.async_connect(to_, [this, waiting](boost::system::error_code failed) {
        auto& t = transport_;
        t.write_deadline_.clear();
        error_ = failed;
        if (auto const why = t.refused()) error_ = why;
        if (!error_) {
            boost::system::error_code ignored;
            t.peer_ = to_;
            t.socket_.non_blocking(true, ignored);
            t.socket_.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
        }
        waiting.resume();
    });
}

bool transport::readable::await_ready() noexcept {
    error_ = transport_.refused();
    return static_cast<bool>(error_);
}

void transport::readable::await_suspend(std::coroutine_handle<> waiting) {
    transport_.socket_.async_wait(socket::wait_read, [this, waiting](boost::system::error_code failed) {
        error_ = failed;
        if (auto const why = transport_.refused()) error_ = why;
        waiting.resume();
    });
}

bool transport::reading::await_ready() noexcept {
    result_.error = transport_.refused();
    return static_cast<bool>(result_.error);
}

void transport::reading::await_suspend(std::coroutine_handle<> waiting) {
    transport_.socket_.async_read_some(boost::asio::buffer(into_.data(), into_.size()),
                                       [this, waiting](boost::system::error_code failed, std::size_t n) {
                                           // Bytes that came together with the order to stop are not begun
                                           // upon: nothing could be answered to them.
                                           result_ = {failed, n};
                                           if (auto const why = transport_.refused()) result_ = {why, 0};
                                           waiting.resume();
                                       });
}

transport::writing::writing(transport& t, std::span<std::string_view const> pieces) : transport_(t) {
    assert(pieces.size() <= most_pieces);
    for (auto const piece : pieces)
        if (!piece.empty()) pieces_[count_++] = {const_cast<char*>(piece.data()), piece.size()};
}

bool transport::writing::await_ready() noexcept {
    if (auto const why = transport_.refused()) {
        result_.error = why;
        return true;
    }
    return send();
}

bool transport::writing::send() {
    while (first_ < count_) {
        msghdr message{};
        message.msg_iov = pieces_.data() + first_;
        message.msg_iovlen = count_ - first_;
        auto const n = ::sendmsg(transport_.socket_.native_handle(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0) {
            if (errno == EINTR) continue;
            if (errno == EAGAIN || errno == EWOULDBLOCK) return false;
            result_.error.assign(errno, boost::system::system_category());
            return true;
        }
        auto left = static_cast<std::size_t>(n);
        result_.bytes += left;
        while (left > 0) {
            auto& piece = pieces_[first_];
            if (left < piece.iov_len) {
                piece.iov_base = static_cast<char*>(piece.iov_base) + left;
                piece.iov_len -= left;
                break;
            }
            left -= piece.iov_len;
            ++first_;
        }
    }
    return true;
}

void transport::writing::await_suspend(std::coroutine_handle<> waiting) {
    waiting_ = waiting;
    wait();
}

void transport::writing::wait() {
    transport_.socket_.async_wait(socket::wait_write, [this](boost::system::error_code failed) {
        if (auto const why = transport_.refused())
            result_.error = why;
        else if (failed)
            result_.error = failed;
        else {
            auto const before = result_.bytes;
            if (!send()) {
                // A peer that reads slowly is not one that does not read.
                auto& t = transport_;
                if (result_.bytes > before && t.write_deadline_.armed())
                    t.write_deadline_.set(t.write_limit_);
                return wait();
            }
        }
        waiting_.resume();
    });
}

} // namespace ficus::io

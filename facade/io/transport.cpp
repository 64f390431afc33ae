#include "facade/io/transport.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <limits>
#include <linux/sockios.h>
#include <netinet/tcp.h>
#include <new>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace ficus::io {

namespace error = boost::asio::error;

namespace {

// EPOLLRDHUP, because a read that took less than it could has emptied the socket only if no end came with the
// data; EPOLLPRI, because one stops short at TCP's urgent mark too (tcp(7)), and HTTP knows of none: what is
// behind it is read like everything else. EPOLLOUT is asked for when it is first needed: most sockets never
// fill up, and each event costs.
constexpr std::uint32_t incoming = EPOLLIN | EPOLLPRI | EPOLLRDHUP | EPOLLET;
constexpr std::uint32_t over = EPOLLRDHUP | EPOLLHUP | EPOLLERR;

// What the kernel needs to read a list of pieces costs more than to copy so much.
constexpr std::size_t cheaper_copied = 4096;

boost::system::error_code last_error() {
    return {errno, boost::system::system_category()};
}

bool would_block() {
    return errno == EAGAIN || errno == EWOULDBLOCK;
}

} // namespace

transport::transport(loop& on)
    : loop_(on), read_deadline_(on.deadlines(), &transport::read_expired, this),
      write_deadline_(on.deadlines(), &transport::write_expired, this) {}

transport::transport(loop& on, descriptor accepted, endpoint peer) : transport(on) {
    fd_ = std::move(accepted);
    peer_ = peer;
    watch(incoming);
}

transport::~transport() {
    assert(reader_ == nullptr && writer_ == nullptr);
    if (fd_) loop_.forget(*this);
}

void transport::watch(std::uint32_t events) {
    if (!loop_.watch(fd_.get(), events, *this)) broken_ = last_error();
}

void transport::listen_for_room() {
    if (hears_room_) return;
    hears_room_ = true;
    if (!loop_.change(fd_.get(), incoming | EPOLLOUT, *this)) broken_ = last_error();
}

void transport::on_events(std::uint32_t events) {
    if ((events & (EPOLLIN | EPOLLPRI | over)) != 0) readable_ = true;
    if ((events & EPOLLPRI) != 0) urgent_ = true;
    if ((events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) != 0) writable_ = true;
    if ((events & over) != 0) peer_closed_ = true;
    if (peer_closed_ && peer_closes_ != nullptr && reader_ == nullptr) peer_closes_(closes_context_);
    wake();
}

void transport::wake() {
    auto const why = refused();
    bool const read = reader_ != nullptr && (readable_ || why);
    bool const write = writer_ != nullptr && (writable_ || why);
    if (read && write) loop_.give_turn(*this);
    if (!read && !write) return;
    auto& waiting = read ? reader_ : writer_;
    if (!waiting->go_on(why)) return;
    // This read may have stopped short of the end, and another need not follow.
    if (read && peer_closed_ && peer_closes_ != nullptr) loop_.give_turn(*this);
    std::exchange(waiting, nullptr)->waiting_.resume();
}

void transport::read_expired(void* self) {
    static_cast<transport*>(self)->expire();
}
void transport::write_expired(void* self) {
    auto& t = *static_cast<transport*>(self);
    // The kernel tells of room only once a third of its buffer is free, which may be megabytes: a peer that
    // reads slowly takes longer for that than one that does not read is given.
    if (auto const left = t.unacknowledged(); left < t.unacknowledged_) {
        t.unacknowledged_ = left;
        t.write_deadline_.set(t.write_limit_);
        return;
    }
    t.expire();
}

int transport::unacknowledged() const {
    int bytes = 0;
    // Where it cannot be told the peer takes nothing.
    return ::ioctl(fd_.get(), SIOCOUTQ, &bytes) == 0 ? bytes : std::numeric_limits<int>::max();
}

void transport::limit_write() {
    if (write_limit_ == clock::duration::zero()) return;
    unacknowledged_ = unacknowledged();
    write_deadline_.set(write_limit_);
}

void transport::expire() {
    timed_out_ = true;
    if (reader_ != nullptr || writer_ != nullptr) loop_.give_turn(*this);
}

void transport::cancel() {
    cancelled_ = true;
    if (reader_ != nullptr || writer_ != nullptr) loop_.give_turn(*this);
}

void transport::close() {
    read_deadline_.clear();
    write_deadline_.clear();
    if (!fd_) return;
    loop_.forget(*this);
    fd_.close();
    cancel();
}

void transport::reset() {
    linger const now{1, 0};
    // Where it cannot be set the peer is gone already.
    if (fd_) ::setsockopt(fd_.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close();
}

void transport::shutdown_send() {
    ::shutdown(fd_.get(), SHUT_WR); // a peer that is gone needs no farewell
}

void transport::acknowledge_now() {
    int const on = 1; // where it cannot be set, nothing is lost but time
    ::setsockopt(fd_.get(), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
}

transport::peer_state transport::peek() const {
    char byte;
    auto const n = ::recv(fd_.get(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (n > 0) return peer_state::has_data;
    if (n < 0 && (would_block() || errno == EINTR)) return peer_state::quiet;
    return peer_state::gone;
}

boost::system::error_code transport::refused() const {
    if (timed_out_) return error::timed_out;
    if (cancelled_) return error::operation_aborted;
    return broken_;
}

bool transport::connecting::await_ready() {
    auto& t = transport_;
    if ((error_ = t.refused())) return true;
    auto const family = to_.address().is_v6() ? AF_INET6 : AF_INET;
    t.fd_ = descriptor(::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!t.fd_) {
        error_ = last_error();
        return true;
    }
    int const on = 1; // where it cannot be set, small writes wait for acknowledgements
    ::setsockopt(t.fd_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    t.peer_ = to_;
    if (::connect(t.fd_.get(), to_.data(), static_cast<socklen_t>(to_.size())) == 0) {
        t.watch(incoming);
        error_ = t.refused();
        return true;
    }
    if (errno != EINPROGRESS) {
        error_ = last_error();
        return true;
    }
    t.writable_ = false;
    t.hears_room_ = true;
    t.watch(incoming | EPOLLOUT);
    error_ = t.refused();
    return static_cast<bool>(error_);
}

void transport::connecting::await_suspend(std::coroutine_handle<> waiting) {
    auto& t = transport_;
    waiting_ = waiting;
    t.writer_ = this;
    if (t.write_limit_ != clock::duration::zero()) t.write_deadline_.set(t.write_limit_);
}

bool transport::connecting::go_on(boost::system::error_code refused) {
    auto& t = transport_;
    t.write_deadline_.clear();
    int failed = 0;
    socklen_t size = sizeof failed;
    if (::getsockopt(t.fd_.get(), SOL_SOCKET, SO_ERROR, &failed, &size) != 0) failed = errno;
    error_.assign(failed, boost::system::system_category());
    if (refused) error_ = refused;
    return true;
}

bool transport::read_operation::await_ready() {
    auto& t = transport_;
    auto const refused = t.refused();
    return (refused || (t.readable_ && t.loop_.may_go_on())) && go_on(refused);
}

void transport::read_operation::await_suspend(std::coroutine_handle<> waiting) {
    waiting_ = waiting;
    transport_.reader_ = this;
    if (transport_.readable_) transport_.loop_.give_turn(transport_);
}

// Bytes that came together with the order to stop are not begun upon: nothing could be answered to them.
bool transport::read_operation::go_on(boost::system::error_code refused) {
    if (refused) {
        result_.error = refused;
        return true;
    }
    auto& t = transport_;
    auto const into = room();
    auto const n = ::recv(t.fd_.get(), into.data(), into.size(), 0);
    if (n < 0) {
        if (errno == EINTR) return go_on(refused);
        if (would_block()) {
            t.readable_ = false;
            return false;
        }
        result_.error = last_error();
        return true;
    }
    result_.bytes = static_cast<std::size_t>(n);
    t.loop_.brought(result_.bytes);
    // epoll(7): less than there was room for, so there is no more, and more will be told of.
    if (result_.bytes < into.size() && !t.peer_closed_ && !t.urgent_) t.readable_ = false;
    if (n == 0)
        result_.error = error::eof;
    else if (!arrived(result_.bytes))
        result_ = {error::no_memory, 0};
    return true;
}

bool transport::receiving::arrived(std::size_t bytes) {
    // Whoever waits may be resumed by the loop, which has nobody to throw to.
    try {
        into_.append({transport_.loop_.scratch().data(), bytes});
    } catch (std::bad_alloc const&) {
        return false;
    }
    return true;
}

transport::writing::writing(transport& t, std::span<std::string_view const> pieces) : operation(t) {
    assert(pieces.size() <= most_pieces);
    for (auto const piece : pieces)
        if (!piece.empty()) {
            pieces_[count_++] = {const_cast<char*>(piece.data()), piece.size()};
            left_ += piece.size();
        }
}

bool transport::writing::await_ready() {
    if ((result_.error = transport_.refused())) return true;
    return send();
}

ssize_t transport::writing::send_once() {
    auto& t = transport_;
    auto const& first = pieces_[first_];
    if (first.iov_len == left_) return ::send(t.fd_.get(), first.iov_base, left_, MSG_NOSIGNAL);
    if (left_ > cheaper_copied) {
        msghdr message{};
        message.msg_iov = pieces_.data() + first_;
        message.msg_iovlen = count_ - first_;
        return ::sendmsg(t.fd_.get(), &message, MSG_NOSIGNAL);
    }
    auto* to = t.loop_.scratch().data();
    for (auto i = first_; i < count_; ++i) {
        std::memcpy(to, pieces_[i].iov_base, pieces_[i].iov_len);
        to += pieces_[i].iov_len;
    }
    return ::send(t.fd_.get(), t.loop_.scratch().data(), left_, MSG_NOSIGNAL);
}

bool transport::writing::send() {
    auto& t = transport_;
    while (left_ > 0) {
        auto const n = send_once();
        if (n < 0) {
            if (errno == EINTR) continue;
            if (would_block()) {
                t.writable_ = false;
                return false;
            }
            result_.error = last_error();
            return true;
        }
        took(static_cast<std::size_t>(n));
    }
    return true;
}

void transport::writing::took(std::size_t bytes) {
    result_.bytes += bytes;
    left_ -= bytes;
    while (bytes > 0) {
        auto& piece = pieces_[first_];
        if (bytes < piece.iov_len) {
            piece.iov_base = static_cast<char*>(piece.iov_base) + bytes;
            piece.iov_len -= bytes;
            return;
        }
        bytes -= piece.iov_len;
        ++first_;
    }
}

void transport::writing::await_suspend(std::coroutine_handle<> waiting) {
    auto& t = transport_;
    waiting_ = waiting;
    t.writer_ = this;
    t.limit_write();
    t.listen_for_room();
    if (t.broken_) t.loop_.give_turn(t);
}

bool transport::writing::go_on(boost::system::error_code refused) {
    auto& t = transport_;
    auto const before = result_.bytes;
    if (refused)
        result_.error = refused;
    else if (!send()) {
        // A peer that reads slowly is not one that does not read.
        if (result_.bytes > before && t.write_deadline_.armed()) t.limit_write();
        return false;
    }
    t.write_deadline_.clear();
    return true;
}

} // namespace ficus::io

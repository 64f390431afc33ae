#include "facade/net/listener.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <linux/filter.h>
#include <new>
#include <sys/socket.h>
#include <system_error>

namespace ficus::net {

namespace {

// Out of descriptors or memory: a moment later there may be some again. Accepting must never stop for good.
constexpr std::chrono::milliseconds accept_pause{100};
// In one turn of the loop: who is connected already comes first.
constexpr int most_at_once = 16;
// Between the last new handshake and the socket's end: a handshake takes a round trip.
constexpr std::chrono::milliseconds last_handshakes{60};

// accept(2): errors of the new connection, which is gone already, come through accept too.
bool is_of_the_new_one(int error) {
    switch (error) {
    case ECONNABORTED:
    case EPROTO:
    case ENETDOWN:
    case ENOPROTOOPT:
    case EHOSTDOWN:
    case ENONET:
    case EHOSTUNREACH:
    case EOPNOTSUPP:
    case ENETUNREACH: return true;
    default: return false;
    }
}

/// From now on the socket hears no SYN: who sent it will send it again, to whoever listens by then. Where
/// there can be no filter, the moment between the last accept and the close stays as it was.
void turn_new_ones_away(int fd) {
    constexpr std::uint32_t flags = 13; // RFC 9293 §3.1: octet of the TCP header, which the filter sees
    constexpr std::uint32_t syn = 0x02;
    std::array<sock_filter, 4> steps = {{BPF_STMT(BPF_LD | BPF_B | BPF_ABS, flags),
                                         BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, syn, 0, 1),
                                         BPF_STMT(BPF_RET | BPF_K, 0), BPF_STMT(BPF_RET | BPF_K, ~0U)}};
    sock_fprog const program{static_cast<unsigned short>(steps.size()), steps.data()};
    ::setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

} // namespace

/// One listening socket, level-triggered: what is left to accept is told again.
struct listener::door final : io::watched {
    door(listener& l, bound_socket socket)
        : of(l), kept_elsewhere(socket.kept_elsewhere()), fd(socket.release()),
          pause(l.worker_.loop.deadlines(), &door::go_on, this),
          last_call(l.worker_.loop.deadlines(), &door::end, this) {
        if (!of.worker_.loop.watch(fd.get(), EPOLLIN, *this))
            throw std::system_error(errno, std::generic_category(), "epoll_ctl");
    }
    ~door() { close(); }

    void wind_down();
    void close();
    void accept(int most);
    void on_events(std::uint32_t) override { accept(most_at_once); }
    static void go_on(void* self) {
        auto& d = *static_cast<door*>(self);
        if (!d.of.worker_.loop.change(d.fd.get(), EPOLLIN, d)) d.pause.set(accept_pause);
    }
    static void end(void* self) {
        auto& d = *static_cast<door*>(self);
        d.accept(std::numeric_limits<int>::max());
        d.close();
        d.of.tell_if_empty();
    }

    listener& of;
    bool const kept_elsewhere;
    io::descriptor fd;
    io::deadline pause;
    io::deadline last_call;
    bool waits_for_room = false;
};

/// Closes it once those have been let in who are in the kernel's queue, or on their way there: closing resets
/// whoever is.
void listener::door::wind_down() {
    if (!fd) return;
    if (!kept_elsewhere) turn_new_ones_away(fd.get());
    last_call.set(last_handshakes);
}

void listener::door::close() {
    // The socket may live on in other descriptors, of other threads or processes.
    if (fd) of.worker_.loop.unwatch(fd.get(), *this);
    fd.close();
    pause.clear();
    last_call.clear();
}

void listener::door::accept(int most) {
    for (int n = 0; n < most && fd; ++n) {
        if (of.is_full()) {
            of.worker_.counters.thread(of.worker_.index).accept_paused.add();
            of.worker_.loop.change(fd.get(), 0, *this);
            waits_for_room = true;
            return;
        }
        boost::asio::ip::tcp::endpoint peer;
        auto size = static_cast<socklen_t>(peer.capacity());
        io::descriptor accepted(::accept4(fd.get(), peer.data(), &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
        if (accepted) {
            peer.resize(size);
            of.admit(std::move(accepted), peer);
            continue;
        }
        if (errno == EAGAIN || errno == EWOULDBLOCK) return;
        if (errno == EINTR || is_of_the_new_one(errno)) continue;
        of.worker_.counters.thread(of.worker_.index).accept_failed.add();
        of.worker_.loop.change(fd.get(), 0, *this);
        pause.set(accept_pause);
        return;
    }
}

listener::listener(pipeline::worker& on) : worker_(on) {}

listener::~listener() = default;

void listener::add(bound_socket socket) {
    doors_.push_back(std::make_unique<door>(*this, std::move(socket)));
}

void listener::admit(io::descriptor accepted, boost::asio::ip::tcp::endpoint peer) {
    client_connection* c = nullptr;
    try {
        c = new client_connection(worker_, std::move(accepted), peer,
                                  [this](client_connection& gone) { remove(gone); });
        connections_.push_back(*c);
        worker_.counters.thread(worker_.index).connections_open.add();
        c->start();
        if (draining_) c->drain();
    } catch (std::bad_alloc const&) {
        // This one cannot be served; the others can.
        worker_.counters.thread(worker_.index).accept_failed.add();
        if (c != nullptr) remove(*c);
    }
}

void listener::admit_at_most(std::size_t connections) {
    most_ = connections;
    let_in();
}

void listener::let_in() {
    if (is_full()) return;
    for (auto& d : doors_)
        if (d->fd && std::exchange(d->waits_for_room, false)) door::go_on(d.get());
}

void listener::remove(client_connection& c) {
    connections_.erase(connections_.iterator_to(c));
    delete &c;
    worker_.counters.thread(worker_.index).connections_open.subtract();
    let_in();
    tell_if_empty();
}

void listener::tell_if_empty() {
    bool const closed = std::none_of(doors_.begin(), doors_.end(), [](auto const& d) { return bool(d->fd); });
    if (draining_ && closed && connections_.empty() && empty_) std::exchange(empty_, nullptr)();
}

void listener::leave_doors() {
    for (auto& d : doors_) d->close();
}

void listener::drain(std::function<void()> empty) {
    draining_ = true;
    empty_ = std::move(empty);
    for (auto& d : doors_) d->wind_down();
    for (auto& c : connections_) c.drain();
    tell_if_empty();
}

void listener::cancel_all() {
    for (auto& d : doors_) d->close();
    for (auto& c : connections_) c.cancel();
    tell_if_empty();
}

} // namespace ficus::net

#include "facade/dns/lookup.hpp"

#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>

#include <algorithm>
#include <ares.h>
#include <cstdint>
#include <cstring>
#include <netinet/in.h>
#include <new>
#include <sys/time.h>

namespace ficus::dns {

namespace {

constexpr std::size_t most_at_once = 8;

// A datagram may be lost: it is sent again after this part of the time, then after twice as long.
constexpr int part_for_one_try = 4;

lookup_failure code_of(int status) {
    switch (status) {
    case ARES_ENODATA:
    case ARES_ENOTFOUND:
    case ARES_EBADNAME: return lookup_failure::not_found;
    case ARES_ETIMEOUT: return lookup_failure::timed_out;
    default: return lookup_failure::failed;
    }
}

lookup_error error_of(int status) {
    return {code_of(status), ares_strerror(status)};
}

std::optional<boost::asio::ip::address> address_of(ares_addrinfo_node const& node) {
    using namespace boost::asio::ip;
    if (node.ai_family == AF_INET && node.ai_addrlen >= sizeof(sockaddr_in)) {
        sockaddr_in in;
        std::memcpy(&in, node.ai_addr, sizeof in);
        return address_v4(ntohl(in.sin_addr.s_addr));
    }
    if (node.ai_family == AF_INET6 && node.ai_addrlen >= sizeof(sockaddr_in6)) {
        sockaddr_in6 in;
        std::memcpy(&in, node.ai_addr, sizeof in);
        address_v6::bytes_type bytes;
        std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
        return address_v6(bytes, in.sin6_scope_id);
    }
    return std::nullopt;
}

/// What is known of a name holds as long as each record that led to it.
std::chrono::seconds ttl_of(ares_addrinfo const& all) {
    std::optional<int> least;
    auto const note = [&](int ttl) { least = std::min(least.value_or(ttl), ttl); };
    for (auto const* n = all.nodes; n != nullptr; n = n->ai_next) note(n->ai_ttl);
    for (auto const* n = all.cnames; n != nullptr; n = n->next) note(n->ttl);
    return std::chrono::seconds(std::max(0, least.value_or(0)));
}

} // namespace

std::string_view name_of(lookup_outcome o) {
    switch (o) {
    case lookup_outcome::ok: return "ok";
    case lookup_outcome::not_found: return "not_found";
    case lookup_outcome::failed: return "failed";
    case lookup_outcome::timed_out: return "timeout";
    case lookup_outcome::count_: break;
    }
    return "unknown";
}

lookup_outcome outcome_of(lookup_result const& r) {
    if (r.has_value()) return lookup_outcome::ok;
    switch (r.error().code) {
    case lookup_failure::not_found: return lookup_outcome::not_found;
    case lookup_failure::timed_out: return lookup_outcome::timed_out;
    default: return lookup_outcome::failed;
    }
}

// A channel for each lookup: it reads the system's files as they are now, and has a port and a sequence of
// query ids of its own, which who would forge an answer has to guess each time (RFC 5452).
struct lookup::work {
    struct watch final : io::watched {
        watch(work& of, int fd) : of(of), fd(fd) {}
        void on_events(std::uint32_t events) override {
            bool const readable = (events & (EPOLLIN | EPOLLERR | EPOLLHUP)) != 0;
            bool const writable = (events & EPOLLOUT) != 0;
            of.go_on(readable ? fd : ARES_SOCKET_BAD, writable ? fd : ARES_SOCKET_BAD);
        }
        work& of;
        int fd;
    };

    work(io::loop& on, std::chrono::milliseconds within, receiver to)
        : loop(on), done(std::move(to)), resend(on.deadlines(), &work::resend_now, this),
          limit(on.deadlines(), &work::give_up, this) {
        limit.set(within);
    }
    ~work() {
        over = true;
        // It tells of each socket that it closes.
        if (channel != nullptr) ares_destroy(channel);
        for (auto const& s : sockets) loop.forget(*s);
    }

    void begin(dns_options const& by, std::string const& host);
    void mind(int fd, bool readable, bool writable);
    void take(int status, ares_addrinfo* found);
    void go_on(int readable, int writable);
    void wait();
    void finish();
    static void resend_now(void* self) { static_cast<work*>(self)->go_on(ARES_SOCKET_BAD, ARES_SOCKET_BAD); }
    static void give_up(void* self);

    io::loop& loop;
    receiver done;
    ares_channel channel = nullptr;
    // Those that are closed stay: it may be one of them that is told of what closes it.
    std::vector<std::unique_ptr<watch>> sockets;
    std::optional<lookup_result> got;
    bool over = false;
    io::deadline resend;
    io::deadline limit;
};

void lookup::work::begin(dns_options const& by, std::string const& host) {
    ares_options how{};
    how.timeout =
        static_cast<int>(std::clamp<std::int64_t>(by.timeout.count() / part_for_one_try, 1, 60'000));
    how.tries = part_for_one_try;
    how.sock_state_cb_data = this;
    how.sock_state_cb = [](void* self, ares_socket_t fd, int readable, int writable) {
        static_cast<work*>(self)->mind(fd, readable != 0, writable != 0);
    };
    auto status =
        ares_init_options(&channel, &how, ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB);
    if (status == ARES_SUCCESS && !by.servers.empty()) {
        std::string list;
        for (auto const& server : by.servers) list += (list.empty() ? "" : ",") + server;
        status = ares_set_servers_ports_csv(channel, list.c_str());
    }
    if (status != ARES_SUCCESS) {
        got.emplace(error_of(status));
    } else {
        ares_addrinfo_hints wanted{};
        wanted.ai_family = AF_UNSPEC;
        wanted.ai_socktype = SOCK_STREAM;
        ares_getaddrinfo(
            channel, host.c_str(), nullptr, &wanted,
            [](void* self, int status, int, ares_addrinfo* found) {
                static_cast<work*>(self)->take(status, found);
            },
            this);
    }
    // Whoever asked is not called within this call.
    if (got)
        resend.set({});
    else
        wait();
}

// No exception may pass through c-ares.
void lookup::work::mind(int fd, bool readable, bool writable) try {
    auto const known =
        std::find_if(sockets.begin(), sockets.end(), [&](auto const& s) { return s->fd == fd; });
    if (!readable && !writable) {
        if (known == sockets.end()) return;
        loop.unwatch(fd, **known);
        (*known)->fd = ARES_SOCKET_BAD;
        return;
    }
    auto const events = (readable ? std::uint32_t{EPOLLIN} : 0U) | (writable ? std::uint32_t{EPOLLOUT} : 0U);
    if (known != sockets.end()) {
        if (!loop.change(fd, events, **known)) got.emplace(error_of(ARES_ENOMEM));
        return;
    }
    auto& made = *sockets.emplace_back(std::make_unique<watch>(*this, fd));
    if (!loop.watch(fd, events, made)) got.emplace(error_of(ARES_ENOMEM));
} catch (std::bad_alloc const&) {
    // Nothing is heard of this socket: `limit` ends it.
}

void lookup::work::take(int status, ares_addrinfo* found) try {
    std::unique_ptr<ares_addrinfo, decltype(&ares_freeaddrinfo)> const owned(found, &ares_freeaddrinfo);
    if (over) return;
    answer made;
    if (status == ARES_SUCCESS && found != nullptr)
        for (auto const* n = found->nodes; n != nullptr; n = n->ai_next)
            if (auto const address = address_of(*n);
                address &&
                std::find(made.addresses.begin(), made.addresses.end(), *address) == made.addresses.end())
                made.addresses.push_back(*address);
    if (made.addresses.empty()) {
        got.emplace(error_of(status == ARES_SUCCESS ? ARES_ENODATA : status));
        return;
    }
    if (!sockets.empty()) made.ttl = ttl_of(*found);
    got.emplace(std::move(made));
} catch (std::bad_alloc const&) {
    // The same: `limit` ends it.
}

void lookup::work::go_on(int readable, int writable) {
    if (over) return;
    if (!got) ares_process_fd(channel, readable, writable);
    if (got) return finish();
    wait();
}

void lookup::work::wait() {
    timeval left{};
    if (ares_timeout(channel, nullptr, &left) != nullptr)
        resend.set(std::chrono::seconds(left.tv_sec) + std::chrono::microseconds(left.tv_usec));
}

void lookup::work::give_up(void* self) {
    auto& w = *static_cast<work*>(self);
    if (!w.got) w.got.emplace(error_of(ARES_ETIMEOUT));
    w.finish();
}

void lookup::work::finish() {
    limit.clear();
    resend.clear();
    auto const tell = std::move(done);
    auto result = std::move(*got);
    over = true;
    tell(std::move(result)); // this may be gone now
}

lookup::lookup(io::loop& on, dns_options const& by, std::string const& host, receiver done)
    : work_(std::make_unique<work>(on, by.timeout, std::move(done))) {
    work_->begin(by, host);
}

lookup::~lookup() = default;

std::vector<lookup_result> look_up(dns_options const& by, std::vector<std::string> const& hosts) {
    std::vector<lookup_result> results(hosts.size(), lookup_result(lookup_error{}));
    std::vector<std::unique_ptr<lookup>> asking(hosts.size());
    if (hosts.empty()) return results;
    io::loop loop;
    std::size_t next = 0;
    std::size_t over = 0;
    std::function<void()> const begin_one = [&] {
        if (next == hosts.size()) return;
        auto const i = next++;
        asking[i] = std::make_unique<lookup>(loop, by, hosts[i], [&, i](lookup_result r) {
            results[i] = std::move(r);
            asking[i].reset();
            if (++over == hosts.size()) return loop.stop();
            begin_one();
        });
    };
    for (std::size_t i = 0; i < std::min(most_at_once, hosts.size()); ++i) begin_one();
    loop.run();
    return results;
}

} // namespace ficus::dns

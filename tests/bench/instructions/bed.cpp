#include "bench/instructions/bed.hpp"

#include "bench/peer/poller.hpp"
#include "bench/peer/stream.hpp"
#include "facade/app/site_builder.hpp"
#include "facade/config/reader.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace ficus::bench {

namespace {

std::string name_of_feature(std::size_t n) {
    return "f" + std::to_string(n);
}

std::string configuration_for(std::size_t features, std::uint16_t origin) {
    auto const endpoint = "endpoints = [\"http://127.0.0.1:" + std::to_string(origin) + "\"]\n";
    auto text = "[facade]\nlegacy = \"legacy\"\n[facade.log]\naccess = 0.01\n"
                "[upstreams.legacy]\n" +
                endpoint + "[upstreams.modern]\n" + endpoint;
    for (std::size_t n = 0; n < features; ++n)
        text += "[features." + name_of_feature(n) + "]\nmatch = [{ path_prefix = \"/app/" +
                name_of_feature(n) +
                "\" }]\nmodern = \"modern\"\nsticky = [\"header:X-User-Id\", \"cookie:sid\"]\n";
    return text;
}

/// Five rules that are looked at and do not hold, then half of the requests to modern.
rules::rule_set rules_for(std::size_t features, rules::share shadow) {
    rules::rule_set set;
    set.revision = 1;
    for (std::size_t n = 0; n < features; ++n) {
        rules::feature_rules f;
        f.feature = name_of_feature(n);
        f.shadow = shadow;
        for (auto const* text :
             {"header:X-Beta=1", "cookie:group=beta", "query:preview=1", "ip=10.0.0.0/8", "method=PATCH"})
            f = rules::flip(std::move(f), {*rules::condition::parse(text)}, rules::share::all());
        f = rules::flip(std::move(f), {}, rules::share::of_hundredths(5000));
        set.features.push_back(std::move(f));
    }
    return set;
}

int listening_socket() {
    int const fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || ::bind(fd, reinterpret_cast<sockaddr*>(&at), sizeof at) != 0 || ::listen(fd, 16) != 0)
        give_up("listen");
    return fd;
}

void send_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const n = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n < 0) give_up("send");
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
}

/// What is there, or nothing.
std::string_view receive(int fd, std::span<char> into, bool& ended) {
    auto const n = ::recv(fd, into.data(), into.size(), MSG_DONTWAIT);
    ended = n == 0;
    return {into.data(), static_cast<std::size_t>(std::max<ssize_t>(n, 0))};
}

} // namespace

bed::bed(std::size_t features, rules::share shadow, turn through)
    : features_(features), through_(std::move(through)), origin_(listening_socket()) {
    build(features, shadow);
}

bed::~bed() {
    close_client();
    for (auto const& pool : worker_->current->pools) pool->close_idle();
    bool empty = false;
    listener_->drain([&] { empty = true; });
    while (!empty) take_turn();
    for (auto const& [fd, message] : asked_) ::close(fd);
    ::close(origin_);
}

void bed::build(std::size_t features, rules::share shadow) {
    auto const read = config::read_text(configuration_for(features, port_of(origin_)), "bed.toml",
                                        [](std::string const&) { return std::nullopt; });
    if (!read) fail(read.error().front().to_string());
    auto built = app::build_site(*read, counters_, nullptr, &upstream::resolve);
    if (!built) fail(built.error());
    auto const& site = built->site;
    auto view = std::make_shared<pipeline::view>();
    auto snapshot = app::build_snapshot(site, rules_for(features, shadow));
    if (!snapshot) fail(snapshot.error());
    view->snapshot = std::move(*snapshot);
    for (auto const& group : site->upstreams)
        view->pools.push_back(upstream::pool::make(loop_, group, *this));
    worker_.reset(new pipeline::worker{.loop = loop_,
                                       .index = 0,
                                       .counters = counters_,
                                       .access_log = log_,
                                       .random = [this] { return random_(); },
                                       .wall_clock = [] { return std::chrono::system_clock::now(); },
                                       .shadow = {[this](std::unique_ptr<shadow::job> copy) {
                                                      copies_.push_back(std::move(copy));
                                                      return true;
                                                  },
                                                  shadow_bytes_, shadow_places_},
                                       .held_bytes = held_bytes_,
                                       .current = std::move(view)});
    listener_ = std::make_unique<net::listener>(*worker_);
    auto bound = net::bound_socket::open({boost::asio::ip::address_v4::loopback(), 0});
    if (!bound) fail(bound.error().message);
    port_ = bound->where().port();
    listener_->add(std::move(*bound));
}

std::string bed::path(std::size_t n) const {
    return "/app/" + name_of_feature(n % features_) + "/things/4711";
}

void bed::take_turn() {
    through_([this] { loop_.poll(); });
    copies_.clear();
    logged_.clear();
    log_.drain(logged_);
}

void bed::open_client() {
    if (client_ < 0) client_ = connect_to(port_);
}

void bed::close_client() {
    if (client_ >= 0) ::close(client_);
    client_ = -1;
}

int bed::asked_origin() {
    for (int turns = 0; turns < 4; ++turns) {
        std::vector<pollfd> fds = {{origin_, POLLIN, 0}};
        for (auto const& [fd, message] : asked_) fds.push_back({fd, POLLIN, 0});
        ::poll(fds.data(), fds.size(), 0);
        for (std::size_t i = 1; i < fds.size(); ++i)
            if (fds[i].revents != 0) return fds[i].fd;
        if (fds[0].revents != 0) asked_[::accept4(origin_, nullptr, nullptr, SOCK_CLOEXEC)];
        take_turn();
    }
    fail("the origin was not asked");
}

void bed::exchange(std::string_view request, std::string_view answer, bool close) {
    std::array<char, 65536> bytes;
    bool ended = false;
    open_client();
    send_all(client_, request);
    take_turn();
    int const origin = asked_origin();
    auto& asked = asked_[origin];
    for (int turns = 0; !asked.take(receive(origin, bytes, ended)); ++turns) {
        if (ended || turns == 64) fail("the origin got no whole request");
        take_turn();
    }
    asked.clear();
    send_all(origin, answer);
    take_turn();
    message told;
    for (int turns = 0; !told.take(receive(client_, bytes, ended)); ++turns) {
        if (ended || turns == 64) fail("the client got no whole answer");
        take_turn();
    }
    if (!told.head().starts_with("HTTP/1.1 200 ") || !told.error().empty())
        fail("the client got: " + std::string(told.head()) + std::string(told.error()));
    if (!close) return;
    close_client();
    take_turn();
}

void bed::fail(std::string const& what) {
    std::fprintf(stderr, "bench_instructions: %s\n", what.c_str());
    std::exit(1);
}

} // namespace ficus::bench

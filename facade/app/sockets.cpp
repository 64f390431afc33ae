#include "facade/app/sockets.hpp"

#include <algorithm>

namespace ficus::app {

namespace {

using net::bound_socket;
using endpoint = boost::asio::ip::tcp::endpoint;
template<class T>
using result = boost::system::result<T, std::string>;

endpoint endpoint_of(config::address const& a) {
    return {boost::asio::ip::make_address(a.host), a.port};
}

/// All sockets of one address.
struct group {
    endpoint where;
    bool admin = false;
    std::vector<bound_socket> sockets;
    bool taken = false;
};

std::vector<group> by_address(std::vector<passed_socket> passed_on) {
    std::vector<group> groups;
    for (auto& one : passed_on) {
        auto const where = one.socket.where();
        auto known = std::find_if(groups.begin(), groups.end(),
                                  [&](group const& g) { return g.where == where && g.admin == one.admin; });
        if (known == groups.end()) known = groups.insert(known, group{where, one.admin, {}, false});
        known->sockets.push_back(std::move(one.socket));
    }
    return groups;
}

group* take(std::vector<group>& from, endpoint const& wanted, bool admin) {
    auto const fits = [&](group const& g) {
        return !g.taken && g.admin == admin && g.where.address() == wanted.address() &&
               (wanted.port() == 0 || wanted.port() == g.where.port());
    };
    auto const found = std::find_if(from.begin(), from.end(), fits);
    if (found == from.end()) return nullptr;
    found->taken = true;
    return &*found;
}

std::string cannot_listen(net::listen_error const& why) {
    return "cannot listen on " + why.address + ": " + why.message +
           "; is another program there? (facade.listen)";
}

result<std::vector<bound_socket>> new_ones(endpoint at, std::size_t count) {
    std::vector<bound_socket> made;
    while (made.size() < count) {
        auto bound = bound_socket::open(at);
        if (!bound) return cannot_listen(bound.error());
        at = bound->where();
        made.push_back(std::move(*bound));
    }
    return made;
}

/// A thread without a socket of its own shares another's.
result<void> make_enough(std::vector<bound_socket>& sockets, std::size_t count) {
    for (auto const had = sockets.size(); sockets.size() < count;) {
        auto again = sockets[sockets.size() % had].again();
        if (!again) return cannot_listen(again.error());
        sockets.push_back(std::move(*again));
    }
    return {};
}

} // namespace

result<facade_sockets> open_sockets(config::facade_options const& options, std::size_t threads,
                                    std::vector<passed_socket> passed_on) {
    auto groups = by_address(std::move(passed_on));
    std::vector<group*> of_listen(options.listen.size());
    // Who names a port comes first: port 0 takes what is left.
    for (bool const any_port : {false, true})
        for (std::size_t i = 0; i < of_listen.size(); ++i)
            if ((options.listen[i].port == 0) == any_port)
                of_listen[i] = take(groups, endpoint_of(options.listen[i]), false);

    facade_sockets all;
    all.of_threads.resize(threads);
    for (std::size_t i = 0; i < of_listen.size(); ++i) {
        result<std::vector<bound_socket>> sockets = std::vector<bound_socket>{};
        if (of_listen[i] != nullptr)
            *sockets = std::move(of_listen[i]->sockets);
        else
            sockets = new_ones(endpoint_of(options.listen[i]), threads);
        if (!sockets) return sockets.error();
        if (auto done = make_enough(*sockets, threads); !done) return done.error();
        all.listen.push_back(net::text_of(sockets->front().where()));
        for (std::size_t s = 0; s < sockets->size(); ++s)
            all.of_threads[s % threads].push_back(std::move((*sockets)[s]));
    }
    if (auto* const admin = take(groups, endpoint_of(options.admin), true))
        all.admin = std::move(admin->sockets.front());
    for (auto const& g : groups)
        if (!g.taken) all.unasked.push_back(net::text_of(g.where));
    return all;
}

} // namespace ficus::app

#pragma once

#include "bench/peer/message.hpp"
#include "bench/peer/stream.hpp"

#include <list>
#include <map>
#include <string>

namespace ficus::bench {

/// The server behind the proxies. What it answers stands in the last segment of the path: `/small` (13
/// bytes), `/16k`, `/1m`; `/echo` is answered with what was sent, and `/seen` too, but with 422; anything
/// else is 404, which fails the run.
class origin : pollable {
public:
    explicit origin(poller& in);
    std::uint16_t port() const { return port_of(listening_); }

private:
    struct connection final : pollable {
        connection(origin& of, int fd) : owner(of), peer(of.poller_, fd, *this) {}
        void ready() override;
        origin& owner;
        stream peer;
        message request{true};
        std::string answer; ///< while it is sent: one that is made of the request
        std::list<connection>::iterator place;
    };
    void ready() override;
    std::string_view answer_to(connection& asked) const;

    poller& poller_;
    int listening_;
    std::map<std::string, std::string, std::less<>> answers_;
    std::string not_found_;
    std::list<connection> connections_;
};

} // namespace ficus::bench

#pragma once

#include "facade/io/inbox.hpp"
#include "facade/io/task.hpp"
#include "facade/io/transport.hpp"
#include "facade/pipeline/exchange.hpp"
#include "facade/pipeline/worker.hpp"

#include <boost/intrusive/list.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace ficus::net {

/// One client's connection: requests one after the other, each handed to an exchange. Owned by its listener,
/// which destroys it once it is told that it has finished.
class client_connection final : public boost::intrusive::list_base_hook<>, private io::watched {
public:
    using finished = std::function<void(client_connection&)>;
    client_connection(pipeline::worker& on, io::descriptor accepted, io::endpoint peer, finished when_done);
    client_connection(client_connection const&) = delete;
    client_connection& operator=(client_connection const&) = delete;

    /// Begins to serve; returns at the first wait.
    void start();
    /// The facade drains: a connection that waits for another request is closed, others after their answer.
    /// One that was never asked anything still has a moment to do so: its client may have sent it already.
    void drain();
    /// The facade stops: whatever is under way fails.
    void cancel();

private:
    enum class head_end : std::uint8_t { complete, closed, refused };
    enum class what_next : std::uint8_t { request, farewell, close };
    io::task<void> serve();
    /// The turn after its end.
    void on_events(std::uint32_t) override { when_done_(*this); }
    void break_off(std::string_view why) noexcept;
    io::task<void> serve_requests();
    io::task<what_next> serve_one(std::size_t head_size);
    io::task<head_end> read_head(std::size_t& size);
    io::task<void> refuse(http::refusal why);
    io::task<void> linger();

    pipeline::worker& worker_;
    io::transport stream_;
    io::inbox in_;
    rules::ip_address address_;
    std::string address_text_;
    finished when_done_;
    io::side_task serving_;
    pipeline::exchange* exchange_ = nullptr;
    bool idle_ = false;
    bool asked_ = false; ///< a request has begun
    bool cancelled_ = false;
};

/// As the rules know addresses: IPv4 in its mapped form.
rules::ip_address to_rules(boost::asio::ip::address const& address);

} // namespace ficus::net

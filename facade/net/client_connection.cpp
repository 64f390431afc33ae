#include "facade/net/client_connection.hpp"

#include "facade/http/problem.hpp"
#include "facade/http/scan.hpp"
#include "facade/pipeline/identity.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>

namespace ficus::net {

namespace {

// After the last answer: as long as it takes a client to read it, but not at its discretion.
constexpr std::chrono::seconds linger_time{2};
constexpr std::size_t linger_bytes = 4 * 1024 * 1024;
// While the facade drains.
constexpr std::chrono::seconds first_request_time{1};

} // namespace

rules::ip_address to_rules(boost::asio::ip::address const& address) {
    if (address.is_v4()) return rules::ip_address::v4(address.to_v4().to_bytes());
    rules::ip_address result;
    result.bytes = address.to_v6().to_bytes();
    return result;
}

client_connection::client_connection(pipeline::worker& on, io::descriptor accepted, io::endpoint peer,
                                     finished when_done)
    : worker_(on), stream_(on.loop, std::move(accepted), peer), address_(to_rules(stream_.peer().address())),
      address_text_(address_.to_string()), when_done_(std::move(when_done)) {}

void client_connection::start() {
    serving_.start(serve());
}

void client_connection::drain() {
    if (!idle_) return;
    if (asked_)
        stream_.cancel();
    else
        stream_.read_within(first_request_time);
}

void client_connection::cancel() {
    cancelled_ = true;
    if (exchange_ != nullptr)
        exchange_->cancel();
    else
        stream_.cancel();
}

// A bug, or no memory: this client's connection is lost, the others' are not.
void client_connection::break_off(std::string_view why) noexcept {
    exchange_ = nullptr;
    // Whatever it has got must not look complete.
    stream_.reset();
    try {
        auto& line = worker_.line;
        line.clear();
        line.add("time", std::string_view(obs::iso_time(worker_.wall_clock()))).add("level", "error");
        line.add("event", "internal_error").add("detail", why);
        worker_.access_log.push(line.finish());
    } catch (std::exception const&) {
        // No memory to say so either.
    }
}

io::task<void> client_connection::serve() {
    try {
        co_await serve_requests();
    } catch (std::exception const& e) {
        break_off(e.what());
    }
    stream_.close();
    // Not from here: this coroutine is still on the stack of what would be destroyed. And by a turn, which
    // needs no memory: a connection that ends for want of it must go too.
    worker_.loop.give_turn(*this);
}

io::task<void> client_connection::serve_requests() {
    auto& cells = worker_.counters.thread(worker_.index);
    cells.connections_accepted.add();
    auto next = what_next::request;
    while (next == what_next::request && !cancelled_) {
        std::size_t size = 0;
        auto const end = co_await read_head(size);
        if (end == head_end::closed) co_return;
        next = end == head_end::refused ? what_next::farewell : co_await serve_one(size);
        // Requests that the facade answers by itself wait for nobody, and more of them may be here already.
        if (next == what_next::request && !in_.empty() && !worker_.loop.may_go_on())
            co_await worker_.loop.next_turn();
    }
    if (next == what_next::farewell) co_await linger();
}

// In a frame of its own: between requests, and while it lingers, a connection holds on to nothing that a
// request needs.
io::task<client_connection::what_next> client_connection::serve_one(std::size_t head_size) {
    http::request_head head;
    if (auto const refused = http::parse_head(in_.data().substr(0, head_size), head)) {
        co_await refuse(*refused);
        co_return what_next::farewell;
    }
    in_.consume(head_size);
    pipeline::exchange exchange(worker_, {stream_, in_, address_, address_text_}, head);
    exchange_ = &exchange;
    auto const keep = co_await exchange.run();
    exchange_ = nullptr;
    // A client that said itself that this is its last request has nothing more to say that a reset could
    // punish.
    bool const silent =
        !http::persists(head) && exchange.has_whole_request() && in_.empty() && stream_.is_quiet();
    if (keep) co_return what_next::request;
    co_return exchange.answered() && !silent ? what_next::farewell : what_next::close;
}

io::task<client_connection::head_end> client_connection::read_head(std::size_t& size) {
    // By value: a reload may free the site while this waits.
    auto const limits = worker_.current->snapshot->site->limits;
    http::head_scanner scanner;
    bool begun = false;
    bool waits = false;
    std::size_t skipped = 0;
    for (;;) {
        while (!begun && skipped < http::most_empty_lines && in_.data().starts_with("\r\n")) {
            in_.consume(2);
            ++skipped;
        }
        bool const maybe_empty_line = in_.data() == "\r";
        if (!in_.empty() && !maybe_empty_line) {
            asked_ = true;
            auto const state = scanner.scan(in_.data());
            if (state == http::head_scanner::state::bad) {
                co_await refuse({400, "bad_head", scanner.why()});
                co_return head_end::refused;
            }
            bool const complete = state == http::head_scanner::state::complete;
            if (complete ? scanner.size() > limits.max_header_size : in_.size() >= limits.max_header_size) {
                co_await refuse(
                    {431, "header_too_large", "the request's head is larger than max_header_size"});
                co_return head_end::refused;
            }
            if (complete) {
                stream_.clear_read_deadline();
                size = scanner.size();
                co_return head_end::complete;
            }
            if (!begun) stream_.read_within(limits.header_timeout);
            begun = true;
        }
        idle_ = !begun;
        if (idle_) {
            if (worker_.closing && asked_) co_return head_end::closed;
            in_.shrink();
            // Once: empty lines before a request (RFC 9112 §2.2) do not prolong the wait for it.
            if (!waits) stream_.read_within(limits.idle_timeout);
            waits = true;
        }
        auto const got = co_await stream_.receive(in_);
        idle_ = false;
        if (!got) {
            if (begun && got.error == boost::asio::error::timed_out) {
                co_await refuse({408, "header_timeout", "the request's head did not arrive in time"});
                co_return head_end::refused;
            }
            co_return head_end::closed;
        }
    }
}

io::task<void> client_connection::refuse(http::refusal why) {
    auto const id = pipeline::make_id(worker_.random);
    http::problem p;
    p.status = why.status;
    p.detail = why.message;
    p.proxy_error = "http_request_error";
    p.request_id = id;
    p.date = worker_.date.at(worker_.wall_clock());
    auto& cells = worker_.counters.thread(worker_.index);
    cells.requests.add();
    cells.refused.add();
    worker_.counters.count_refusal(why.reason);
    auto& line = worker_.line;
    line.clear();
    line.add("time", std::string_view(obs::iso_time(worker_.wall_clock())))
        .add("level", "warn")
        .add("event", "request");
    line.add("request_id", std::string_view(id)).add("client", std::string_view(address_text_));
    line.add("status", why.status).add_null("feature").add("why", why.reason).add("detail", why.message);
    worker_.access_log.push(line.finish());
    // The deadline that passed has spoilt the stream for reading and for writing, but a word of farewell
    // needs no waiting.
    auto const bytes = http::render(p, true, false);
    stream_.revive();
    stream_.clear_read_deadline(); // where it has not passed: that head is over
    stream_.write_within(std::chrono::seconds(1));
    auto const sent = co_await stream_.write(bytes);
    (sent ? cells.answered[obs::class_of(why.status) - 1] : cells.aborted).add();
}

io::task<void> client_connection::linger() {
    // RFC 9112 §9.6: a close with bytes unread would reset the connection, and the answer might be lost with
    // it. Nothing that is unread is looked at any more, and whoever was refused may come in thousands.
    in_.consume(in_.size());
    in_.shrink();
    stream_.revive(); // what timed out was the request; this is about the answer
    stream_.shutdown_send();
    stream_.read_within(linger_time);
    std::array<char, 4096> rubbish;
    for (std::size_t read = 0; read < linger_bytes;) {
        auto const got = co_await stream_.read_some(rubbish);
        if (!got) break;
        read += got.bytes;
    }
    stream_.clear_read_deadline();
}

} // namespace ficus::net

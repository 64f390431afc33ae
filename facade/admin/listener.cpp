#include "facade/admin/listener.hpp"

#include "facade/obs/thread_name.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <array>
#include <atomic>
#include <list>
#include <optional>
#include <thread>

namespace ficus::admin {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

auto report_to(error_code& error) {
    return asio::redirect_error(asio::use_awaitable, error);
}

using request_parser = http::request_parser<http::empty_body>;
using response = http::response<http::string_body>;

/// The problem that a head which could not be read is answered with; nullopt where nobody waits for an
/// answer.
std::optional<reply> problem_of(error_code const& error) {
    if (error == http::error::header_limit || error == http::error::buffer_overflow)
        return problem(431, "Request Header Fields Too Large", "the request's head is too large");
    if (error.category() == make_error_code(http::error::bad_method).category() &&
        error != http::error::end_of_stream && error != http::error::partial_message)
        return problem(400, "Bad Request", error.message());
    return std::nullopt;
}

/// What is wrong with a head that could be read.
std::optional<reply> refuse(request_parser const& parser) {
    auto const& head = parser.get();
    if (head.version() == 11 && head.count(http::field::host) != 1)
        return problem(400, "Bad Request", "an HTTP/1.1 request has exactly one Host");
    if (parser.chunked() || parser.content_length().value_or(0) > 0)
        return problem(413, "Content Too Large",
                       "nothing here takes a request with a body; send it without one");
    return std::nullopt;
}

response render(reply answer, unsigned version, bool keep_alive, bool head_only) {
    response out{static_cast<http::status>(answer.status), version};
    out.set(http::field::content_type, answer.content_type);
    out.set(http::field::cache_control, "no-store");
    if (!answer.allow.empty()) out.set(http::field::allow, answer.allow);
    out.keep_alive(keep_alive);
    out.content_length(answer.body.size());
    if (!head_only) out.body() = std::move(answer.body);
    return out;
}

listen_error cannot_listen(options const& how, error_code const& code) {
    auto const host = how.host.find(':') == std::string::npos ? how.host : '[' + how.host + ']';
    return {code, "cannot listen for admin on " + host + ':' + std::to_string(how.port) + " (" +
                      code.message() +
                      "); stop what listens there, or give `admin` of [facade] or --admin another address"};
}

} // namespace

struct listener::impl {
    /// An open connection. The list is ordered by when each was last answered (or opened): the first one is
    /// the first to go.
    using connections = std::list<beast::tcp_stream*>;

    options how;
    sources from;
    std::atomic<std::uint64_t> evicted = 0;
    // Outlives the context: connections that end with it take themselves out.
    connections open;
    asio::io_context context{1};
    tcp::acceptor acceptor{context};
    std::uint16_t port = 0;
    std::thread thread;

    impl(options o, sources s) : how(std::move(o)), from(std::move(s)) {}

    error_code take(io::descriptor listening) {
        error_code error;
        auto const host = asio::ip::make_address(how.host, error);
        if (error) return error;
        acceptor.assign(tcp::endpoint(host, 0).protocol(), listening.get(), error);
        if (error) return error;
        listening.release();
        port = acceptor.local_endpoint(error).port();
        return error;
    }

    error_code bind() {
        error_code error;
        auto const host = asio::ip::make_address(how.host, error);
        if (error) return error;
        tcp::endpoint const endpoint{host, how.port};
        acceptor.open(endpoint.protocol(), error);
        if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
        if (!error) acceptor.bind(endpoint, error);
        if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
        if (error) return error;
        port = acceptor.local_endpoint(error).port();
        return error;
    }

    void make_room() {
        if (open.size() < how.max_connections || open.empty()) return;
        ++evicted;
        auto* const oldest = open.front();
        open.pop_front();
        oldest->close();
    }

    asio::awaitable<void> accept() {
        while (true) {
            error_code error;
            auto socket = co_await acceptor.async_accept(report_to(error));
            if (error == asio::error::operation_aborted) co_return;
            if (error) {
                // Out of descriptors, most likely: the listener stays readable, so that trying at once would
                // spin.
                asio::steady_timer pause{context, std::chrono::milliseconds{100}};
                co_await pause.async_wait(report_to(error));
                continue;
            }
            make_room();
            asio::co_spawn(context, serve(beast::tcp_stream{std::move(socket)}), asio::detached);
        }
    }

    asio::awaitable<void> serve(beast::tcp_stream stream) {
        struct registration {
            connections& open;
            beast::tcp_stream* stream;
            registration(connections& o, beast::tcp_stream* s) : open(o), stream(s) { open.push_back(s); }
            ~registration() { open.remove(stream); }
            void answered() {
                open.remove(stream);
                open.push_back(stream);
            }
        } registered{open, &stream};

        beast::flat_buffer buffer;
        while (co_await serve_one(stream, buffer)) registered.answered();
        co_await linger(stream);
    }

    /// Ends a connection without losing the last answer: closing it over unread bytes would reset it.
    asio::awaitable<void> linger(beast::tcp_stream& stream) {
        error_code error;
        stream.socket().shutdown(tcp::socket::shutdown_send, error);
        std::array<char, 4096> unread;
        stream.expires_after(std::chrono::seconds{1});
        while (!error) co_await stream.async_read_some(asio::buffer(unread), report_to(error));
    }

    /// Whether the connection may carry another request.
    asio::awaitable<bool> serve_one(beast::tcp_stream& stream, beast::flat_buffer& buffer) {
        error_code error;
        // The first byte by itself: until it comes the connection is idle, and may be so for longer than a
        // head takes.
        if (buffer.size() == 0) {
            stream.expires_after(how.idle_timeout);
            auto const size = co_await stream.async_read_some(buffer.prepare(1024), report_to(error));
            if (error) co_return false;
            buffer.commit(size);
        }
        request_parser parser;
        parser.header_limit(static_cast<std::uint32_t>(how.max_header_size));
        stream.expires_after(how.header_timeout);
        co_await http::async_read_header(stream, buffer, parser, report_to(error));
        auto const& head = parser.get();
        auto answer = error ? problem_of(error) : refuse(parser);
        if (error && !answer) co_return false;
        // After an error nobody knows where the next request begins.
        bool const keep_alive = !answer && parser.keep_alive();
        if (!answer) answer = answer_to(head.method_string(), head.target(), from);
        auto const out = render(std::move(*answer), error ? 11 : head.version(), keep_alive,
                                !error && head.method() == http::verb::head);
        http::response_serializer<http::string_body> serializer{out};
        stream.expires_after(how.write_timeout);
        co_await http::async_write(stream, serializer, report_to(error));
        co_return !error && keep_alive;
    }
};

listener::listener(std::unique_ptr<impl> made) : impl_(std::move(made)) {}

listener::~listener() {
    stop();
}

boost::system::result<std::unique_ptr<listener>, listen_error>
listener::start(options const& how, sources from, io::descriptor listening) {
    auto made = std::make_unique<impl>(how, std::move(from));
    if (auto const error = listening ? made->take(std::move(listening)) : made->bind())
        return cannot_listen(how, error);
    asio::co_spawn(made->context, made->accept(), asio::detached);
    made->thread = std::thread{[&context = made->context] {
        obs::name_this_thread("ficus-admin");
        context.run();
    }};
    return std::unique_ptr<listener>{new listener{std::move(made)}};
}

void listener::leave_door() {
    // Not close(): Asio leaves a socket that it closes to the kernel to forget, which does not while others
    // have it open.
    asio::post(impl_->context, [this] {
        error_code error;
        io::descriptor const closed(impl_->acceptor.release(error));
    });
}

void listener::stop() {
    impl_->context.stop();
    if (impl_->thread.joinable()) impl_->thread.join();
}

std::uint16_t listener::port() const {
    return impl_->port;
}

int listener::socket() const {
    return impl_->acceptor.native_handle();
}

std::uint64_t listener::evicted() const {
    return impl_->evicted;
}

} // namespace ficus::admin

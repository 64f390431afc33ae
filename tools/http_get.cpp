#include "tools/http_get.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <exception>

namespace ficus::tools {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

asio::awaitable<http::response<http::string_body>> get(beast::tcp_stream& stream, asio::ip::tcp::endpoint to,
                                                       http::request<http::empty_body> request) {
    co_await stream.async_connect(to, asio::use_awaitable);
    co_await http::async_write(stream, request, asio::use_awaitable);
    beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.body_limit(16 * 1024 * 1024);
    co_await http::async_read(stream, buffer, parser, asio::use_awaitable);
    co_return parser.release();
}

/// An address that means every interface can be listened on, not connected to.
asio::ip::address reachable(asio::ip::address const& listening) {
    if (!listening.is_unspecified()) return listening;
    return listening.is_v4() ? asio::ip::address(asio::ip::address_v4::loopback())
                             : asio::ip::address(asio::ip::address_v6::loopback());
}

} // namespace

result<std::string> http_get(config::address const& from, std::string const& target,
                             std::chrono::milliseconds deadline) {
    boost::system::error_code error;
    auto const host = asio::ip::make_address(from.host, error);
    if (error) return failure(exit_status::failed, "'" + from.host + "' is no address");
    http::request<http::empty_body> request{http::verb::get, target, 11};
    request.set(http::field::host, from.to_string());
    request.set(http::field::connection, "close");

    asio::io_context io{1};
    beast::tcp_stream stream{io};
    stream.expires_after(deadline);
    std::string body;
    std::string problem;
    asio::co_spawn(io, get(stream, {reachable(host), from.port}, std::move(request)),
                   [&](std::exception_ptr thrown, http::response<http::string_body> response) {
                       try {
                           if (thrown) std::rethrow_exception(thrown);
                       } catch (boost::system::system_error const& e) {
                           problem = e.code().message();
                           return;
                       }
                       if (response.result() != http::status::ok)
                           problem = "it answered " + std::to_string(response.result_int());
                       body = std::move(response.body());
                   });
    io.run();
    if (!problem.empty()) return failure(exit_status::failed, problem);
    return body;
}

} // namespace ficus::tools

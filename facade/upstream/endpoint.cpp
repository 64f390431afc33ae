#include "facade/upstream/endpoint.hpp"

#include <boost/asio/io_context.hpp>

namespace ficus::upstream {

std::vector<endpoint> resolve(upstream_options const& options) {
    boost::asio::io_context context;
    boost::asio::ip::tcp::resolver by(context);
    std::vector<endpoint> endpoints;
    for (auto const& e : options.endpoints) {
        endpoint resolved;
        resolved.authority = e.authority;
        resolved.weight = e.weight;
        boost::system::error_code error;
        auto const found = by.resolve(e.host, std::to_string(e.port), error);
        if (error) resolved.resolve_error = error.message();
        for (auto const& entry : found) resolved.addresses.push_back(entry.endpoint());
        endpoints.push_back(std::move(resolved));
    }
    return endpoints;
}

} // namespace ficus::upstream

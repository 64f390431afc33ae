#include "facade/upstream/endpoint.hpp"

#include <boost/asio/io_context.hpp>

namespace ficus::upstream {

found_addresses resolve_one(endpoint_options const& one) {
    boost::asio::io_context context;
    boost::asio::ip::tcp::resolver by(context);
    found_addresses out;
    boost::system::error_code error;
    auto const found = by.resolve(one.host, std::to_string(one.port), error);
    if (error) out.error = error.message();
    for (auto const& entry : found) out.addresses.push_back(entry.endpoint());
    return out;
}

std::vector<endpoint> resolve(upstream_options const& options) {
    std::vector<endpoint> endpoints;
    for (auto const& e : options.endpoints) {
        auto found = resolve_one(e);
        endpoints.emplace_back(e.authority, std::move(found.addresses), std::move(found.error), e.weight);
    }
    return endpoints;
}

} // namespace ficus::upstream

#pragma once

#include "facade/app/site_builder.hpp"
#include "facade/config/reader.hpp"

#include <catch2/catch.hpp>

#include <optional>
#include <string>

namespace ficus::test {

/// A configuration as its file would have it; a test whose text is wrong ends and shows why.
inline config::configuration configured(std::string const& text) {
    auto read = config::read_text(text, "ficus.toml",
                                  [](std::string const&) -> std::optional<std::string> { return {}; });
    std::string problems;
    if (!read)
        for (auto const& p : read.error()) problems += p.to_string() + "\n";
    INFO(problems);
    REQUIRE(read.has_value());
    return std::move(*read);
}

/// Endpoints of configurations that hold addresses only.
inline std::vector<upstream::endpoint> addresses_of(upstream::upstream_options const& options) {
    std::vector<upstream::endpoint> endpoints;
    for (auto const& e : options.endpoints) {
        endpoints.push_back({e.authority, {{boost::asio::ip::make_address(e.host), e.port}}, {}, e.weight});
    }
    return endpoints;
}

inline std::shared_ptr<pipeline::site const> site_of(std::string const& text, obs::counters& counters,
                                                     pipeline::site const* before = nullptr,
                                                     upstream::resolver const& resolve = &addresses_of) {
    auto built = app::build_site(configured(text), counters, before, resolve);
    if (!built) FAIL(built.error());
    return built->site;
}

} // namespace ficus::test

#include "facade/shadow/runner.hpp"

#include <catch2/catch.hpp>

using namespace ficus;

TEST_CASE("copies may use a quarter of an upstream's connections besides, one at least, and wait for them") {
    upstream::upstream_options live;
    live.adaptive.emplace();
    shadow::runner_options runner;
    runner.max_under_way = 7;
    for (auto const& [limit, copies] : {std::pair{256U, 64U}, {8U, 2U}, {7U, 1U}, {1U, 1U}}) {
        live.max_connections = limit;
        auto const own = shadow::options_for_copies(live, runner);
        CHECK(own.max_connections == copies);
        CHECK(own.max_pending == 7);
        CHECK_FALSE(own.adaptive);
        CHECK(own.response_timeout == live.response_timeout);
    }
}

#include "facade/app/restart_keys.hpp"

#include <catch2/catch.hpp>

using namespace ficus;
using app::keys_that_need_a_restart;

TEST_CASE("what a reload cannot change is named, and nothing else") {
    config::facade_options const running;
    using keys = std::vector<std::string>;
    CHECK(keys_that_need_a_restart(running, running).empty());

    auto reloads = running;
    reloads.drain = std::chrono::seconds(1);
    reloads.drain_delay = std::chrono::seconds(1);
    reloads.legacy = "other";
    reloads.trusted_proxies = {"10.0.0.0/8"};
    reloads.limits.max_body_size = 1;
    reloads.log.access = 0.5;
    CHECK(keys_that_need_a_restart(running, reloads).empty());

    auto other = running;
    other.listen.push_back({"127.0.0.1", 8081});
    CHECK(keys_that_need_a_restart(running, other) == keys{"facade.listen"});
    other.admin.port = 9901;
    other.data_dir = "elsewhere";
    other.threads = 3;
    CHECK(keys_that_need_a_restart(running, other) ==
          keys{"facade.listen", "facade.admin", "facade.data_dir", "facade.threads"});

    auto traced = running;
    traced.tracing.emplace();
    CHECK(keys_that_need_a_restart(running, traced) == keys{"facade.tracing"});

    auto copies = running;
    copies.shadow = {1, 1, std::chrono::hours(1), 1};
    CHECK(keys_that_need_a_restart(running, copies) ==
          keys{"facade.shadow.max_held", "facade.shadow.max_under_way", "facade.shadow.keep_for",
               "facade.shadow.keep_size"});
}

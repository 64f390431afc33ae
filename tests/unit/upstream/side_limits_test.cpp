#include "facade/upstream/side_limits.hpp"

#include <catch2/catch.hpp>

using namespace ficus::upstream;
using namespace std::chrono_literals;

TEST_CASE("a feature's word counts before the upstream's, and that before the facade's") {
    upstream_options of;
    of.connect_timeout = 1s;
    of.response_timeout = 20s;
    of.retries = 1;
    auto const plain = limits_of(of, {}, 30s, false);
    CHECK(plain.connect == 1s);
    CHECK(plain.response == 20s);
    CHECK(plain.queue == 20s);
    CHECK(plain.body == 30s);
    CHECK(plain.retries == 1);
    of.queue_timeout = 7s;
    of.body_timeout = 8s;
    auto const upstreams = limits_of(of, {}, 30s, false);
    CHECK(upstreams.queue == 7s);
    CHECK(upstreams.body == 8s);
    side_options const said{.connect_timeout = 2ms,
                            .response_timeout = 3ms,
                            .queue_timeout = 4ms,
                            .body_timeout = 5ms,
                            .retries = 6};
    auto const features = limits_of(of, said, 30s, false);
    CHECK(features.connect == 2ms);
    CHECK(features.response == 3ms);
    CHECK(features.queue == 4ms);
    CHECK(features.body == 5ms);
    CHECK(features.retries == 6);
}

TEST_CASE("where another side may answer nobody queues for longer than a second, unless that is said") {
    upstream_options of;
    of.response_timeout = 20s;
    CHECK(limits_of(of, {}, 30s, true).queue == 1s);
    CHECK(limits_of(of, {.response_timeout = 400ms}, 30s, true).queue == 400ms);
    of.queue_timeout = 5s;
    CHECK(limits_of(of, {}, 30s, true).queue == 5s);
}

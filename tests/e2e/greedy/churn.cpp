// Connections that come and go, thousands of them, without a byte or with one request each.
#include "e2e/greedy/bystander.hpp"
#include "e2e/greedy/memory.hpp"
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

namespace {

/// So many connections do `what` with their number: at first for what is kept for later, then once more,
/// which must leave nothing behind.
template<class F>
void leaves_nothing_behind(scene& stage, int connections, std::string_view name, F&& what) {
    auto& facade = stage.start();
    bystander passer_by(stage.port());
    auto const come_and_go = [&] {
        for (int i = 0; i < connections; ++i) what(i);
    };
    come_and_go();
    CHECK(passer_by.is_alone_at(facade));
    auto const descriptors = facade.open_descriptors();
    memory_watch const memory(facade);
    come_and_go();
    CHECK(passer_by.is_alone_at(facade));
    CHECK(eventually([&] { return facade.open_descriptors() <= descriptors + kept_for_later; }));
    CHECK(facade.metric("ficus_connections_accepted_total").value_or(0) >= 2 * connections);
    CHECK(facade.metric("ficus_accept_failures_total") == 0.0);
    // 200 bytes lost with each of 2,500 would be seen.
    memory.check(500, name);
    passer_by.check(milliseconds(1000));
}

} // namespace

TEST_CASE("5,000 connections without a byte leave neither descriptors nor memory behind") {
    scene stage;
    leaves_nothing_behind(stage, 2500, "2,500 connections without a byte", [&](int i) {
        raw_client client(stage.port());
        if (i % 2 == 1) client.abort();
    });
}

TEST_CASE("1,000 connections of one request each leave neither descriptors nor memory behind") {
    scene stage;
    leaves_nothing_behind(stage, 500, "500 connections of one request each", [&](int i) {
        raw_client client(stage.port());
        auto const got = client.ask(get("/once", i % 2 == 1 ? fields{{"Connection", "close"}} : fields{}));
        REQUIRE(got.status == 200);
        if (i % 4 == 0) client.abort();
    });
}

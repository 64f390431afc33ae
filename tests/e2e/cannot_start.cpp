// Where the facade cannot start it ends with 1 and says why; nobody is served by half of one.
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <csignal>

using namespace ficus::test;

namespace {

/// With fewer the loader itself finds no room to open the libraries; UBSan's checks need a pipe besides.
#if defined(__SANITIZE_ADDRESS__)
constexpr std::uint64_t least = 9;
#else
constexpr std::uint64_t least = 6;
#endif

cli_options with_descriptors(scene const& stage, std::uint64_t most) {
    cli_options options;
    options.folder = stage.dir.path();
    options.most_descriptors = most;
    return options;
}

/// How many it says that it needs where it does not start with so many; 0 where it says anything else.
std::uint64_t asked_for_with(scene const& stage, std::uint64_t most) {
    auto const result =
        run_cli({"serve", "--config", stage.config().string()}, with_descriptors(stage, most));
    CAPTURE(most, result.errors);
    CHECK(result.status == 1);
    CHECK(result.errors.find("RLIMIT_NOFILE is " + std::to_string(most) + ",") != std::string::npos);
    auto const from = result.errors.find("needs ");
    return from == std::string::npos ? 0 : std::stoull(result.errors.substr(from + 6));
}

} // namespace

TEST_CASE("with too few descriptors a facade does not start, and says how many it needs") {
    scene stage;
    auto const needed = asked_for_with(stage, least);
    REQUIRE(needed > least);
    for (auto const most : {least + 1, least + 2, least + 4, least + 10, least + 17, least + 21})
        CHECK(asked_for_with(stage, most) == needed);
    CHECK(asked_for_with(stage, needed - 1) == needed);
}

TEST_CASE(
    "with as many descriptors as it asks for a facade starts, serves, copies, reloads and tells of itself") {
    script with;
    with.rest = "[features.orders.compare]\n";
    scene stage(with);
    auto& facade = stage.start(with_descriptors(stage, asked_for_with(stage, least)));
    stage.cli_json({"shadow", "orders", "100%"});
    raw_client client(stage.port());
    CHECK(client.ask(get("/orders/1")).status == 200);
    CHECK(stage.modern.wait_for_count(1));
    facade.signal(SIGHUP);
    CHECK(facade.wait_for_line([](auto const& line) { return line.at("event").as_string() == "reloaded"; }));
    CHECK(client.ask(get("/orders/1")).status == 200);
    CHECK(facade.metric("ficus_connections_open") == 1);
}

// For as long as FICUS_SOAK_SECONDS says: clients of many kinds, and everything else goes wrong in turn. No
// crash, nothing lost, nothing that grows.
#include "e2e/scene.hpp"
#include "e2e/soak/stage.hpp"
#include "e2e/websocket.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <iostream>

using namespace ficus::test;
using namespace ficus::test::soak;

namespace {

std::chrono::seconds length_of_soak() {
    auto const* const said = std::getenv("FICUS_SOAK_SECONDS");
    return std::chrono::seconds(said != nullptr ? std::atoi(said) : 20);
}

unsigned seed_of_soak() {
    auto const* const said = std::getenv("FICUS_SOAK_SEED");
    return said != nullptr ? static_cast<unsigned>(std::atoi(said)) : 1;
}

fields user(rng& random) {
    return {{"X-User-Id", std::to_string(random() % 1000)}};
}

std::string body(rng& random) {
    return pattern(0, 1 + random() % 20'000);
}

void add_all(clients& to) {
    using std::vector;
    auto const anywhere = vector{trouble::legacy, trouble::facade, trouble::answers};
    to.add({"reads", [](rng& r) { return get("/orders/" + std::to_string(r() % 100), user(r)); }, anywhere},
           4, milliseconds(10));
    to.add({"reads much", [](rng& r) { return get("/orders/large", user(r)); }, anywhere}, 1,
           milliseconds(50));
    to.add({"puts", [](rng& r) { return request("PUT", "/orders/1", user(r), body(r)); }, anywhere}, 1,
           milliseconds(20));
    to.add({"posts", [](rng& r) { return request("POST", "/orders", user(r), body(r)); }, {}, true}, 1,
           milliseconds(20));
    to.add({"uploads",
            [](rng& r) {
                return chunked_request("POST", "/orders", user(r)) + as_chunk(body(r)) + last_chunk();
            },
            {},
            true},
           1, milliseconds(20));
    to.add({"has no fallback",
            [](rng& r) { return get("/bare/" + std::to_string(r() % 100), user(r)); },
            {},
            true},
           1, milliseconds(20));
    to.add({"stays with legacy", [](rng&) { return get("/page"); }, {trouble::legacy, trouble::facade}}, 2,
           milliseconds(10));
    to.add(
        {"talks", [](rng&) { return handshake(); }, {trouble::legacy, trouble::facade}, false, false, true},
        2, milliseconds(20));
    to.add({"gives up", [](rng& r) { return get("/orders/large", user(r)); }, {}, false, true}, 1,
           milliseconds(20));
}

/// What a long row of figures comes to in so many parts of it; nothing where it is too short.
std::vector<double> medians_of(std::vector<double> row, std::size_t parts) {
    std::vector<double> medians;
    auto const size = static_cast<std::ptrdiff_t>(row.size() / parts);
    for (auto from = row.begin(); size > 0 && medians.size() < parts; from += size) {
        std::nth_element(from, from + size / 2, from + size);
        medians.push_back(from[size / 2]);
    }
    return medians;
}

} // namespace

TEST_CASE("clients are served, and every request is accounted for, whatever goes wrong") {
    auto const length = length_of_soak();
    auto const seed = seed_of_soak();
    INFO("FICUS_SOAK_SEED=" << seed);
    journal troubles;
    soak::stage stage(troubles, seed);
    rng random(seed);
    clients all(troubles, seed + 1'000);
    REQUIRE(eventually([&] { return stage.keeps_comparisons(); }));
    auto const at_first = stage.facade().open_descriptors();
    all.go_to(stage.port());
    add_all(all);

    using action = void (soak::stage::*)();
    struct {
        char const* name;
        action what;
        unsigned often;
    } const chaos[] = {
        {"break modern", &soak::stage::break_modern, 10},
        {"restart legacy", &soak::stage::restart_legacy, 2},
        {"flip", &soak::stage::flip, 6},
        {"reload", &soak::stage::reload, 4},
        {"hand over", &soak::stage::hand_over, 1},
        {"restart the facade", &soak::stage::restart_facade, 1},
    };
    auto const began = steady::now();
    // Whoever is to show that nothing grows must live for long: the last half belongs to one facade.
    auto const settled = began + length / 2;
    std::vector<double> resident;
    while (steady::now() < began + length) {
        bool const late = steady::now() >= settled;
        unsigned ticket = random() % (late ? 22 : 24);
        auto const* chosen = chaos;
        for (; ticket >= chosen->often; ++chosen) ticket -= chosen->often;
        INFO(chosen->name);
        (stage.*chosen->what)();
        if (late) resident.push_back(static_cast<double>(stage.facade().resident_kib()));
        std::this_thread::sleep_for(milliseconds(random() % 400));
    }
    all.stop();
    for (auto const& failure : all.unexcused()) FAIL_CHECK(failure);

    auto& facade = stage.facade();
    CHECK(eventually([&] { return facade.metric("ficus_connections_open") == 0; }));
    // What is kept for nobody may go; then there is nothing that somebody forgot.
    CHECK(eventually([&] {
        stage.calm_upstreams();
        return facade.metric("ficus_upstream_connections_open") == 0;
    }));
    CHECK(eventually([&] {
        stage.calm_upstreams(); // copies have connections of their own
        return facade.open_descriptors() <= at_first;
    }));
    auto const quiet = facade.open_descriptors();
    CHECK(quiet <= at_first);
    auto const parts = medians_of(resident, 10);
    REQUIRE(parts.size() == 10);
    // The process keeps what it once needed at a time, and that takes a while to come: a shorter soak says
    // nothing of memory.
    if (length >= std::chrono::minutes(10)) CHECK(parts[9] < parts[4] * 1.1 + 2'048);
    auto const sums = stage.stop();
    auto const& seen = all.all();
    std::cout << "soak: " << length.count() << " s, seed " << seed << ": sent " << seen.sent << ", whole "
              << seen.whole << ", cut " << seen.cut << ", none " << seen.none << ", refused " << seen.refused
              << "; facades: requests " << sums.requests << ", answered " << sums.answered << ", aborted "
              << sums.aborted << ", cut " << sums.cut << "; descriptors " << quiet << " of " << at_first
              << "; KiB";
    for (auto const kib : parts) std::cout << ' ' << kib;
    std::cout << "\n";
    CHECK(seen.sent == seen.whole + seen.cut + seen.none + seen.refused);
    CHECK(sums.requests == sums.answered + sums.aborted + sums.cut);
    // Clients got no answer that no facade gave, and asked for all that facades were asked for.
    CHECK(seen.whole <= sums.answered);
    CHECK(sums.requests <= seen.sent);
    CHECK(seen.whole > 1'000);
}

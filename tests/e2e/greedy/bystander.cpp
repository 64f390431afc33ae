#include "e2e/greedy/bystander.hpp"

#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

namespace ficus::test {
namespace {

load_options behaving(std::uint16_t port, bystander::manners how) {
    load_options options;
    options.port = port;
    options.clients = 1;
    options.pause = std::chrono::microseconds(2000);
    options.request = [how](std::size_t, std::uint64_t n) {
        bool const last = how == bystander::manners::comes_and_goes && n % 10 == 9;
        return get("/bystander", last ? fields{{"Connection", "close"}} : fields{});
    };
    return options;
}

} // namespace

bystander::bystander(std::uint16_t port, manners how) : asking_(behaving(port, how)) {
    REQUIRE(is_served());
}

bool bystander::is_alone_at(facade_process& facade) {
    // Between two connections it has none, and somebody else's would pass for its own: so not one look alone.
    int looks = 0;
    return eventually([&] {
        looks = facade.metric("ficus_connections_open").value_or(2) <= 1 ? looks + 1 : 0;
        return looks == 5;
    });
}

void bystander::check(milliseconds slowest) {
    CHECK(is_served());
    asking_.stop();
    INFO(asking_.first_failure());
    CHECK(asking_.failures() == 0);
    std::chrono::duration<double, std::milli> worst{};
    for (auto const& one : asking_.samples()) {
        worst = std::max<std::chrono::duration<double, std::milli>>(worst, one.ended - one.started);
        if (one.whole) CHECK(one.status / 100 == 2);
    }
    WARN("beside it " << asking_.answered() << " requests of a client that behaves, the slowest "
                      << worst.count() << " ms");
    CHECK(worst.count() < static_cast<double>(slowest.count()) * patience());
}

} // namespace ficus::test

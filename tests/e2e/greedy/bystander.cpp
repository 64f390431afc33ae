#include "e2e/greedy/bystander.hpp"

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

bystander::bystander(std::uint16_t port, manners how) : keeping_(behaving(port, how)) {
    REQUIRE(is_served());
}

void bystander::check(milliseconds slowest) {
    CHECK(is_served());
    keeping_.stop();
    INFO(keeping_.first_failure());
    CHECK(keeping_.failures() == 0);
    std::chrono::duration<double, std::milli> worst{};
    for (auto const& one : keeping_.samples()) {
        worst = std::max<std::chrono::duration<double, std::milli>>(worst, one.ended - one.started);
        if (one.whole) CHECK(one.status / 100 == 2);
    }
    WARN("beside it " << keeping_.answered() << " requests of a client that behaves, the slowest "
                      << worst.count() << " ms");
    CHECK(worst.count() < static_cast<double>(slowest.count()) * patience());
}

} // namespace ficus::test

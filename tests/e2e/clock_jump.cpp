// The system's time is set, forward and back, under load: what waits waits as long as before, and only what
// is written down has another time.
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <fstream>

using namespace ficus::test;
using std::chrono::hours;

namespace {

/// The facade's wall clock, which a test sets while it runs.
class wall_clock {
public:
    explicit wall_clock(temp_dir const& folder) : file_(folder / "clock") {
        set(std::chrono::nanoseconds(0));
    }
    void set(std::chrono::nanoseconds offset) {
        std::int64_t const bytes = offset.count();
        // In place: it is mapped.
        std::fstream out(file_, std::ios::binary | std::ios::in | std::ios::out);
        if (!out) out.open(file_, std::ios::binary | std::ios::out);
        out.write(reinterpret_cast<char const*>(&bytes), sizeof bytes);
    }
    cli_options options() const {
        cli_options made;
        made.environment = {{"LD_PRELOAD", JUMPING_CLOCK}, {"FICUS_TEST_CLOCK", file_.string()}};
        // AddressSanitizer wants to be the first; here something else has to be.
        if (auto const* own = std::getenv("ASAN_OPTIONS"))
            made.environment["ASAN_OPTIONS"] = std::string(own) + ":verify_asan_link_order=0";
        else
            made.environment["ASAN_OPTIONS"] = "verify_asan_link_order=0";
        return made;
    }

private:
    std::filesystem::path file_;
};

std::string year_of(answer const& got) {
    // IMF-fixdate: Sun, 06 Nov 1994 08:49:37 GMT
    auto const date = got.field("Date").value_or("");
    return date.size() < 16 ? date : date.substr(12, 4);
}

} // namespace

TEST_CASE("a clock that jumps a year ahead and two back costs no request and no connection") {
    script with;
    with.limits = "idle_timeout = \"60s\"\n";
    with.rest = "[features.orders.compare]\nmethods = [\"GET\"]\n";
    scene stage(with);
    // Without a Date of its own, so that the facade says one.
    stage.legacy.on_request([](exchange& on) {
        on.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\nX-Upstream: legacy\r\n\r\nlegacy");
    });
    wall_clock clock(stage.dir);
    auto& facade = stage.start(clock.options());
    CHECK(stage.cli({"shadow", "orders", "100%"}).status == 0);
    raw_client idle(stage.port());
    auto const now = year_of(idle.ask(get("/")));
    load_options options;
    options.port = stage.port();
    options.clients = 4;
    options.pause = std::chrono::milliseconds(2);
    options.request = [](std::size_t, std::uint64_t n) { return get("/orders/" + std::to_string(n)); };
    load clients(options);
    for (auto const jump : {hours(366 * 24), hours(-366 * 24), hours(0)}) {
        REQUIRE(clients.wait_for_a_round());
        clock.set(jump);
        REQUIRE(clients.wait_for_a_round());
        CHECK(idle.ask(get("/")).text() == "legacy");
        auto const year = year_of(idle.ask(get("/")));
        CHECK((year == now) == (jump == hours(0)));
        // Commands find the facade, and are obeyed at once, whatever it is o'clock there.
        CHECK(stage.cli({"flip", "orders", jump == hours(0) ? "legacy" : "1%"}).status == 0);
        CHECK(stage.cli_json({"status"}).at("facades").as_array().size() == 1);
        CHECK(facade.admin("/readyz").status == 200);
    }
    REQUIRE(clients.wait_for_a_round());
    clients.stop();
    INFO(clients.first_failure());
    CHECK(clients.failures() == 0);
    CHECK(eventually([&] { return facade.metric("ficus_shadow_records_written_total").value_or(0) > 0; }));
    CHECK(facade.stop() == 0);
}

#include "support/allocation.hpp"
#include "unit/shadow/one_job.hpp"

using namespace ficus;
using namespace ficus::test;

TEST_CASE("a comparison that breaks for want of memory leaves its place to the next one") {
    copies stage;
    // It opens its store in a thread of its own, which has to be over.
    auto const known = stage.job(stage.running.budget());
    stage.into.count({known->plan->window, known->operation->name(), 1, 0, {}, {}, {}});
    REQUIRE(stage.into.flush(std::chrono::seconds(10)));
    io::byte_budget budget(1 << 20);
    REQUIRE(stage.running.offer(stage.job(budget)));
    auto copy = stage.server.accept();
    std::string asked;
    while (asked.find("\r\n\r\n") == std::string::npos)
        REQUIRE(copy.receive(asked, patient()) == transfer::ok);
    std::string const large = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + std::string(100'000, 'x');
    // The counters' cells are made here, where there is memory.
    REQUIRE(stage.ends() == 0);
    bool settled = false;
    {
        auto const until = patient();
        no_memory const now;
        copy.send(large, until);
        settled = stage.settles();
    }
    CHECK(settled);
    CHECK(stage.skipped(obs::skip::queue_full) == 1);
    // There is but one place.
    REQUIRE(stage.running.offer(stage.job(budget)));
    stage.answer("", "");
    REQUIRE(stage.settles(2));
    CHECK(stage.compared() == 1);
}

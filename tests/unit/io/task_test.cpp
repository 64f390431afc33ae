#include "facade/io/task.hpp"
#include "unit/io/driven.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using namespace ficus::io;
using ficus::test::signal;

namespace {

task<int> number(int n) {
    co_return n;
}
task<std::unique_ptr<std::string>> owned(std::string text) {
    co_return std::make_unique<std::string>(std::move(text));
}
task<int> failing() {
    throw std::runtime_error("no number");
    co_return 0;
}
task<int> sum_to(int n) {
    if (n == 0) co_return 0;
    co_return n + co_await sum_to(n - 1);
}
task<void> waiting_for(signal& s, std::vector<std::string>& said, std::string name) {
    said.push_back(name + " begins");
    co_await s;
    said.push_back(name + " ends");
}
task<void> failing_after(signal& s) {
    co_await s;
    throw std::runtime_error("failed late");
}
task<void> at_once(bool& ran) {
    ran = true;
    co_return;
}
task<void> joining(side_task& side, std::vector<std::string>& said) {
    try {
        co_await side.join();
        said.push_back("joined");
    } catch (std::exception const& e) {
        said.push_back(e.what());
    }
}
// The parameter lives in the coroutine's frame, longer than any local variable.
task<void> holding(signal& s, [[maybe_unused]] std::shared_ptr<int> held) {
    co_await s;
}

} // namespace

TEST_CASE("a task gives its awaiter a value, also one that can only be moved") {
    std::string seen;
    auto const script = [&]() -> task<void> {
        seen = std::to_string(co_await number(42));
        auto text = co_await owned(" and more");
        seen += *text;
    };
    side_task side;
    side.start(script());
    CHECK(side.done());
    CHECK(seen == "42 and more");
}

TEST_CASE("an exception passes to the awaiter") {
    std::string seen;
    auto const script = [&]() -> task<void> {
        try {
            co_await failing();
        } catch (std::runtime_error const& e) {
            seen = e.what();
        }
    };
    side_task side;
    side.start(script());
    CHECK(seen == "no number");
}

TEST_CASE("a task is lazy, and one that is never awaited never runs") {
    bool ran = false;
    { auto const unused = at_once(ran); }
    CHECK_FALSE(ran);
    auto t = at_once(ran);
    auto moved = std::move(t);
    CHECK_FALSE(ran);
    side_task side;
    side.start(std::move(moved));
    CHECK(ran);
}

TEST_CASE("tasks await others, nested deeply and many in a row") {
    int total = 0;
    auto const script = [&]() -> task<void> { total = co_await sum_to(500); };
    side_task side;
    side.start(script());
    CHECK(total == 500 * 501 / 2);
    // No more of them, since without optimization GCC resumes by a call and not by a jump.
    auto const loop = [&]() -> task<void> {
        total = 0;
        for (int i = 0; i < 2'000; ++i) total += co_await number(1);
    };
    side.start(loop());
    CHECK(total == 2'000);
}

TEST_CASE("a side task runs to its first wait at once, and on when that ends") {
    signal s;
    std::vector<std::string> said;
    side_task side;
    CHECK_FALSE(side.started());
    side.start(waiting_for(s, said, "side"));
    CHECK(side.started());
    CHECK_FALSE(side.done());
    said.push_back("owner");
    s.raise();
    CHECK(side.done());
    CHECK(said == std::vector<std::string>{"side begins", "owner", "side ends"});
}

TEST_CASE("a side task is joined before its end and after it") {
    signal s;
    std::vector<std::string> said;
    side_task side;
    side.start(waiting_for(s, said, "side"));
    side_task owner;
    owner.start(joining(side, said));
    CHECK_FALSE(owner.done());
    s.raise();
    CHECK(owner.done());
    owner.start(joining(side, said));
    CHECK(owner.done());
    CHECK(said == std::vector<std::string>{"side begins", "side ends", "joined", "joined"});
}

TEST_CASE("a side task that was never started is joined at once") {
    std::vector<std::string> said;
    side_task side;
    side_task owner;
    owner.start(joining(side, said));
    CHECK(said == std::vector<std::string>{"joined"});
}

TEST_CASE("what a side task throws is thrown where it is joined, once") {
    for (bool const join_first : {true, false}) {
        signal s;
        std::vector<std::string> said;
        side_task side;
        side.start(failing_after(s));
        side_task owner;
        if (join_first) owner.start(joining(side, said));
        s.raise();
        CHECK(side.done());
        if (!join_first) owner.start(joining(side, said));
        CHECK(said == std::vector<std::string>{"failed late"});
        owner.start(joining(side, said));
        CHECK(said.back() == "joined");
    }
}

TEST_CASE("the work's frame is gone before its owner hears of the end") {
    signal s;
    auto held = std::make_shared<int>(1);
    std::weak_ptr<int> const seen = held;
    bool gone_when_joined = false;
    side_task side;
    side.start(holding(s, std::move(held)));
    auto const script = [&]() -> task<void> {
        co_await side.join();
        gone_when_joined = seen.expired();
    };
    side_task owner;
    owner.start(script());
    CHECK_FALSE(seen.expired());
    s.raise();
    CHECK(gone_when_joined);
}

TEST_CASE("a side task may be started again after its end") {
    std::vector<std::string> said;
    side_task side;
    for (int i = 0; i < 3; ++i) {
        signal s;
        side.start(waiting_for(s, said, "side"));
        CHECK_FALSE(side.done());
        s.raise();
        CHECK(side.done());
    }
    CHECK(said.size() == 6);
}

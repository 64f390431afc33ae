// `ficus report --watch`, in a terminal.
#include "e2e/cli/stage.hpp"
#include "support/terminal_process.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <csignal>

using namespace ficus::test;

namespace {

constexpr auto other_screen = "\x1B[?1049h\x1B[?25l";
constexpr auto first_screen = "\x1B[?25h\x1B[?1049l";
constexpr auto frame = "\x1B[H";
constexpr auto frame_end = "\x1B[J";

/// Watches so seldom that nothing is drawn but for a reason.
std::vector<std::string> watching(std::string every = "1h") {
    return {ficus_binary(), "report", "orders", "--watch", "--every", std::move(every)};
}

} // namespace

TEST_CASE("the report is drawn on the other screen, again and again, and never wiped in between") {
    cli_stage const stage;
    terminal_process watch(watching("100ms"), stage.dir.path());
    CHECK(says(watch.read_until(frame), other_screen));
    auto const first = watch.read_until(frame_end);
    CHECK(says(first, "orders: "));
    CHECK(says(first, "insufficient"));
    for (int i = 0; i < 3; ++i) {
        auto const next = watch.read_until(frame_end);
        CHECK(says(next, "orders: "));
        CHECK(next.starts_with(frame));
        CHECK_FALSE(says(next, "\x1B[2J"));
    }
}

TEST_CASE("Ctrl-C ends it, and the terminal is as it was before") {
    cli_stage const stage;
    terminal_process watch(watching(), stage.dir.path());
    watch.read_until(frame_end);
    watch.type("\x03");
    auto const left = watch.read_to_end();
    CHECK(left.ends_with(first_screen));
    CHECK(watch.is_as_for_a_shell());
    CHECK(watch.wait() == 0);
}

TEST_CASE("so do SIGTERM and SIGHUP") {
    cli_stage const stage;
    for (auto const signal : {SIGTERM, SIGHUP}) {
        terminal_process watch(watching(), stage.dir.path());
        watch.read_until(frame_end);
        kill(watch.pid(), signal);
        CHECK(watch.read_to_end().ends_with(first_screen));
        CHECK(watch.wait() == 0);
    }
}

TEST_CASE("it is drawn anew when the window's size changes, and fits it") {
    cli_stage const stage;
    terminal_process watch(watching(), stage.dir.path(), 40, 100);
    CHECK_FALSE(says(watch.read_until(frame_end), "a larger window shows them"));
    watch.resize(3, 100);
    auto const small = watch.read_until(frame_end);
    CHECK(says(small, "more lines: a larger window shows them"));
    CHECK(std::count(small.begin(), small.end(), '\n') == 2);
}

TEST_CASE("Ctrl-Z gives the terminal back until it goes on") {
    cli_stage const stage;
    terminal_process watch(watching(), stage.dir.path());
    watch.read_until(frame_end);
    watch.type("\x1A");
    REQUIRE(watch.wait_until_stopped());
    CHECK(says(watch.read_until(first_screen), first_screen));
    kill(watch.pid(), SIGCONT);
    CHECK(says(watch.read_until(frame_end), other_screen));
}

TEST_CASE("what cannot be read is said on the screen, and looked at again") {
    cli_stage const stage;
    stage.dir.write("data/shadow.db",
                    "this is no database, and long enough to be looked at as one, which is 100 bytes "
                    "and more: so here they are.");
    terminal_process watch(watching("100ms"), stage.dir.path());
    CHECK(says(watch.read_until(frame_end), "shadow.db"));
    std::filesystem::remove(stage.dir / "data/shadow.db");
    watch.read_until("orders: ");
}

TEST_CASE("what is no terminal cannot be watched on") {
    cli_stage const stage;
    auto const ended = stage.run({"report", "--watch"});
    CHECK(ended.status == 2);
    CHECK(ended.output.empty());
    CHECK(says(ended.errors, "--watch redraws a terminal, and stdout is none"));
}

#include "facade/app/service_manager.hpp"
#include "rules/clocks.hpp"
#include "support/notify_socket.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <unistd.h>

using namespace ficus;
using namespace ficus::test;
using app::service_manager;

namespace {

using variables = std::map<std::string, std::string>;

/// What a manager that was found by these variables is told, and what the log has to say of it.
struct told {
    explicit told(variables set)
        : log([this](std::string_view lines) { said += lines; },
              [] { return std::chrono::system_clock::time_point{}; }),
          manager(
              [known = std::move(set)](std::string const& name) -> std::optional<std::string> {
                  auto const found = known.find(name);
                  if (found == known.end()) return std::nullopt;
                  return found->second;
              },
              log) {}
    std::string logged() {
        log.stop();
        return said;
    }

    std::string said;
    obs::log log;
    service_manager manager;
};

bool holds(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("a service manager is told in sd_notify's words") {
    temp_dir folder;
    notify_socket listening(folder / "notify");
    told to(variables{{"NOTIFY_SOCKET", listening.name()}});
    to.manager.ready();
    CHECK(listening.next() == "READY=1");
    to.manager.reloading();
    auto const reloading = listening.next().value_or("");
    REQUIRE(reloading.starts_with("RELOADING=1\nMONOTONIC_USEC="));
    // systemd drops a time that is none of CLOCK_MONOTONIC's.
    auto const microseconds = std::stoll(reloading.substr(reloading.rfind('=') + 1));
    auto const now = rules::clocks::system().monotonic_ns() / 1000;
    CHECK(microseconds <= now);
    CHECK(microseconds > now - 60'000'000);
    to.manager.stopping();
    CHECK(listening.next() == "STOPPING=1");
    to.manager.followed_by(4711);
    CHECK(listening.next() == "MAINPID=4711");
    to.manager.alive();
    CHECK(listening.next() == "WATCHDOG=1");
    CHECK(to.logged().empty());
}

TEST_CASE("a service manager's socket may have an abstract name") {
    notify_socket listening("@ficus-test-" + std::to_string(::getpid()));
    told to(variables{{"NOTIFY_SOCKET", listening.name()}});
    to.manager.ready();
    CHECK(listening.next() == "READY=1");
}

TEST_CASE("where nobody asks, nobody is told") {
    told to(variables{{"WATCHDOG_USEC", "1000000"}});
    to.manager.ready();
    CHECK_FALSE(to.manager.watchdog());
    CHECK(to.logged().empty());
}

TEST_CASE("a manager that cannot be reached is complained of once, and named") {
    temp_dir folder;
    auto const gone = (folder / "gone").string();
    told to(variables{{"NOTIFY_SOCKET", gone}});
    to.manager.ready();
    CHECK(holds(to.logged(), gone));

    told vsock(variables{{"NOTIFY_SOCKET", "vsock:2:1234"}});
    CHECK(holds(vsock.logged(), "vsock:2:1234"));
    told long_one(variables{{"NOTIFY_SOCKET", "/" + std::string(200, 'x')}});
    CHECK(holds(long_one.logged(), "too long"));
}

TEST_CASE("a manager that goes away is complained of once, however often it is to be told") {
    temp_dir folder;
    auto listening = std::make_unique<notify_socket>(folder / "notify");
    told to(variables{{"NOTIFY_SOCKET", listening->name()}});
    listening.reset();
    to.manager.alive();
    to.manager.alive();
    auto const logged = to.logged();
    CHECK(holds(logged, "service_manager_unreachable"));
    CHECK(logged.find("service_manager_unreachable") == logged.rfind("service_manager_unreachable"));
}

TEST_CASE("the watchdog's interval is taken where it means this process") {
    temp_dir folder;
    notify_socket listening(folder / "notify");
    auto const interval = [&](std::string usec, std::optional<std::string> pid) {
        variables set = {{"NOTIFY_SOCKET", listening.name()}, {"WATCHDOG_USEC", std::move(usec)}};
        if (pid) set["WATCHDOG_PID"] = *pid;
        return told(std::move(set)).manager.watchdog();
    };
    CHECK(interval("2500000", {}) == std::chrono::milliseconds(2500));
    CHECK(interval("2500000", std::to_string(::getpid())) == std::chrono::milliseconds(2500));
    CHECK_FALSE(interval("2500000", "1"));
    CHECK_FALSE(interval("0", {}));
    told wrong(variables{{"NOTIFY_SOCKET", listening.name()}, {"WATCHDOG_USEC", "soon"}});
    CHECK_FALSE(wrong.manager.watchdog());
    CHECK(holds(wrong.logged(), "soon"));
}

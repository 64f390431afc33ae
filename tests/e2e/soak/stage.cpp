#include "e2e/soak/stage.hpp"

#include "e2e/scene.hpp"
#include "e2e/websocket.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <functional>
#include <vector>

namespace ficus::test::soak {

namespace {

constexpr std::size_t large = 300'000;

/// What a broken service does with a request.
std::vector<std::pair<handler, bool>> const& faults() {
    // The second: it may break off in the middle of an answer.
    static std::vector<std::pair<handler, bool>> const all = {
        {[](exchange& on) { on.answer(500, "broken"); }, false},
        {[](exchange& on) {
             on.answer(503, "later", {{"Retry-After", "1"}});
         },
         false},
        {[](exchange& on) { on.abort(); }, false},
        {[](exchange& on) { on.close(); }, false},
        {[](exchange& on) { on.peer_leaves(milliseconds(2'000)); }, false},
        {[](exchange& on) { on.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx"); },
         false},
        {[](exchange& on) { on.send("this is no HTTP\r\n\r\n"); }, false},
        {[](exchange& on) {
             on.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nnot all of it");
             on.abort();
         },
         true},
        {[](exchange& on) {
             on.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
             on.peer_leaves(milliseconds(2'000));
         },
         true},
    };
    return all;
}

/// The other end of a tunnel.
void echo(exchange& on) {
    on.send(switching);
    for (auto said = on.read_some(milliseconds(5'000)); !said.empty();
         said = on.read_some(milliseconds(5'000)))
        on.send(said);
    on.close();
}

bool is_event(boost::json::object const& line, std::string_view name) {
    return line.at("event").as_string() == name;
}

} // namespace

stage::stage(journal& troubles, unsigned seed) : troubles_(troubles), random_(seed) {
    legacy_.on_request(answering("legacy"));
    for (auto& one : modern_) one.on_request(answering("modern"));
    start(false);
    addresses_ = "listen = [\"127.0.0.1:" + std::to_string(facade_->port()) +
                 "\"]\nadmin = \"127.0.0.1:" + std::to_string(facade_->admin_port()) + "\"\n";
}

handler stage::answering(std::string name) {
    return [name = std::move(name)](exchange& on) {
        if (on.request().target == "/socket") return echo(on);
        on.read_body();
        if (on.request().target.ends_with("/large")) {
            on.answer_pattern(large, true);
            return;
        }
        on.answer(200, name, {{"X-Upstream", name}});
    };
}

void stage::write() {
    std::string endpoints;
    for (auto const& one : modern_) endpoints += (endpoints.empty() ? "\"" : ", \"") + one.url() + "\"";
    dir_.write("ficus.toml",
               "[facade]\n" + addresses_ + "data_dir = \"" + (dir_ / "data").string() +
                   "\"\nlegacy = \"monolith\"\nthreads = 2\ndrain = \"4s\"\n[facade.limits]\n"
                   // Answers that halt end in time for who counts what is left.
                   "body_timeout = \"2s\"\n[facade.log]\naccess = 0.01\n"
                   "[upstreams.monolith]\nendpoints = [\"" +
                   legacy_.url() + "\"]\n[upstreams.fresh]\nendpoints = [" + endpoints +
                   "]\nconnect_timeout = \"500ms\"\nresponse_timeout = \"" +
                   std::to_string(300 + 100 * (variant_ % 3)) +
                   "ms\"\nretries = " + std::to_string(variant_ % 3) +
                   "\n[features.orders]\nmatch = [{ path_prefix = \"/orders\" }]\nmodern = \"fresh\"\n"
                   "sticky = [\"header:X-User-Id\"]\nfallback = true\n[features.orders.compare]\n"
                   "methods = [\"GET\"]\n[features.bare]\nmatch = [{ path_prefix = \"/bare\" }]\n"
                   "modern = \"fresh\"\n");
}

void stage::start(bool take_over) {
    write();
    cli_options options;
    options.folder = dir_.path();
    std::vector<std::string> arguments{"--config", (dir_ / "ficus.toml").string()};
    if (take_over) arguments.push_back("--take-over");
    auto next = std::make_unique<facade_process>(arguments, options);
    next->wait_until_listening();
    if (facade_) bury(*facade_);
    facade_ = std::move(next);
}

/// It ends by itself; what it said must be in order.
void stage::bury(facade_process& ended) {
    CHECK(ended.wait_for_exit(milliseconds(20'000)) == 0);
    check_accounts(ended);
    CHECK(ended.unreadable_lines().empty());
    for (auto const& line : ended.lines()) {
        CHECK_FALSE(is_event(line, "internal_error"));
        if (!is_event(line, "stopped")) continue;
        auto const figure = [&](char const* key) { return line.at(key).to_number<std::uint64_t>(); };
        sums_.requests += figure("requests");
        sums_.answered += figure("answered");
        sums_.aborted += figure("aborted");
        sums_.cut += figure("cut");
    }
}

void stage::wait(int least_ms, int most_ms) {
    std::this_thread::sleep_for(milliseconds(std::uniform_int_distribution(least_ms, most_ms)(random_)));
}

void stage::break_modern() {
    bool const all = random_() % 3 == 0;
    auto const first = random_() % modern_.size();
    auto const each = [&](auto const& what) {
        for (std::size_t i = 0; i < modern_.size(); ++i)
            if (all || i == first) what(modern_[i]);
    };
    if (random_() % 3 == 0) {
        // Its answers under way break off with it.
        journal::entry const cut(troubles_, trouble::answers);
        each([](fake_upstream& one) { one.go_down(); });
        wait(50, 500);
        each([](fake_upstream& one) { one.come_back(); });
        return;
    }
    auto const& [fault, in_answers] = faults()[random_() % faults().size()];
    std::optional<journal::entry> cut;
    if (in_answers) cut.emplace(troubles_, trouble::answers);
    each([&](fake_upstream& one) { one.on_request(fault); });
    wait(50, 500);
    each([&](fake_upstream& one) { one.on_request(answering("modern")); });
}

void stage::restart_legacy() {
    journal::entry const gone(troubles_, trouble::legacy);
    legacy_.go_down();
    wait(20, 300);
    legacy_.come_back();
}

void stage::flip() {
    cli_options options;
    options.folder = dir_.path();
    auto const share = std::to_string(random_() % 101) + "%";
    std::string const feature = random_() % 4 == 0 ? "bare" : "orders";
    std::vector<std::string> arguments;
    switch (random_() % 4) {
    case 0: arguments = {"shadow", "orders", share}; break;
    case 1: arguments = {"rollback", "orders"}; break;
    default: arguments = {"flip", feature, share}; break;
    }
    arguments.insert(arguments.end(), {"--config", (dir_ / "ficus.toml").string()});
    auto const result = run_cli(arguments, options);
    INFO(result.errors);
    // What was never changed cannot be rolled back.
    CHECK((result.status == 0 || arguments[0] == "rollback"));
}

void stage::reload() {
    ++variant_;
    write();
    auto const from = facade_->line_count();
    facade_->signal(SIGHUP);
    CHECK(facade_->wait_for_line([](auto const& line) { return is_event(line, "reloaded"); }, from));
}

void stage::hand_over() {
    start(true);
}

void stage::restart_facade() {
    journal::entry const away(troubles_, trouble::facade);
    facade_->signal(SIGTERM);
    bury(*facade_);
    facade_.reset();
    start(false);
}

void stage::calm_upstreams() {
    legacy_.close_idle_connections();
    for (auto& one : modern_) one.close_idle_connections();
}

facade_sums stage::stop() {
    facade_->signal(SIGTERM);
    bury(*facade_);
    for (auto const& complaint : legacy_.complaints()) FAIL_CHECK(complaint);
    for (auto const& one : modern_)
        for (auto const& complaint : one.complaints()) FAIL_CHECK(complaint);
    return sums_;
}

} // namespace ficus::test::soak

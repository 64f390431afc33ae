#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <exception>

namespace ficus::test {

scene::scene(script const& with) {
    write(with);
}

scene::~scene() {
    if (!facade_ || std::uncaught_exceptions() > 0) return;
    if (facade_->is_running()) CHECK(facade_->stop() == 0);
    if (facade_->wait_for_exit() == 0) check_accounts(*facade_);
    CHECK(facade_->unreadable_lines().empty());
    for (auto const* upstream : {&legacy, &modern})
        for (auto const& complaint : upstream->complaints()) FAIL_CHECK(complaint);
}

std::string scene::toml(script const& with) const {
    auto const endpoint = [](std::string const& named, fake_upstream const& own) {
        return "endpoints = [\"" + (named.empty() ? own.url() : named) + "\"]\n";
    };
    return "[facade]\n"
           "listen = [\"127.0.0.1:0\"]\n"
           "admin = \"127.0.0.1:0\"\n"
           "data_dir = \"" +
           (dir / "data").string() +
           "\"\n"
           "legacy = \"monolith\"\n"
           "threads = 2\n" +
           with.facade + "\n[facade.limits]\n" + with.limits + "\n[upstreams.monolith]\n" +
           endpoint(with.legacy_endpoint, legacy) + with.monolith + "\n[upstreams.fresh]\n" +
           endpoint(with.modern_endpoint, modern) + with.fresh +
           "\n[features.orders]\n"
           "match = " +
           with.orders_match +
           "\n"
           "modern = \"fresh\"\n" +
           (with.orders.find("sticky") == std::string::npos ? "sticky = [\"header:X-User-Id\"]\n" : "") +
           with.orders + "\n" + with.rest;
}

void scene::write(script const& with) {
    dir.write("ficus.toml", toml(with));
}

facade_process& scene::start(cli_options options) {
    options.folder = dir.path();
    facade_ =
        std::make_unique<facade_process>(std::vector<std::string>{"--config", config().string()}, options);
    facade_->wait_until_listening();
    return *facade_;
}

cli_result scene::cli(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--config", config().string()});
    cli_options options;
    options.folder = dir.path();
    return run_cli(arguments, options);
}

boost::json::object scene::cli_json(std::vector<std::string> arguments) const {
    arguments.push_back("--json");
    auto const result = cli(arguments);
    INFO("ficus " << arguments.front() << "\nstdout: " << result.output << "\nstderr: " << result.errors);
    REQUIRE(result.status == 0);
    return result.json().as_object();
}

boost::json::object scene::status_of(std::string_view feature) const {
    auto const status = cli_json({"status"});
    for (auto const& one : status.at("features").as_array())
        if (one.at("name").as_string() == feature) return one.as_object();
    return {};
}

void check_accounts(facade_process const& of) {
    auto const stopped = of.wait_for_line([](auto const& line) { return line.at("event") == "stopped"; });
    // Not REQUIRE: destructors ask.
    CHECK(stopped);
    if (!stopped) return;
    INFO(boost::json::serialize(*stopped));
    auto const figure = [&](char const* key) { return stopped->at(key).to_number<std::uint64_t>(); };
    CHECK(figure("requests") == figure("answered") + figure("aborted") + figure("cut"));
}

bool eventually(std::function<bool()> const& holds, milliseconds most) {
    auto const until = deadline::in(most);
    while (!holds()) {
        if (until.passed()) return false;
        std::this_thread::sleep_for(milliseconds(5));
    }
    return true;
}

} // namespace ficus::test

#pragma once

#include "facade/admin/listener.hpp"
#include "facade/app/address_follower.hpp"
#include "facade/app/checker.hpp"
#include "facade/app/publisher.hpp"
#include "facade/app/rules_follower.hpp"
#include "facade/app/rules_watch.hpp"
#include "facade/app/serve.hpp"
#include "facade/app/service_manager.hpp"
#include "facade/app/shadow_traffic.hpp"
#include "facade/app/signals.hpp"
#include "facade/app/site_builder.hpp"
#include "facade/app/sockets.hpp"
#include "facade/app/succession.hpp"
#include "facade/app/watchdog.hpp"
#include "facade/app/worker_thread.hpp"
#include "facade/obs/counters.hpp"
#include "facade/obs/log.hpp"
#include "facade/shadow/runner.hpp"
#include "facade/shadow/writer.hpp"
#include "facade/tracing/exporter.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ficus::app {

/// A running facade, put together. Members are in the order in which they depend on each other: destruction
/// takes them apart from the end.
class facade {
public:
    facade(config::configuration const& c, serve_options const& options, std::vector<passed_socket> inherited,
           rules::store store, rules::rule_set rules, std::size_t threads);
    facade(facade const&) = delete;
    facade& operator=(facade const&) = delete;

    /// Serves until a signal ends it, or another facade has taken over. Why it could not start, where it
    /// could not.
    boost::system::result<void, start_failure> run(config::configuration const& c);

private:
    using clock = std::chrono::steady_clock;
    boost::system::result<void, start_failure> start(config::configuration const& c);
    boost::system::result<void, start_failure> start_admin(config::address const& at,
                                                           std::optional<net::bound_socket> passed_on);
    boost::system::result<void, start_failure> take_over();
    void start_watchdog();
    std::optional<pid_t> wait_for_the_end();
    void reload();
    void reload_failed(std::string const& why);
    void report(built_site const& built);
    void say_not_ready();
    void leave_to(pid_t successor, clock::time_point until);
    std::uint64_t open_connections() const;
    void stop(std::optional<pid_t> successor);
    void report_shadow_store(shadow::store_error const* error);
    void report_traces(std::string const* why);
    std::string metrics() const;

    serve_options const& options_;
    signals signals_;
    config::facade_options const running_; ///< as they were at the start
    std::chrono::milliseconds drain_;      ///< as the last reload had it
    std::chrono::milliseconds drain_delay_;
    std::chrono::system_clock::time_point const started_ = std::chrono::system_clock::now();
    obs::log log_;
    std::unique_ptr<tracing::exporter> traces_; ///< mostly null
    service_manager manager_;
    succession succession_;
    obs::counters counters_;
    shadow::writer writer_;
    shadow::runner shadow_;
    shadow_traffic traffic_;
    checker checker_;
    address_follower names_{log_};
    io::byte_budget held_bytes_{pipeline::held_options{}.max_bytes};
    std::vector<passed_socket> passed_on_;
    std::optional<rules::store> first_store_;
    rules::rule_set first_rules_;
    std::size_t const threads_;
    descriptor_figures descriptors_;
    std::unique_ptr<publisher> publisher_;
    std::vector<std::unique_ptr<worker_thread>> workers_;
    std::unique_ptr<rules_follower> rules_;
    std::unique_ptr<rules_watch> watch_;
    std::unique_ptr<watchdog> watchdog_;
    std::atomic<bool> draining_{false};
    std::atomic<bool> ready_{false};
    std::vector<std::string> listening_;
    std::string admin_at_;
    std::unique_ptr<admin::listener> admin_;
};

} // namespace ficus::app

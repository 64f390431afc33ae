#include "facade/app/facade.hpp"

#include "facade/app/bulkheads.hpp"
#include "facade/app/descriptors.hpp"
#include "facade/app/endpoint_figures.hpp"
#include "facade/app/process_figures.hpp"
#include "facade/app/recording_reply.hpp"
#include "facade/app/resolver.hpp"
#include "facade/app/restart_keys.hpp"
#include "facade/app/status.hpp"
#include "facade/io/spare_memory.hpp"
#include "facade/obs/exposition.hpp"
#include "facade/pipeline/held_body.hpp"
#include "rules/clocks.hpp"

#include <csignal>
#include <iterator>
#include <latch>
#include <unistd.h>

namespace ficus::app {

namespace {

using config::configuration;

// What is given back within heaps that are in use is faulted in again: every two seconds that took a tenth of
// the time of translating 256 KiB.
constexpr std::chrono::seconds between_housekeepings{30};

start_failure failed(int exit_status, std::string message) {
    return {exit_status, {std::move(message)}};
}

std::string json_list(std::vector<std::string> const& texts) {
    std::string list = "[";
    for (auto const& text : texts) {
        if (list.size() > 1) list += ',';
        obs::append_json_string(list, text);
    }
    return list + "]";
}

std::string not_configured(std::string const& address) {
    return "the service manager passed on a socket for " + address +
           ", which the configuration does not name; name it in facade.listen (or in facade.admin, where its "
           "FileDescriptorName is `admin`), or take it out of the socket unit";
}

shadow::writer_options writer_options_for(configuration const& c) {
    shadow::writer_options o;
    o.file = c.facade.data_dir / "shadow.db";
    o.keep = {c.facade.shadow.keep_for, c.facade.shadow.keep_size};
    return o;
}

shadow::runner_options runner_options_for(configuration const& c) {
    shadow::runner_options o;
    o.max_bytes = c.facade.shadow.max_held;
    o.max_under_way = c.facade.shadow.max_under_way;
    return o;
}

} // namespace

facade::facade(configuration const& c, serve_options const& options, std::vector<passed_socket> inherited,
               rules::store store, rules::rule_set rules, std::size_t threads)
    : options_(options), running_(c.facade), drain_(c.facade.drain), drain_delay_(c.facade.drain_delay),
      log_(options.log_sink, [] { return std::chrono::system_clock::now(); }),
      manager_(options.environment, log_), succession_(c.facade.data_dir, log_),
      // One set of counters more, for the thread that sends the copies.
      counters_(threads + 1),
      writer_(
          writer_options_for(c),
          [] { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); },
          [this](shadow::store_error const* e) { report_shadow_store(e); }),
      shadow_(runner_options_for(c), c.facade.limits, writer_, threads), traffic_(counters_, writer_),
      passed_on_(std::move(inherited)), first_store_(std::move(store)), first_rules_(std::move(rules)),
      threads_(threads) {
    log_.set_level(c.facade.log.level);
    if (c.facade.tracing)
        traces_ = std::make_unique<tracing::exporter>(*c.facade.tracing,
                                                      [this](std::string const* why) { report_traces(why); });
}

void facade::report_traces(std::string const* why) {
    if (why == nullptr)
        log_.event(obs::level::info, "trace_export_recovered");
    else
        log_.event(obs::level::warn, "trace_export_failed",
                   [&](obs::json_line& line) { line.add("detail", std::string_view(*why)); });
}

void facade::report_shadow_store(shadow::store_error const* error) {
    if (error == nullptr)
        log_.event(obs::level::info, "shadow_store_recovered");
    else
        log_.event(obs::level::error, "shadow_store_failed",
                   [&](obs::json_line& line) { line.add("detail", std::string_view(error->message)); });
}

std::string facade::metrics() const {
    auto const written = writer_.counters();
    obs::gauges now;
    now.revision = rules_->revision();
    now.store_degraded = rules_->health().degraded;
    now.draining = draining_;
    now.log_dropped = log_.dropped();
    now.shadow_written = written.written;
    now.shadow_lost = written.writer_busy + written.store_failed;
    auto const site = publisher_->site();
    auto const at = std::chrono::steady_clock::now();
    for (auto const& of : site->breakers) {
        auto const seen = of.breaker->look(at);
        now.breakers.push_back({pipeline::name_of(of.scope), of.name, static_cast<unsigned>(seen.state),
                                seen.opened, seen.refused});
    }
    now.endpoints = endpoint_figures_of(*site, at);
    now.bulkheads = bulkhead_figures_of(*site);
    now.limits = limit_figures_of(*site);
    now.lookups = lookup_figures_of(names_.counted());
    now.started_at = std::chrono::duration<double>(started_.time_since_epoch()).count();
    if (traces_) {
        now.spans_exported = traces_->counted().exported;
        now.spans_dropped = traces_->counted().dropped;
    }
    auto const process = look_at_process();
    now.cpu_seconds = process.cpu_seconds;
    now.resident_bytes = process.resident_bytes;
    now.virtual_bytes = process.virtual_bytes;
    now.open_descriptors = process.open_descriptors;
    now.most_descriptors = process.most_descriptors;
    return obs::expose(counters_, now);
}

boost::system::result<void, start_failure> facade::start(configuration const& c) {
    auto built = build_site(c, counters_, nullptr, resolver_by(c.facade.dns), tell_log(log_));
    if (!built) return failed(2, built.error());
    report(*built);
    traffic_.follow(*built->site);
    checker_.follow(*built->site);
    names_.follow(*built->site, c.facade.dns);
    auto snapshot = build_snapshot(std::move(built->site), first_rules_);
    if (!snapshot) return failed(2, snapshot.error());
    publisher_ = std::make_unique<publisher>(std::move(*snapshot), first_rules_);
    for (std::size_t i = 0; i < threads_; ++i)
        workers_.push_back(std::make_unique<worker_thread>(i, counters_, log_, shadow_.intake(), held_bytes_,
                                                           publisher_->current()));
    for (auto const& w : workers_) w->trace_to(traces_.get());
    rules_ = std::make_unique<rules_follower>(
        std::move(*first_store_), first_rules_,
        [this](rules::rule_set rules) { return publisher_->set_rules(std::move(rules)); }, log_);
    watch_ = std::make_unique<rules_watch>(*rules_);

    // All sockets are there before any thread accepts: either the whole facade starts or nothing does.
    if (auto taken = take_over(); !taken) return taken;
    auto sockets = open_sockets(c.facade, threads_, std::move(passed_on_));
    if (!sockets) return failed(1, sockets.error());
    for (auto const& address : sockets->unasked) {
        if (!options_.take_over) return failed(1, not_configured(address));
        log_.event(obs::level::warn, "not_taken_over",
                   [&](obs::json_line& line) { line.add("address", std::string_view(address)); });
    }
    bool const admin_kept = sockets->admin && sockets->admin->kept_elsewhere();
    if (auto started = start_admin(c.facade.admin, std::move(sockets->admin)); !started) return started;
    std::vector<offered_socket> own = {{admin_->socket(), true, admin_kept}};
    for (auto const& mine : sockets->of_threads)
        for (auto const& s : mine) own.push_back({s.fd(), false, s.kept_elsewhere()});
    listening_ = std::move(sockets->listen);
    descriptors_ = look_at_descriptors();
    tell_of_shares(log_, *publisher_->site(), descriptors_, threads_);
    for (std::size_t i = 0; i < threads_; ++i)
        workers_[i]->start(std::move(sockets->of_threads[i]), descriptors_);
    publisher_->set_workers(&workers_);
    rules::facade_entry self;
    self.pid = ::getpid();
    self.listen = listening_;
    self.admin = admin_at_;
    self.started_at_ns = rules::clocks::system().realtime_ns();
    rules_->announce(std::move(self));
    watch_->start();
    ready_ = true;
    // The manager first: the facade before this one ends once it knows. Then, before anybody hears of it, the
    // door: whoever hears may begin the next one.
    manager_.ready();
    succession_.serves(std::move(own));
    log_.event(obs::level::info, "listening", [&](obs::json_line& line) {
        line.raw("listen", json_list(listening_)).add("admin", std::string_view(admin_at_));
        line.add("pid", static_cast<std::uint64_t>(::getpid())).add("threads", threads_);
        line.add("revision", first_rules_.revision);
    });
    start_watchdog();
    return {};
}

boost::system::result<void, start_failure> facade::take_over() {
    if (!options_.take_over) return {};
    auto taken = succession_.take_over();
    if (!taken) return failed(1, taken.error());
    ready_ = !taken->empty(); // until this one serves, the one before it does
    std::move(taken->begin(), taken->end(), std::back_inserter(passed_on_));
    return {};
}

void facade::start_watchdog() {
    auto const interval = manager_.watchdog();
    if (!interval) return;
    auto const ticks = [this] {
        std::vector<std::uint64_t> of_workers;
        for (auto const& w : workers_) of_workers.push_back(w->ticks());
        return of_workers;
    };
    watchdog_ = std::make_unique<watchdog>(*interval, ticks, [this] { manager_.alive(); });
}

boost::system::result<void, start_failure> facade::start_admin(config::address const& at,
                                                               std::optional<net::bound_socket> passed_on) {
    admin::options options;
    options.host = at.host;
    options.port = at.port;
    admin::sources from;
    from.live = [] { return admin::json_answer{200, R"({"status":"ok"})"}; };
    from.ready = [this] {
        auto answer = readiness_json(rules_->health(), ready_, draining_, rules_->revision());
        return admin::json_answer{answer.status, std::move(answer.json)};
    };
    from.metrics = [this] { return metrics(); };
    from.status = [this] {
        auto const now = publisher_->current();
        return status_json(counters_, *now->site, now->revision);
    };
    from.record = [this](std::string_view feature, std::string_view query) {
        return recorded_reply(*publisher_->site(), feature, query);
    };
    auto started =
        admin::listener::start(options, std::move(from), passed_on ? passed_on->release() : io::descriptor());
    if (!started) return failed(1, started.error().message + " (facade.admin)");
    admin_ = std::move(*started);
    admin_at_ = config::address{at.host, admin_->port()}.to_string();
    return {};
}

/// Until a signal ends the facade, or another one has taken over: its pid.
std::optional<pid_t> facade::wait_for_the_end() {
    auto housekeeping = clock::now() + between_housekeepings;
    for (;;) {
        auto const left = std::chrono::ceil<std::chrono::milliseconds>(housekeeping - clock::now());
        auto const signal = signals_.next(left, succession_.fd());
        if (signal == 0) {
            io::give_back_heap_holes(); // here, where nobody waits for it
            housekeeping = clock::now() + between_housekeepings;
        } else if (signal == SIGHUP) {
            manager_.reloading();
            reload();
            manager_.ready();
        } else if (signal != signals::other_is_readable) {
            log_.event(obs::level::info, "stopping", [&](obs::json_line& line) {
                line.add("signal", signal == SIGTERM ? "SIGTERM" : "SIGINT");
            });
            return std::nullopt;
        } else if (auto const successor = succession_.hand_over()) {
            return successor;
        }
    }
}

void facade::reload_failed(std::string const& why) {
    log_.event(obs::level::error, "reload_failed",
               [&](obs::json_line& line) { line.add("detail", std::string_view(why)); });
}

void facade::report(built_site const& built) {
    for (auto const& e : built.unresolved) tell(log_, e);
    for (auto const& e : built.moved) tell(log_, e);
}

void facade::reload() {
    auto read = options_.read();
    if (!read) {
        for (auto const& p : read.error()) reload_failed(p.to_string());
        return;
    }
    auto const before = publisher_->site();
    auto built = build_site(*read, counters_, before.get(), resolver_by(read->facade.dns), tell_log(log_));
    if (!built) return reload_failed(built.error());
    report(*built);
    auto const features = built->site->features.size();
    if (auto const done = publisher_->set_site(built->site); !done) return reload_failed(done.error());
    tell_of_shares(log_, *built->site, descriptors_, threads_);
    traffic_.follow(*built->site);
    checker_.follow(*built->site);
    names_.follow(*built->site, read->facade.dns);
    log_.set_level(read->facade.log.level);
    drain_ = read->facade.drain;
    drain_delay_ = read->facade.drain_delay;
    shadow_.set_limits(read->facade.limits);
    if (auto const keys = keys_that_need_a_restart(running_, read->facade); !keys.empty())
        log_.event(obs::level::warn, "reload_ignored", [&](obs::json_line& line) {
            line.raw("keys", json_list(keys)).add("detail", "these are taken at the next start");
        });
    log_.event(obs::level::info, "reloaded", [&](obs::json_line& line) {
        line.add("features", features).add("revision", publisher_->current()->revision);
    });
}

/// Whoever balances over several facades looks at readiness now and then; until it has, clients come. Who
/// asks to stop once more has no time for that.
void facade::say_not_ready() {
    manager_.stopping();
    if (drain_delay_.count() == 0) return;
    for (auto const& w : workers_) w->part();
    signals_.next_stop(drain_delay_);
}

/// Clients of this facade find the other one as soon as they connect anew, which each answer tells them to.
void facade::leave_to(pid_t successor, clock::time_point until) {
    manager_.followed_by(successor);
    admin_->leave_door();
    for (auto const& w : workers_) w->leave_doors();
    while (open_connections() > 0 && clock::now() < until)
        if (signals_.next_stop(std::chrono::milliseconds(5)) != 0) return;
}

std::uint64_t facade::open_connections() const {
    std::uint64_t open = 0;
    for (auto const& cells : counters_.thread_cells_of_all()) open += cells.connections_open.read();
    return open;
}

void facade::stop(std::optional<pid_t> successor) {
    // Where another facade goes on, who asks here is as well served as before.
    draining_ = !successor;
    if (!successor) say_not_ready();
    auto const until = clock::now() + drain_;
    // Who is idle has half of the time to ask for something.
    if (successor) leave_to(*successor, clock::now() + drain_ / 2);
    // Nobody accepts or keeps alive any more; what is under way ends by itself, or by force when the time is
    // up.
    std::latch empty(static_cast<std::ptrdiff_t>(workers_.size()));
    for (auto const& w : workers_) w->drain([&empty] { empty.count_down(); });
    while (!empty.try_wait() && clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    bool const forced = !empty.try_wait();
    if (forced)
        for (auto const& w : workers_) w->cancel_all();
    empty.wait();
    publisher_->set_workers(nullptr);
    watch_->stop();
    rules_->withdraw();
    if (watchdog_) watchdog_->stop(); // from here on workers stand still
    for (auto const& w : workers_) w->stop();
    checker_.stop();
    names_.stop();
    shadow_.stop();
    if (traces_) traces_->stop(std::chrono::seconds(1));
    traffic_.stop();
    writer_.stop(std::chrono::seconds(1));
    // Last: until here it says that the facade drains.
    admin_->stop();
    log_.event(obs::level::info, "stopped", [&](obs::json_line& line) {
        auto const all = counters_.requests();
        line.add("forced", forced).add("requests", all.begun).add("answered", all.answered);
        line.add("aborted", all.aborted).add("cut", all.cut);
    });
    log_.stop();
}

boost::system::result<void, start_failure> facade::run(configuration const& c) {
    if (auto started = start(c); !started) {
        if (admin_) admin_->stop();
        shadow_.stop();
        return started;
    }
    stop(wait_for_the_end());
    return {};
}

} // namespace ficus::app

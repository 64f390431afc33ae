#pragma once

#include "facade/http/limits.hpp"
#include "facade/io/drop_box.hpp"
#include "facade/io/loop.hpp"
#include "facade/io/task.hpp"
#include "facade/shadow/job.hpp"
#include "facade/shadow/sample_sieve.hpp"
#include "facade/shadow/writer.hpp"
#include "facade/upstream/call.hpp"
#include "facade/upstream/pool.hpp"

#include <atomic>
#include <cstddef>
#include <map>
#include <memory>
#include <thread>

namespace ficus::shadow {

struct runner_options {
    std::size_t max_jobs = 1024;                ///< waiting or under way
    std::size_t max_bytes = 64UL * 1024 * 1024; ///< that they and requests under way hold for copies
    /// Copies at one time; each may hold an answer of max_buffered_body besides.
    std::size_t max_under_way = 32;
    std::chrono::milliseconds drain{500}; ///< longest wait for what is under way when stopping
};

/// What copies may take of an upstream: besides what clients' requests may, and never in their place. A
/// quarter as many connections (at least one), since whoever set the limit knows what the upstream bears; and
/// all copies that are under way may wait for one.
upstream::upstream_options options_for_copies(upstream::upstream_options live, runner_options const& runner);

/// Sends the copies, on a thread and over connections of its own, compares the answers and hands what it
/// found to the writer. Nothing that happens here reaches a client: what does not fit is dropped and counted.
class runner {
public:
    /// `index` is the runner's place among the counters' threads.
    runner(runner_options options, http::limits limits, writer& into, std::size_t index);
    ~runner();
    runner(runner const&) = delete;
    runner& operator=(runner const&) = delete;

    /// From any thread; never waits. False: too many jobs wait already. The job's share is of budget().
    bool offer(std::unique_ptr<job> j);
    /// How many of them wait or are under way. Any thread.
    std::size_t jobs() const { return places_.taken(); }
    /// What is captured for a job is reserved here from the first byte on, long before it is offered: a
    /// client may take its time to read an answer.
    io::byte_budget& budget() { return budget_; }
    job_intake intake() {
        return {[this](std::unique_ptr<job> j) { return offer(std::move(j)); }, budget_, places_};
    }
    /// Limits of the configuration that holds from now on. Any thread.
    void set_limits(http::limits limits);
    /// Ends the thread. Jobs that wait are counted as skipped.
    void stop();

private:
    struct flight;
    void next();
    std::unique_ptr<job> longest_waiting();
    io::task<void> run(flight& f);
    io::task<void> compare(flight& f);
    io::task<upstream::call_result> send_copy(flight& f, std::shared_ptr<upstream::group> const& to,
                                              translation::own_origin const* names, bool translate,
                                              copy_options const* changes);
    // runner_calls.cpp: the calls that the answer to a copy is put together from
    void plan_calls(flight& f, acl::message_view const& from, acl::message const& made);
    void start_calls(flight& f);
    /// Whether the answer can be put together.
    io::task<bool> wait_for_calls(flight& f, upstream::whole_answer const& main);
    std::shared_ptr<upstream::pool> pool_of(std::shared_ptr<upstream::group> const& live);
    void finished(flight& f);
    void finish_over();
    /// Counts one that is not compared, or not recorded where that is still to be done.
    void skip(job& j, obs::skip why);
    void give_to_tap(job& j);
    /// Both sides were asked the same: that, and which of them failed.
    void count_both(job const& j, bool copy_failed);

    /// Copies' connections are counted nowhere but in their group: the metrics speak of clients' requests.
    struct silent_events final : upstream::pool_events {
        void opened() override {}
        void closed() override {}
        void reused() override {}
    };

    runner_options const options_;
    io::byte_budget budget_;
    http::limits limits_;
    writer& writer_;
    std::size_t const index_;
    silent_events events_;
    sample_sieve sieve_;
    std::atomic<bool> stopping_{false};
    job_places places_;
    io::drop_box<job> offered_;
    io::loop loop_;
    io::drop_box<job>::taken waiting_; ///< in front of those offered
    /// By the group whose endpoints they go to; it has its limits, and the pool has its own.
    std::map<std::shared_ptr<upstream::group>, std::shared_ptr<upstream::pool>> pools_;
    std::map<flight*, std::unique_ptr<flight>> flights_;
    std::thread thread_;
};

} // namespace ficus::shadow

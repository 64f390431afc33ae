#pragma once

#include "facade/app/descriptors.hpp"
#include "facade/io/delay_probe.hpp"
#include "facade/net/listener.hpp"
#include "facade/pipeline/worker.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace ficus::app {

/// One thread that serves requests: its loop, its listening sockets, its connections to the upstreams.
class worker_thread final : public upstream::pool_events {
public:
    worker_thread(std::size_t index, obs::counters& counters, obs::log& log, shadow::job_intake shadow,
                  io::byte_budget& held_bytes, std::shared_ptr<pipeline::snapshot const> first);
    ~worker_thread() override;
    worker_thread(worker_thread const&) = delete;
    worker_thread& operator=(worker_thread const&) = delete;

    /// Begins to accept on these sockets, on a thread of its own, as many clients as its part of the
    /// descriptors allows.
    void start(std::vector<net::bound_socket> sockets, descriptor_figures descriptors);
    /// Who is told of the requests; it outlives this. Before the start.
    void trace_to(tracing::exporter* traces) { worker_.traces = traces; }
    /// Requests whose heads arrive from now on are served by `next`; `done` is called on the worker's thread
    /// once that is so.
    void adopt(std::shared_ptr<pipeline::snapshot const> next, std::function<void()> done);
    /// From now on each answer is its connection's last; new ones are still accepted.
    void part();
    /// The same, but new ones are another process's.
    void leave_doors();
    /// Stops accepting and lets requests finish; `empty` is called on the worker's thread after the last one.
    void drain(std::function<void()> empty);
    /// Fails what is still under way.
    void cancel_all();
    /// Ends the thread. What was still under way must have ended.
    void stop();
    /// Grows as long as the thread's loop turns. From any thread.
    std::uint64_t ticks() const { return ticks_.load(std::memory_order_relaxed); }

private:
    void opened() override;
    void closed() override;
    void reused() override;
    void take_on(std::shared_ptr<pipeline::snapshot const> next);
    void share_descriptors();
    void note_delay(io::clock::duration waited, io::clock::time_point now);

    obs::counters& counters_;
    obs::log& log_;
    std::size_t const index_;
    io::loop loop_;
    io::delay_probe probe_;
    pipeline::worker worker_;
    net::listener listener_;
    descriptor_figures descriptors_;
    std::atomic<std::uint64_t> ticks_{0};
    std::thread thread_;
};

} // namespace ficus::app

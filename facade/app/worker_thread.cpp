#include "facade/app/worker_thread.hpp"

#include "facade/obs/thread_name.hpp"

#include <cmath>
#include <random>

namespace ficus::app {

namespace {

std::function<std::uint64_t()> seeded_random() {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device(), device(), device(), device(), device()};
    return [generator = std::mt19937_64(seed)]() mutable { return generator(); };
}

} // namespace

worker_thread::worker_thread(std::size_t index, obs::counters& counters, obs::log& log,
                             shadow::job_intake shadow, io::byte_budget& held_bytes,
                             std::shared_ptr<pipeline::snapshot const> first)
    : counters_(counters), log_(log), index_(index),
      probe_(loop_, [this](auto waited, auto now) { note_delay(waited, now); }),
      worker_{.loop = loop_,
              .index = index,
              .counters = counters,
              .access_log = log.make_ring(),
              .random = seeded_random(),
              .wall_clock = [] { return std::chrono::system_clock::now(); },
              .shadow = std::move(shadow),
              .held_bytes = held_bytes,
              .current = nullptr},
      listener_(worker_) {
    take_on(std::move(first));
    loop_.on_tick([this, last = io::clock::time_point{}](io::clock::time_point now) mutable {
        ticks_.store(ticks_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
        probe_.send(now);
        if (now - last < std::chrono::seconds(1)) return;
        last = now;
        auto const view = worker_.current;
        for (auto const& pool : view->pools) pool->sweep(now);
    });
}

worker_thread::~worker_thread() {
    stop();
}

void worker_thread::start(std::vector<net::bound_socket> sockets, descriptor_figures descriptors) {
    descriptors_ = descriptors;
    share_descriptors();
    for (auto& socket : sockets) listener_.add(std::move(socket));
    thread_ = std::thread([this] {
        obs::name_this_worker(index_);
        loop_.run();
    });
}

void worker_thread::share_descriptors() {
    if (descriptors_.limit == 0) return;
    descriptors_.upstream = most_upstream_connections(*worker_.current->snapshot->site);
    // One of the threads that are counted sends copies.
    auto const threads = std::max<std::size_t>(2, counters_.threads()) - 1;
    auto const clients = most_clients_of_one(descriptors_, threads);
    listener_.admit_at_most(clients);
    auto const& pools = worker_.current->pools;
    for (std::size_t i = 0; i < pools.size(); ++i) {
        bool const is_legacy = i == worker_.current->snapshot->site->legacy;
        auto const share = share_of(pools[i]->shared().options(), clients, is_legacy);
        pools[i]->limit_own(share.connections, share.pending);
    }
}

void worker_thread::take_on(std::shared_ptr<pipeline::snapshot const> next) {
    auto made = std::make_shared<pipeline::view>();
    auto const before = worker_.current;
    for (auto const& group : next->site->upstreams) {
        std::shared_ptr<upstream::pool> pool;
        if (before != nullptr)
            for (auto const& kept : before->pools)
                if (&kept->shared() == group.get()) pool = kept;
        if (!pool) pool = upstream::pool::make(loop_, group, *this);
        made->pools.push_back(std::move(pool));
    }
    made->snapshot = std::move(next);
    worker_.current = made;
    share_descriptors();
    if (before == nullptr) return;
    for (auto const& pool : before->pools)
        if (std::find(made->pools.begin(), made->pools.end(), pool) == made->pools.end()) pool->close_idle();
}

// Measured whether or not it has consequences: it shows how near to its end a thread is.
void worker_thread::note_delay(io::clock::duration waited, io::clock::time_point now) {
    auto& shedder = worker_.shedder;
    auto const& configured = worker_.current->snapshot->site->shed;
    auto const change = shedder.note(waited, now, configured.value_or(resilience::shed_options{}));
    auto& cells = counters_.thread(index_);
    auto const standing = std::chrono::round<std::chrono::microseconds>(shedder.standing());
    cells.queue_delay_us.set(static_cast<std::uint64_t>(standing.count()));
    cells.shed_part.set(configured ? static_cast<std::uint64_t>(std::lround(shedder.part() * 1000)) : 0);
    if (!configured || change == resilience::load_shedder::change::none) return;
    bool const began = change == resilience::load_shedder::change::began;
    log_.event(began ? obs::level::warn : obs::level::info, began ? "shedding_began" : "shedding_ended",
               [&](obs::json_line& line) {
                   line.add("thread", static_cast<std::uint64_t>(index_));
                   line.add("queue_delay_ms", static_cast<std::uint64_t>(standing.count() / 1000));
               });
}

void worker_thread::adopt(std::shared_ptr<pipeline::snapshot const> next, std::function<void()> done) {
    loop_.post([this, next = std::move(next), done = std::move(done)]() mutable {
        take_on(std::move(next));
        done();
    });
}

void worker_thread::part() {
    loop_.post([this] { worker_.draining = true; });
}

void worker_thread::leave_doors() {
    loop_.post([this] {
        worker_.draining = true;
        listener_.leave_doors();
    });
}

void worker_thread::drain(std::function<void()> empty) {
    loop_.post([this, empty = std::move(empty)]() mutable {
        worker_.draining = worker_.closing = true;
        listener_.drain(std::move(empty));
    });
}

void worker_thread::cancel_all() {
    loop_.post([this] { listener_.cancel_all(); });
}

void worker_thread::stop() {
    if (!thread_.joinable()) return;
    loop_.post([this] {
        for (auto const& pool : worker_.current->pools) pool->close_idle();
    });
    loop_.stop();
    thread_.join();
}

void worker_thread::opened() {
    counters_.thread(index_).upstream_opened.add();
    counters_.thread(index_).upstream_open.add();
}
void worker_thread::closed() {
    counters_.thread(index_).upstream_open.subtract();
}
void worker_thread::reused() {
    counters_.thread(index_).upstream_reused.add();
}

} // namespace ficus::app

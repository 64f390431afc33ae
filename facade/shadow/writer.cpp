#include "facade/shadow/writer.hpp"

#include "facade/io/give_way.hpp"
#include "facade/obs/thread_name.hpp"
#include "facade/shadow/batch.hpp"

#include <compare>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

namespace ficus::shadow {

namespace {

using steady = std::chrono::steady_clock;

/// By the fingerprint of the window's rules, its feature and the operation: a reload makes these anew.
using deltas = std::map<std::tuple<std::string, std::string, std::string>, traffic_delta, std::less<>>;

void merge(deltas& all, traffic_delta const& delta) {
    using texts = std::tuple<std::string const&, std::string const&, std::string const&>;
    texts const key(delta.window->fingerprint, delta.window->feature, *delta.operation);
    auto at = all.find(key);
    if (at == all.end())
        at = all.emplace(key, traffic_delta{delta.window, delta.operation, 0, 0, {}, {}, {}}).first;
    auto& into = at->second;
    into.eligible += delta.eligible;
    into.chosen += delta.chosen;
    for (auto const& [reason, times] : delta.skipped) into.skipped[reason] += times;
    into.legacy += delta.legacy;
    into.modern += delta.modern;
}

/// What many records count under.
struct counted_under {
    std::shared_ptr<window_key const> window;
    std::shared_ptr<std::string const> operation;
    auto operator<=>(counted_under const&) const = default;
};

} // namespace

class writer::loop {
public:
    loop(writer_options options, writer::clock now, trouble on_trouble)
        : options_(std::move(options)), now_(std::move(now)), on_trouble_(std::move(on_trouble)),
          thread_([this] { run(); }) {}

    bool offer(comparison_record&& record) {
        auto const bytes = record.bytes();
        std::lock_guard const lock(mutex_);
        if (stopping_ || counters_.failing)
            return lose({record.window, record.operation}, skipped_store_failed, counters_.store_failed);
        if (waiting_.records.size() >= options_.max_records || waiting_.bytes + bytes > options_.max_bytes)
            return lose({record.window, record.operation}, skipped_writer_busy, counters_.writer_busy);
        waiting_.records.push_back(std::move(record));
        waiting_.bytes += bytes;
        announce_work();
        return true;
    }

    void count(traffic_delta const& delta) {
        std::lock_guard const lock(mutex_);
        merge(waiting_.traffic, delta);
        announce_work();
    }

    bool flush(std::chrono::milliseconds limit) {
        std::unique_lock lock(mutex_);
        auto const wanted = given_;
        ++flushing_;
        wake_.notify_one();
        bool const done = done_.wait_for(lock, limit, [&] { return settled_ >= wanted || ended_; });
        --flushing_;
        return done;
    }

    void stop(std::chrono::milliseconds limit) {
        {
            std::unique_lock lock(mutex_);
            stopping_ = true;
            wake_.notify_one();
            if (!done_.wait_for(lock, limit, [&] { return ended_; })) giving_up_ = true;
        }
        std::lock_guard const lock(joining_);
        if (thread_.joinable()) thread_.join();
    }

    writer_counters counters() const {
        std::lock_guard const lock(mutex_);
        return counters_;
    }

private:
    struct work {
        std::vector<comparison_record> records;
        std::size_t bytes = 0;
        deltas traffic;
        bool empty() const { return records.empty() && traffic.empty(); }
    };

    // Under the mutex. A lost comparison is known to the report as skipped, once the store can be written.
    bool lose(counted_under const& of, std::string_view reason, std::uint64_t& counter,
              std::uint64_t times = 1) {
        counter += times;
        merge(waiting_.traffic, {of.window, of.operation, 0, 0, {{std::string(reason), times}}, {}, {}});
        announce_work();
        return false;
    }

    // Under the mutex.
    void announce_work() {
        ++given_;
        if (!first_waits_since_) {
            first_waits_since_ = steady::now();
            wake_.notify_one();
        }
    }

    void run() {
        obs::name_this_thread("ficus-writer");
        io::give_way();
        std::unique_lock lock(mutex_);
        // At once and not with the first record, so that a store that cannot be opened is known from the
        // start.
        attempt(lock, {});
        while (!stopping_ || first_waits_since_) {
            wait_for_work(lock);
            if (giving_up_) break;
            bool const is_last = stopping_;
            take_and_write(lock);
            if (is_last) break;
            prune_if_due(lock);
        }
        counters_.store_failed += waiting_.records.size();
        waiting_ = {};
        ended_ = true;
        done_.notify_all();
    }

    void wait_for_work(std::unique_lock<std::mutex>& lock) {
        auto const is_urgent = [&] { return stopping_ || (flushing_ > 0 && settled_ < given_); };
        auto const wake_at = [&]() -> std::optional<steady::time_point> {
            if (!first_waits_since_) return std::nullopt;
            auto const gathered = *first_waits_since_ + options_.gather;
            return counters_.failing ? std::max(gathered, tried_at_ + options_.retry) : gathered;
        };
        while (!is_urgent()) {
            auto const at = wake_at();
            if (!at)
                wake_.wait(lock);
            else if (*at <= steady::now() || wake_.wait_until(lock, *at) == std::cv_status::timeout)
                return;
        }
    }

    void take_and_write(std::unique_lock<std::mutex>& lock) {
        auto const upto = given_;
        first_waits_since_.reset();
        auto taken = std::exchange(waiting_, {});
        attempt(lock, std::move(taken));
        settled_ = std::max(settled_, upto);
        done_.notify_all();
    }

    // Unlocks while it works; without work it only opens the store.
    void attempt(std::unique_lock<std::mutex>& lock, work taken) {
        lock.unlock();
        std::map<counted_under, std::uint64_t> records_of;
        for (auto const& record : taken.records) ++records_of[{record.window, record.operation}];
        auto const count = taken.records.size();
        auto const failure = write(taken);
        lock.lock();

        bool const failed_before = counters_.failing;
        counters_.failing = failure.has_value();
        tried_at_ = steady::now();
        if (failure) {
            for (auto const& [key, delta] : taken.traffic) merge(waiting_.traffic, delta);
            for (auto const& [of, times] : records_of)
                lose(of, skipped_store_failed, counters_.store_failed, times);
            if (!taken.traffic.empty()) announce_work();
        } else {
            counters_.written += count;
        }
        if (failed_before == counters_.failing) return;
        lock.unlock();
        on_trouble_(failure ? &*failure : nullptr);
        lock.lock();
    }

    std::optional<store_error> write(work& taken) {
        batch all;
        for (auto& record : taken.records) all.add(std::move(record));
        auto const at = now_();
        for (auto const& [key, delta] : taken.traffic) all.add(delta, at);
        auto failure = write(all);
        // A file that was moved away is begun anew at once: only this failure mends itself.
        if (failure && failure->code == rules::fault::replaced) failure = write(all);
        return failure;
    }

    std::optional<store_error> write(batch const& all) {
        if (!store_) {
            auto opened = store::open_to_write(options_.file);
            if (!opened) return opened.error();
            store_ = std::move(*opened);
        }
        if (all.empty()) return std::nullopt;
        auto const written = store_->write(all);
        if (written) return std::nullopt;
        store_.reset();
        return written.error();
    }

    void prune_if_due(std::unique_lock<std::mutex>& lock) {
        if (!store_ || (pruned_at_ && steady::now() - *pruned_at_ < options_.prune_every)) return;
        pruned_at_ = steady::now();
        lock.unlock();
        // What goes wrong here goes wrong for the next batch too, and is told then.
        auto const removed = store_->prune(options_.keep, now_());
        lock.lock();
        if (removed) counters_.pruned += *removed;
    }

    writer_options const options_;
    writer::clock const now_;
    trouble const on_trouble_;

    // The thread's own.
    std::optional<store> store_;
    std::optional<steady::time_point> pruned_at_;

    mutable std::mutex mutex_; // guards all below
    std::condition_variable wake_;
    std::condition_variable done_;
    work waiting_;
    writer_counters counters_;
    std::optional<steady::time_point> first_waits_since_;
    steady::time_point tried_at_{};
    std::uint64_t given_ = 0;   // calls that brought work
    std::uint64_t settled_ = 0; // of these, whose work is committed or lost
    int flushing_ = 0;
    bool stopping_ = false;
    bool giving_up_ = false;
    bool ended_ = false;

    std::mutex joining_;
    std::thread thread_; // last: it uses all above
};

writer::writer(writer_options options, clock now, trouble on_trouble)
    : loop_(std::make_unique<loop>(std::move(options), std::move(now), std::move(on_trouble))) {}

writer::~writer() {
    stop(std::chrono::seconds(1));
}

bool writer::offer(comparison_record&& record) {
    return loop_->offer(std::move(record));
}

void writer::count(traffic_delta const& delta) {
    loop_->count(delta);
}

bool writer::flush(std::chrono::milliseconds limit) {
    return loop_->flush(limit);
}

void writer::stop(std::chrono::milliseconds limit) {
    loop_->stop(limit);
}

writer_counters writer::counters() const {
    return loop_->counters();
}

} // namespace ficus::shadow

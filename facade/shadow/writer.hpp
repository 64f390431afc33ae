#pragma once

#include "facade/shadow/record.hpp"
#include "facade/shadow/store.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

namespace ficus::shadow {

struct writer_options {
    std::filesystem::path file;               ///< `shadow.db`; created when missing, its folder must exist
    std::size_t max_records = 8192;           ///< waiting to be written
    std::size_t max_bytes = 16 * 1024 * 1024; ///< that they hold
    std::chrono::milliseconds gather{50};     ///< how long the first record of a batch waits for company
    std::chrono::milliseconds retry{5'000};   ///< between attempts while the store cannot be written
    std::chrono::milliseconds prune_every{600'000}; ///< between looks at the store's age and size
    retention keep;
};

/// What the writer has done since it was made; for the metrics.
struct writer_counters {
    std::uint64_t written = 0;      ///< records that a committed batch holds
    std::uint64_t writer_busy = 0;  ///< records refused because too many were waiting
    std::uint64_t store_failed = 0; ///< records lost because the store could not be written
    std::uint64_t pruned = 0;       ///< rows removed by age or size
    bool failing = false;           ///< the last attempt to write failed
};

/// One background thread that turns records into rows of `shadow.db`, a batch in one transaction. Nothing
/// that it does reaches those who call: records that it cannot take or write are dropped, counted, and shown
/// in the report as skipped. All members may be called from any thread.
class writer {
public:
    using clock = std::function<time_point()>;
    /// Called on the writer's thread when writing begins to fail (the error) and when it works again
    /// (nullptr).
    using trouble = std::function<void(store_error const*)>;

    /// Starts the thread. A file that cannot be opened is `trouble`, and tried again; so nothing here throws
    /// but std::system_error for want of a thread.
    writer(writer_options options, clock now, trouble on_trouble);
    /// stop() with one second.
    ~writer();
    writer(writer const&) = delete;
    writer& operator=(writer const&) = delete;

    /// Takes one record; false when it was dropped. Never waits for the disk.
    bool offer(comparison_record&& record);
    /// Takes what was counted since the last call; kept in memory while the store fails (a few numbers an
    /// operation).
    void count(traffic_delta const& delta);
    /// Waits until all that was given before is committed or lost; false when `limit` passed first.
    bool flush(std::chrono::milliseconds limit);
    /// Tries once more to write what waits, and ends the thread. What is not begun within `limit` is counted
    /// as lost; a transaction that has begun is finished. Twice is once.
    void stop(std::chrono::milliseconds limit);

    writer_counters counters() const;

private:
    class loop;
    std::unique_ptr<loop> loop_;
};

} // namespace ficus::shadow

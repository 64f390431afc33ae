#pragma once

#include "facade/http/date.hpp"
#include "facade/io/loop.hpp"
#include "facade/obs/counters.hpp"
#include "facade/obs/log.hpp"
#include "facade/pipeline/decide.hpp"
#include "facade/pipeline/snapshot.hpp"
#include "facade/shadow/job.hpp"
#include "facade/upstream/pool.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace ficus::tracing {
class exporter;
}

namespace ficus::pipeline {

/// A snapshot with one thread's pools for it. A request holds on to the view that it began with.
struct view {
    std::shared_ptr<pipeline::snapshot const> snapshot;
    std::vector<std::shared_ptr<upstream::pool>> pools; ///< in the order of the site's upstreams
};

/// What the requests of one thread share. No other thread touches it, but for what its members say
/// themselves.
struct worker {
    io::loop& loop;
    std::size_t index; ///< of this thread's counters
    obs::counters& counters;
    obs::line_ring& access_log;
    std::function<std::uint64_t()> random;
    std::function<std::chrono::system_clock::time_point()> wall_clock;
    shadow::job_intake shadow;                     ///< of all threads
    io::byte_budget& held_bytes;                   ///< of all threads; for translators
    std::shared_ptr<pipeline::view const> current; ///< replaced between requests, never changed
    bool draining = false;                         ///< answers say that their connection ends
    bool closing = false;                          ///< and who waits for another request is closed
    tracing::exporter* traces = nullptr;           ///< null: nobody is told of them
    resilience::load_shedder shedder{};
    decision_scratch scratch{};
    obs::json_line line{};
    http::date_text date{};
};

} // namespace ficus::pipeline

#include "tools/going_live.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <cmath>
#include <thread>
#include <utility>

namespace ficus::tools {
namespace {

/// To a tenth of a millisecond: more would be noise.
double milliseconds_between(std::int64_t from_ns, std::int64_t to_ns) {
    return std::max(0.0, std::round(static_cast<double>(to_ns - from_ns) / 1e5) / 10.0);
}

} // namespace

patience patience::real() {
    auto const begun = std::chrono::steady_clock::now();
    return {.elapsed = [begun] { return std::chrono::steady_clock::now() - begun; },
            .pause = [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); }};
}

going_live wait_until_live(rules::store& store, rules::change_result const& change, patience const& how) {
    for (;;) {
        going_live seen;
        auto facades = store.facades();
        if (facades) {
            for (auto& facade : *facades)
                if (facade.revision >= change.revision)
                    seen.live.push_back({facade.pid, milliseconds_between(change.committed_at_monotonic_ns,
                                                                          facade.live_at_monotonic_ns)});
                else
                    seen.waiting.push_back(std::move(facade));
        } else {
            seen.trouble = facades.error().message;
        }
        bool const settled = seen.waiting.empty() && seen.trouble.empty();
        auto const elapsed = how.elapsed();
        if (settled || elapsed >= how.most) return seen;
        // Facades need a few milliseconds; one that has not come by then may be long in coming.
        how.pause(std::chrono::milliseconds(elapsed < std::chrono::milliseconds(100) ? 1 : 10));
    }
}

std::string sentence(going_live const& seen) {
    if (seen.live.empty() && seen.waiting.empty())
        return seen.trouble.empty() ? "no facade is running: it will be live when one starts"
                                    : "it is not known which facades serve it";
    double slowest = 0.0;
    for (auto const& facade : seen.live) slowest = std::max(slowest, facade.after_ms);
    auto const count = seen.live.size();
    auto text = "live on " + std::to_string(count) + (count == 1 ? " facade" : " facades");
    if (!seen.waiting.empty()) text += " of " + std::to_string(count + seen.waiting.size());
    if (count > 0)
        text += slowest < 1.0 ? " after less than 1 ms"
                              : " after " + std::to_string(std::lround(slowest)) + " ms";
    return text;
}

boost::json::array live_json(going_live const& seen) {
    boost::json::array all;
    for (auto const& facade : seen.live)
        all.emplace_back(boost::json::object{{"pid", facade.pid}, {"after_ms", facade.after_ms}});
    return all;
}

} // namespace ficus::tools

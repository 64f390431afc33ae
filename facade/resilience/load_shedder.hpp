#pragma once

#include "facade/resilience/clock.hpp"
#include "facade/resilience/priority.hpp"

#include <array>
#include <chrono>
#include <cstdint>

namespace ficus::resilience {

/// `[facade.shed]`
struct shed_options {
    std::chrono::milliseconds delay{50}; ///< that what is ready may wait for its turn

    friend bool operator==(shed_options const&, shed_options const&) = default;
};

/// Which part of the requests a thread turns away, so that the others are answered in time. It goes by how
/// long what is ready waits for its turn, and by the least of that over a tenth of a second: a burst leaves
/// no wait that stands, an overload does (CoDel, RFC 8289 §3). The part grows by how much that is more than
/// `delay` and by how much it has grown, and shrinks likewise (PIE, RFC 8033 §4.2). What matters least makes
/// it up first. One thread.
class load_shedder {
public:
    enum class change : std::uint8_t { none, began, ended };
    /// What was ready has waited so long, and has its turn now. Several times in a tenth of a second, also
    /// where nothing is asked.
    change note(duration waited, time_point now, shed_options const& options);
    /// Whether a request may go on. `random` is anything, evenly.
    bool admits(priority p, std::uint64_t random);
    /// It is turned off.
    void reset() { *this = {}; }

    bool sheds() const { return part_ > 0; }
    double part() const { return part_; }           ///< of all that come, 0 to 1
    duration standing() const { return standing_; } ///< the wait of the last tenth of a second that is over

private:
    void spread();

    duration least_ = duration::max(); ///< since began_
    duration standing_{};
    time_point began_{};
    unsigned notes_ = 0;
    double part_ = 0;
    std::array<std::uint64_t, priorities> came_{}; ///< since began_
    std::array<double, priorities> chances_{};     ///< to be turned away
};

} // namespace ficus::resilience

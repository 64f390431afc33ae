#pragma once

#include "acl/time_pattern.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <string_view>

namespace date {
class time_zone;
}

namespace ficus::acl {

/// UTC, or a zone of the system's time zone database. Copied freely; used from any thread.
class zone {
public:
    /// An error says what is wrong with the name, and which one may be meant.
    static boost::system::result<zone, std::string> find(std::string_view name);

    enum class clock_reading { once, twice, never };
    struct local_offset {
        clock_reading reads = clock_reading::once;
        int offset = 0; ///< seconds east of UTC; of the earlier instant where the clock reads so twice
    };
    /// What a clock of the zone means when it shows `local`, whose own offset is not looked at.
    local_offset offset_of_local(written_time const& local) const;
    /// `time`, which states an offset, as a clock of the zone shows the same instant.
    written_time at_same_instant(written_time const& time) const;

private:
    explicit zone(date::time_zone const* found) : zone_(found) {}
    date::time_zone const* zone_; ///< null: UTC, which needs no database
};

} // namespace ficus::acl

#pragma once

#include "acl/direction.hpp"
#include "acl/option_error.hpp"
#include "acl/time_pattern.hpp"
#include "acl/translator_options.hpp"
#include "acl/zone.hpp"

#include <boost/system/result.hpp>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

/// Times between the patterns of two sides. A side that states no offset speaks of clocks in `zone`. Where
/// such a clock reads a time twice, the earlier instant is meant; the later one, and a time that the clock
/// skips, cannot be said there and are errors, as is whatever else one of the patterns has no room for.
class time_rule {
public:
    /// Keys of the errors are `legacy`, `modern` and `zone`. Several patterns of a side: all are read, and
    /// the first is written.
    static boost::system::result<time_rule, std::vector<option_error>> compile(time_options const& options);

    time_pattern const& pattern(std::size_t side) const { return patterns_[side]; }
    acl::zone const& zone() const { return zone_; }

    /// Appends the time as the other side writes it; an error says what is wrong with it.
    boost::system::result<void, std::string> convert(direction way, std::string_view text,
                                                     std::string& out) const;

private:
    time_rule(time_pattern legacy, time_pattern modern, acl::zone zone)
        : patterns_{std::move(legacy), std::move(modern)}, zone_(zone) {}
    boost::system::result<written_time, std::string> at_target(direction way, time_pattern const& from,
                                                               written_time const& time) const;

    std::array<time_pattern, 2> patterns_;
    std::array<std::vector<time_pattern>, 2> also_; ///< that are read besides
    acl::zone zone_;
    std::string zone_name_;
};

} // namespace ficus::acl

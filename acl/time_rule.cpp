#include "acl/time_rule.hpp"

#include "acl/quoted.hpp"
#include "acl/standard_time.hpp"

namespace ficus::acl {

boost::system::result<time_rule, std::vector<option_error>> time_rule::compile(time_options const& options) {
    std::vector<option_error> problems;
    auto legacy = time_pattern::compile(options.legacy);
    if (!legacy) problems.push_back({"legacy", legacy.error()});
    auto modern = time_pattern::compile(options.modern);
    if (!modern) problems.push_back({"modern", modern.error()});
    auto zone = zone::find(options.zone);
    if (!zone) problems.push_back({"zone", zone.error()});
    std::array<std::vector<time_pattern>, 2> also;
    for (std::size_t side = 0; side < 2; ++side)
        for (auto const& text : options.also[side])
            if (auto made = time_pattern::compile(text))
                also[side].push_back(std::move(*made));
            else
                problems.push_back({side == 0 ? "legacy" : "modern", made.error()});
    if (!problems.empty()) return problems;

    auto const check_date = [&](time_pattern const& one, time_pattern const& other) {
        if (one.states_same_date_as(other) || !problems.empty()) return;
        problems.push_back({"", "one side states more of the date than the other ('" + one.text() +
                                    "' and '" + other.text() +
                                    "'), which cannot be read back; give both year, month and day"});
    };
    check_date(*legacy, *modern);
    for (auto const& one : also[0]) check_date(one, *modern);
    for (auto const& one : also[1]) check_date(*legacy, one);
    if (!problems.empty()) return problems;
    time_rule rule(std::move(*legacy), std::move(*modern), *zone);
    rule.also_ = std::move(also);
    rule.zone_name_ = options.zone;
    return rule;
}

boost::system::result<void, std::string> time_rule::convert(direction way, std::string_view text,
                                                            std::string& out) const {
    auto const* from = &patterns_[source_index(way)];
    auto const& to = patterns_[target_index(way)];
    auto read = from->read(text);
    auto known = from->text();
    for (auto const& other : also_[source_index(way)]) {
        if (read) break;
        from = &other;
        read = from->read(text);
        known += " or " + from->text();
    }
    if (!read) return quoted(text) + " is no time of the pattern " + known;
    auto const shown = at_target(way, *from, *read);
    if (!shown) return shown.error();
    if (auto const lost = to.write(*shown, out))
        return std::string(*lost) + " of " + quoted(text) + " cannot be written with " + to.text();
    return {};
}

/// The same time as the target's clock shows it.
boost::system::result<written_time, std::string> time_rule::at_target(direction way, time_pattern const& from,
                                                                      written_time const& time) const {
    auto const& to = patterns_[target_index(way)];
    if (!to.states_offset()) {
        if (!time.offset) return time;
        auto const local = zone_.at_same_instant(time);
        auto const meant = zone_.offset_of_local(local);
        if (meant.reads == zone::clock_reading::twice && meant.offset != local.offset)
            return "clocks in " + zone_name_ + " show this time twice, and " + to.text() +
                   " cannot say that the later one is meant";
        return local;
    }
    // What goes by UTC has no offset of its own to keep.
    if (time.offset && to.is_utc()) return in_utc(time);
    if (time.offset) return from.is_epoch() || from.is_utc() ? zone_.at_same_instant(time) : time;
    auto const meant = zone_.offset_of_local(time);
    if (meant.reads == zone::clock_reading::never)
        return "clocks in " + zone_name_ + " skip this time: it does not exist there";
    auto stated = time;
    stated.offset = meant.offset;
    return to.is_utc() ? in_utc(stated) : stated;
}

} // namespace ficus::acl

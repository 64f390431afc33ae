#include "acl/zone.hpp"

#include "acl/standard_time.hpp"

#include <date/tz.h>

#include <algorithm>
#include <stdexcept>

namespace ficus::acl {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

date::local_seconds local_of(written_time const& t) {
    auto const day = date::local_days(date::year(t.year) / date::month(t.month) / date::day(t.day));
    return day + hours(t.hour) + minutes(t.minute) + seconds(t.second);
}

/// The tables of the system's database end with 2037, and the library takes what held then to hold for ever.
/// The rules are by weekday and repeat with the calendar, so a later year is looked up as an earlier one that
/// begins on the same weekday and is as long.
date::days shift_into_tables(date::year year) {
    constexpr date::year last_year{2037};
    if (year <= last_year) return date::days(0);
    auto const begin = [](date::year y) { return date::local_days(y / date::January / 1); };
    auto twin = last_year;
    while (date::weekday(begin(twin)) != date::weekday(begin(year)) || twin.is_leap() != year.is_leap())
        --twin;
    return begin(twin) - begin(year);
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto diagonal = row[0]++;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            auto const replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
        }
    }
    return row.back();
}

std::string unknown_zone(std::string_view name) {
    std::string problem = "there is no time zone '" + std::string(name) + "'";
    date::time_zone const* nearest = nullptr;
    std::size_t best = 4;
    for (auto const& candidate : date::get_tzdb().zones) {
        auto const distance = edit_distance(name, candidate.name());
        if (distance >= best) continue;
        best = distance;
        nearest = &candidate;
    }
    if (nearest != nullptr) return problem + "; is '" + nearest->name() + "' meant?";
    return problem + "; write a name of the time zone database such as Europe/Berlin, or UTC";
}

} // namespace

boost::system::result<zone, std::string> zone::find(std::string_view name) {
    if (name == "UTC") return zone(nullptr);
    // The library only tells by throwing; this runs while a configuration is read.
    try {
        date::get_tzdb();
    } catch (std::exception const&) {
        return std::string(
            "this machine has no time zone database; install its package tzdata, or write UTC");
    }
    try {
        return zone(date::locate_zone(std::string(name)));
    } catch (std::runtime_error const&) {
        return unknown_zone(name);
    }
}

zone::local_offset zone::offset_of_local(written_time const& local) const {
    if (zone_ == nullptr) return {};
    auto const info = zone_->get_info(local_of(local) + shift_into_tables(date::year(local.year)));
    local_offset found;
    found.offset = static_cast<int>(info.first.offset.count());
    if (info.result == date::local_info::nonexistent) found.reads = clock_reading::never;
    if (info.result == date::local_info::ambiguous) found.reads = clock_reading::twice;
    return found;
}

written_time zone::at_same_instant(written_time const& time) const {
    if (zone_ == nullptr) return in_utc(time);
    auto const utc = date::sys_seconds(local_of(time).time_since_epoch()) - seconds(time.offset.value_or(0));
    date::year_month_day const utc_day(date::floor<date::days>(utc));
    auto const offset = zone_->get_info(utc + shift_into_tables(utc_day.year())).offset;
    auto const local = utc + offset;
    auto const day = date::floor<date::days>(local);
    date::year_month_day const ymd(day);
    date::hh_mm_ss const clock(local - day);
    written_time shown;
    shown.year = static_cast<int>(ymd.year());
    shown.month = static_cast<unsigned>(ymd.month());
    shown.day = static_cast<unsigned>(ymd.day());
    shown.hour = static_cast<unsigned>(clock.hours().count());
    shown.minute = static_cast<unsigned>(clock.minutes().count());
    shown.second = static_cast<unsigned>(clock.seconds().count());
    shown.fraction = time.fraction;
    shown.offset = static_cast<int>(offset.count());
    return shown;
}

} // namespace ficus::acl

#include "acl/standard_time.hpp"

#include "acl/time_text.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>

namespace ficus::acl {

std::optional<written_time> read_rfc3339(std::string_view rest) {
    written_time t;
    auto const year = take_digits(rest, 4);
    bool const dash = take(rest, '-');
    auto const month = take_digits(rest, 2);
    bool const second_dash = take(rest, '-');
    auto const day = take_digits(rest, 2);
    if (!year || !dash || !month || !second_dash || !day) return std::nullopt;
    if (!take(rest, 'T') && !take(rest, 't') && !take(rest, ' ')) return std::nullopt;
    auto const hour = take_digits(rest, 2);
    bool const colon = take(rest, ':');
    auto const minute = take_digits(rest, 2);
    bool const second_colon = take(rest, ':');
    auto const second = take_digits(rest, 2);
    if (!hour || !colon || !minute || !second_colon || !second) return std::nullopt;
    if (take(rest, '.')) {
        auto const end = std::find_if_not(rest.begin(), rest.end(), is_digit) - rest.begin();
        if (end == 0) return std::nullopt;
        t.fraction = rest.substr(0, static_cast<std::size_t>(end));
        rest.remove_prefix(static_cast<std::size_t>(end));
    }
    t.offset = take(rest, 'Z') || take(rest, 'z') ? std::optional(0) : take_offset(rest, true);
    t.year = static_cast<int>(*year);
    t.month = *month, t.day = *day, t.hour = *hour, t.minute = *minute, t.second = *second;
    if (!t.offset || !rest.empty() || !is_valid(t)) return std::nullopt;
    return t;
}

std::optional<written_time> read_epoch(std::string_view text) {
    std::int64_t seconds = 0;
    auto const* end = text.data() + text.size();
    auto const [stop, ec] = std::from_chars(text.data(), end, seconds);
    // Years 0 to 9999: what a calendar date is written with here.
    if (ec != std::errc{} || stop != end || seconds < -62'167'219'200 || seconds > 253'402'300'799)
        return std::nullopt;
    if (text != std::to_string(seconds)) return std::nullopt;
    date::sys_seconds const instant{std::chrono::seconds(seconds)};
    auto const day = date::floor<date::days>(instant);
    date::year_month_day const ymd(day);
    date::hh_mm_ss const clock(instant - day);
    written_time t;
    t.year = static_cast<int>(ymd.year());
    t.month = static_cast<unsigned>(ymd.month()), t.day = static_cast<unsigned>(ymd.day());
    t.hour = static_cast<unsigned>(clock.hours().count()),
    t.minute = static_cast<unsigned>(clock.minutes().count());
    t.second = static_cast<unsigned>(clock.seconds().count());
    t.offset = 0;
    return t;
}

void write_epoch(written_time const& t, std::string& out) {
    auto const instant = date::sys_days(calendar_day(t)) + std::chrono::hours(t.hour) +
                         std::chrono::minutes(t.minute) + std::chrono::seconds(t.second) -
                         std::chrono::seconds(t.offset.value_or(0));
    out += std::to_string(instant.time_since_epoch().count());
}

void write_rfc3339(written_time const& t, std::string& out) {
    put_digits(static_cast<unsigned>(t.year), 4, out);
    out += '-';
    put_digits(t.month, 2, out);
    out += '-';
    put_digits(t.day, 2, out);
    out += 'T';
    put_digits(t.hour, 2, out);
    out += ':';
    put_digits(t.minute, 2, out);
    out += ':';
    put_digits(t.second, 2, out);
    if (!t.fraction.empty()) {
        out += '.';
        out += t.fraction;
    }
    if (t.offset.value_or(0) == 0)
        out += 'Z';
    else
        put_offset(*t.offset, true, out);
}

} // namespace ficus::acl

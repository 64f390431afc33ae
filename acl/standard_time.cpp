#include "acl/standard_time.hpp"

#include "acl/time_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <utility>

namespace ficus::acl {
namespace {

// Years 0 to 9999: what a calendar date is written with here.
constexpr std::int64_t first_second = -62'167'219'200, last_second = 253'402'300'799;

/// 000 to 999, which a fraction can point into.
constexpr auto three_digits = [] {
    std::array<char, 3000> digits{};
    for (std::size_t i = 0; i < 1000; ++i) {
        digits[i * 3] = static_cast<char>('0' + i / 100);
        digits[i * 3 + 1] = static_cast<char>('0' + i / 10 % 10);
        digits[i * 3 + 2] = static_cast<char>('0' + i % 10);
    }
    return digits;
}();

/// A whole number that is written as it would be written here.
std::optional<std::int64_t> take_canonical(std::string_view text) {
    std::int64_t number = 0;
    auto const* end = text.data() + text.size();
    auto const [stop, ec] = std::from_chars(text.data(), end, number);
    if (ec != std::errc{} || stop != end || text != std::to_string(number)) return std::nullopt;
    return number;
}

written_time at_instant(std::int64_t seconds) {
    date::sys_seconds const instant{std::chrono::seconds(seconds)};
    auto const day = date::floor<date::days>(instant);
    date::year_month_day const ymd(day);
    date::hh_mm_ss const clock(instant - day);
    written_time t;
    t.year = static_cast<int>(ymd.year());
    t.month = static_cast<unsigned>(ymd.month()), t.day = static_cast<unsigned>(ymd.day());
    t.hour = static_cast<unsigned>(clock.hours().count());
    t.minute = static_cast<unsigned>(clock.minutes().count());
    t.second = static_cast<unsigned>(clock.seconds().count());
    t.offset = 0;
    return t;
}

constexpr std::array<std::string_view, 12> months{"jan", "feb", "mar", "apr", "may", "jun",
                                                  "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> weekdays{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
/// RFC 5322, 4.3: hours from UTC.
constexpr std::pair<std::string_view, int> zones[] = {{"ut", 0},   {"gmt", 0},  {"est", -5}, {"edt", -4},
                                                      {"cst", -6}, {"cdt", -5}, {"mst", -7}, {"mdt", -6},
                                                      {"pst", -8}, {"pdt", -7}};

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// All letters at the front of `rest`, as small ones.
std::string take_word(std::string_view& rest) {
    std::string word;
    for (; !rest.empty() && is_letter(rest.front()); rest.remove_prefix(1))
        word += static_cast<char>(rest.front() | 0x20);
    return word;
}

bool take_blanks(std::string_view& rest) {
    auto const blanks = std::min(rest.find_first_not_of(" \t"), rest.size());
    rest.remove_prefix(blanks);
    return blanks > 0;
}

template<std::size_t N>
std::optional<unsigned> index_of(std::array<std::string_view, N> const& names, std::string_view name) {
    auto const found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<unsigned>(found - names.begin());
}

/// As many digits as there are, of which there may be so many.
std::optional<unsigned> take_number(std::string_view& rest, std::size_t least, std::size_t most,
                                    std::size_t& width) {
    width = static_cast<std::size_t>(std::find_if_not(rest.begin(), rest.end(), is_digit) - rest.begin());
    if (width < least || width > most) return std::nullopt;
    return take_digits(rest, width);
}

std::optional<int> take_zone(std::string_view& rest) {
    if (auto const offset = take_offset(rest, false)) return offset;
    auto const name = take_word(rest);
    for (auto const& [known, hours] : zones)
        if (name == known) return hours * 3600;
    // What the letters of the military mean nobody could rely on: they say UTC, and no zone.
    return name.size() == 1 && name != "j" ? std::optional(0) : std::nullopt;
}

} // namespace

std::optional<written_time> read_rfc2822(std::string_view rest) {
    written_time t;
    std::optional<unsigned> weekday;
    take_blanks(rest);
    if (!rest.empty() && is_letter(rest.front())) {
        weekday = index_of(weekdays, take_word(rest));
        if (!weekday || !take(rest, ',')) return std::nullopt;
        take_blanks(rest);
    }
    std::size_t width = 0;
    auto const day = take_number(rest, 1, 2, width);
    if (!day || !take_blanks(rest)) return std::nullopt;
    auto const month = index_of(months, take_word(rest));
    if (!month || !take_blanks(rest)) return std::nullopt;
    auto const year = take_number(rest, 2, 4, width);
    if (!year || !take_blanks(rest)) return std::nullopt;
    t.year = static_cast<int>(width == 4 ? *year : width == 3 || *year >= 50 ? *year + 1900 : *year + 2000);
    t.month = *month + 1, t.day = *day;
    auto const hour = take_digits(rest, 2);
    bool const colon = take(rest, ':');
    auto const minute = take_digits(rest, 2);
    if (!hour || !colon || !minute) return std::nullopt;
    t.hour = *hour, t.minute = *minute;
    if (take(rest, ':')) {
        auto const second = take_digits(rest, 2);
        if (!second) return std::nullopt;
        t.second = *second;
    }
    if (!take_blanks(rest) || !(t.offset = take_zone(rest)) || !is_valid(t)) return std::nullopt;
    take_blanks(rest);
    bool const comment = rest.starts_with('(') && rest.find_first_of("()", 1) == rest.size() - 1;
    if (!rest.empty() && !(comment && rest.back() == ')')) return std::nullopt;
    if (weekday && *weekday != date::weekday(date::sys_days(calendar_day(t))).c_encoding())
        return std::nullopt;
    return t;
}

std::optional<written_time> read_rfc3339(std::string_view rest) {
    written_time t;
    if (!take_date(rest, t)) return std::nullopt;
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
    t.hour = *hour, t.minute = *minute, t.second = *second;
    if (!t.offset || !rest.empty() || !is_valid(t)) return std::nullopt;
    return t;
}

std::optional<written_time> read_epoch(std::string_view text) {
    auto const seconds = take_canonical(text);
    if (!seconds || *seconds < first_second || *seconds > last_second) return std::nullopt;
    return at_instant(*seconds);
}

std::int64_t instant_of(written_time const& t) {
    auto const instant = date::sys_days(calendar_day(t)) + std::chrono::hours(t.hour) +
                         std::chrono::minutes(t.minute) + std::chrono::seconds(t.second) -
                         std::chrono::seconds(t.offset.value_or(0));
    return instant.time_since_epoch().count();
}

void write_epoch(written_time const& t, std::string& out) {
    out += std::to_string(instant_of(t));
}

std::optional<written_time> read_epoch_ms(std::string_view text) {
    auto const sent = take_canonical(text);
    if (!sent || *sent < first_second * 1000 || *sent > last_second * 1000 + 999) return std::nullopt;
    auto const ms = (*sent % 1000 + 1000) % 1000;
    auto t = at_instant((*sent - ms) / 1000);
    if (ms != 0) t.fraction = std::string_view(three_digits.data() + ms * 3, 3);
    return t;
}

void write_epoch_ms(written_time const& t, std::string& out) {
    std::int64_t ms = 0;
    for (std::size_t i = 0; i < 3; ++i) ms = ms * 10 + (i < t.fraction.size() ? t.fraction[i] - '0' : 0);
    out += std::to_string(instant_of(t) * 1000 + ms);
}

written_time in_utc(written_time const& t) {
    auto shifted = at_instant(instant_of(t));
    shifted.fraction = t.fraction;
    return shifted;
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

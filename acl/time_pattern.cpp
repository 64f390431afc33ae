#include "acl/time_pattern.hpp"

#include "acl/standard_time.hpp"
#include "acl/time_text.hpp"

#include <algorithm>
#include <array>

namespace ficus::acl {
namespace {

constexpr std::array<std::string_view, 12> months{"January",   "February", "March",    "April",
                                                  "May",       "June",     "July",     "August",
                                                  "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> weekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};

unsigned day_of_year(written_time const& t) {
    auto const first = date::year(t.year) / date::January / 1;
    return static_cast<unsigned>((date::sys_days(calendar_day(t)) - date::sys_days(first)).count()) + 1;
}

std::size_t weekday(written_time const& t) {
    return date::weekday(date::sys_days(calendar_day(t))).c_encoding();
}

/// Takes one of the names (or its first `abbreviated` letters) and returns its index.
template<std::size_t N>
std::optional<unsigned> take_name(std::string_view& rest, std::array<std::string_view, N> const& names,
                                  std::size_t abbreviated) {
    for (unsigned i = 0; i < N; ++i) {
        auto const name = names[i].substr(0, abbreviated);
        if (!rest.starts_with(name)) continue;
        rest.remove_prefix(name.size());
        return i;
    }
    return std::nullopt;
}

bool all_zero(std::string_view digits) {
    return digits.find_first_not_of('0') == std::string_view::npos;
}

} // namespace

boost::system::result<time_pattern, std::string> time_pattern::compile(std::string_view pattern) {
    time_pattern made;
    made.text_ = pattern;
    if (pattern == "rfc3339" || pattern == "%s" || pattern == "epoch_ms") {
        made.rfc3339_ = pattern == "rfc3339";
        made.epoch_ = pattern == "%s";
        made.epoch_ms_ = pattern == "epoch_ms";
        made.offset_ = made.year_ = made.month_ = made.day_ = made.hour_ = made.minute_ = made.second_ = true;
        return made;
    }
    if (pattern == "http-date") {
        made.utc_ = made.offset_ = true;
        pattern = "%a, %d %b %Y %H:%M:%S GMT";
    } else if (pattern == "rfc2822") {
        made.rfc2822_ = true;
        pattern = "%a, %d %b %Y %H:%M:%S %z";
    }
    if (auto problem = made.parse(pattern)) return std::move(*problem);
    if (auto problem = made.check()) return std::move(*problem);
    return made;
}

std::optional<std::string> time_pattern::parse(std::string_view pattern) {
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != '%') {
            elements_.push_back({0, pattern[i]});
            continue;
        }
        if (++i == pattern.size()) return "the pattern ends in '%'; write %% for the character";
        if (pattern[i] >= '1' && pattern[i] <= '9' && pattern.substr(i + 1).starts_with('f'))
            fraction_digits_ = static_cast<std::size_t>(pattern[i++] - '0');
        if (auto problem = add(pattern[i])) return problem;
    }
    return std::nullopt;
}

/// Adds what a letter stands for; a problem is what makes it impossible to read back.
std::optional<std::string> time_pattern::add(char letter) {
    auto const expand = [&](std::string_view letters) -> std::optional<std::string> {
        for (auto const c : letters) {
            if (c == '%') continue;
            if (c == '-' || c == ':' || c == '/')
                elements_.push_back({0, c});
            else if (auto problem = add(c))
                return problem;
        }
        return std::nullopt;
    };
    switch (letter) {
    case '%': elements_.push_back({0, '%'}); return std::nullopt;
    case 'n': elements_.push_back({0, '\n'}); return std::nullopt;
    case 't': elements_.push_back({0, '\t'}); return std::nullopt;
    case 'F': return expand("Y-m-d");
    case 'T': return expand("H:M:S");
    case 'R': return expand("H:M");
    case 'D': return expand("m/d/y");
    default: break;
    }
    bool* states = nullptr;
    switch (letter) {
    case 'Y': states = &year_; break;
    case 'y':
        states = &year_;
        short_year_ = true;
        break;
    case 'm':
    case 'b':
    case 'B': states = &month_; break;
    case 'd':
    case 'e': states = &day_; break;
    case 'j': states = &day_of_year_; break;
    case 'H': states = &hour_; break;
    case 'I': states = &half_hour_; break;
    case 'p': states = &half_; break;
    case 'M': states = &minute_; break;
    case 'S': states = &second_; break;
    case 'f': states = &fraction_; break;
    case 'z': states = &offset_; break;
    case 'a':
    case 'A': break; // Says nothing new, and is checked against the date.
    case 'Z':
        return "the abbreviations of %Z cannot be read back; write the offset with %z, or leave it to 'zone'";
    case 's': return "%s is a time of its own and stands alone";
    default:
        return std::string("%") + letter +
               " cannot be read back; use %Y %m %d %H %M %S, or %y %e %j %b %B %a %A %I %p %f %z, or %s "
               "alone";
    }
    if (states != nullptr) {
        if (*states)
            return std::string("%") + letter +
                   " says again what the pattern has said already; leave one of them out";
        *states = true;
    }
    elements_.push_back({letter, 0});
    return std::nullopt;
}

std::optional<std::string> time_pattern::check() {
    if (half_ != half_hour_)
        return "%I and %p belong together: the hour cannot be read back from one of them";
    if (half_hour_ && hour_) return "%H and %I both state the hour; leave one of them out";
    if (day_of_year_ && (month_ || day_)) return "%j states the day already; leave %m and %d out";
    if (day_of_year_ && !year_) return "%j needs the year: add %Y";
    if (day_of_year_) month_ = day_ = true;
    if (half_hour_) hour_ = true;
    if (!year_ && !month_ && !day_ && !hour_ && !minute_ && !second_)
        return "the pattern states no time; write a strftime pattern such as %d.%m.%Y %H:%M:%S, or rfc3339";
    if (offset_ && !(year_ && month_ && day_ && hour_))
        return "%z needs the whole date and the hour beside it";
    if (fraction_ && !second_) return "%f is a part of the second: add %S";
    for (std::size_t i = 0; i + 1 < elements_.size(); ++i) {
        auto const& next = elements_[i + 1];
        bool const ends = next.letter == 0
                              ? !is_digit(next.literal)
                              : std::string_view("zpbBaA").find(next.letter) != std::string_view::npos;
        if (elements_[i].letter == 'f' && fraction_digits_ == 0 && !ends)
            return "the digits of %f cannot be told from those that follow; say how many they are: %3f";
    }
    for (auto const& e : elements_)
        if ((e.letter == 'a' || e.letter == 'A') && !(year_ && month_ && day_))
            return "a weekday cannot be written without the whole date; leave it out";
    return std::nullopt;
}

std::optional<written_time> time_pattern::read(std::string_view text) const {
    if (rfc3339_) return read_rfc3339(text);
    if (rfc2822_) return read_rfc2822(text);
    if (epoch_) return read_epoch(text);
    if (epoch_ms_) return read_epoch_ms(text);
    written_time t;
    unsigned yday = 0;
    std::optional<unsigned> named_weekday;
    bool afternoon = false;
    for (auto const& e : elements_) {
        std::optional<unsigned> number;
        switch (e.letter) {
        case 0:
            if (!take(text, e.literal)) return std::nullopt;
            continue;
        case 'Y':
            if ((number = take_digits(text, 4))) t.year = static_cast<int>(*number);
            break;
        case 'y':
            if ((number = take_digits(text, 2)))
                t.year = static_cast<int>(*number) + (*number < 69 ? 2000 : 1900);
            break;
        case 'm':
            if ((number = take_digits(text, 2))) t.month = *number;
            break;
        case 'b':
            if ((number = take_name(text, months, 3))) t.month = *number + 1;
            break;
        case 'B':
            if ((number = take_name(text, months, 9))) t.month = *number + 1;
            break;
        case 'e':
            if ((number = take_digits(text, take(text, ' ') ? 1 : 2))) t.day = *number;
            break;
        case 'd':
            if ((number = take_digits(text, 2))) t.day = *number;
            break;
        case 'j':
            if ((number = take_digits(text, 3))) yday = *number;
            break;
        case 'H':
            if ((number = take_digits(text, 2))) t.hour = *number;
            break;
        case 'I':
            if ((number = take_digits(text, 2)) && (*number < 1 || *number > 12)) return std::nullopt;
            if (number) t.hour = *number % 12;
            break;
        case 'p':
            afternoon = text.starts_with("PM");
            if (!afternoon && !text.starts_with("AM")) return std::nullopt;
            text.remove_prefix(2);
            continue;
        case 'M':
            if ((number = take_digits(text, 2))) t.minute = *number;
            break;
        case 'S':
            if ((number = take_digits(text, 2))) t.second = *number;
            break;
        case 'a': number = named_weekday = take_name(text, weekdays, 3); break;
        case 'A': number = named_weekday = take_name(text, weekdays, 9); break;
        case 'f':
            if (auto const digits = take_fraction(text)) {
                // Zeros that the pattern asks for say nothing: another side need not write them.
                if (!all_zero(*digits) || (fraction_digits_ == 0 && digits->size() > 1)) t.fraction = *digits;
                continue;
            }
            return std::nullopt;
        case 'z':
            t.offset = take_offset(text, false);
            if (!t.offset) return std::nullopt;
            continue;
        default: break;
        }
        if (!number) return std::nullopt;
    }
    if (utc_) t.offset = 0;
    if (afternoon) t.hour += 12;
    if (day_of_year_) {
        auto const day =
            date::sys_days(date::year(t.year) / date::January / 1) + date::days(static_cast<int>(yday) - 1);
        date::year_month_day const ymd(day);
        if (yday == 0 || static_cast<int>(ymd.year()) != t.year) return std::nullopt;
        t.month = static_cast<unsigned>(ymd.month()), t.day = static_cast<unsigned>(ymd.day());
    }
    // Without a year, 29 February is a day.
    auto checked = t;
    if (!year_) checked.year = 2000;
    if (!text.empty() || !is_valid(checked) || (named_weekday && *named_weekday != weekday(t)))
        return std::nullopt;
    return t;
}

std::optional<std::string_view> time_pattern::take_fraction(std::string_view& text) const {
    auto const end =
        static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
    auto const width = fraction_digits_ == 0 ? end : fraction_digits_;
    if (end == 0 || end < width) return std::nullopt;
    auto const digits = text.substr(0, width);
    text.remove_prefix(width);
    return digits;
}

void time_pattern::put_fraction(std::string_view digits, std::string& out) const {
    auto const width = fraction_digits_ == 0 ? std::max<std::size_t>(digits.size(), 1) : fraction_digits_;
    out += digits.substr(0, width);
    out.append(width - std::min(width, digits.size()), '0');
}

bool time_pattern::holds_fraction(std::string_view digits) const {
    if (rfc3339_ || (fraction_ && fraction_digits_ == 0)) return true;
    auto const room = epoch_ms_ ? 3 : fraction_digits_;
    return digits.size() <= room || all_zero(digits.substr(room));
}

std::optional<std::string_view> time_pattern::lost(written_time const& t) const {
    if (!holds_fraction(t.fraction))
        return fraction_ || epoch_ms_ ? "the last digits of a second's fraction" : "the fraction of a second";
    if (!second_ && t.second != 0) return "the seconds";
    if (!minute_ && t.minute != 0) return "the minutes";
    if (!hour_ && t.hour != 0) return "the time of day";
    if (t.year < 0 || t.year > 9999 || (short_year_ && (t.year < 1969 || t.year > 2068))) return "the year";
    if (!is_epoch() && !utc_ && t.offset.value_or(0) % 60 != 0) return "the seconds of the offset";
    return std::nullopt;
}

std::optional<std::string_view> time_pattern::write(written_time const& t, std::string& out) const {
    if (auto const what = lost(t)) return what;
    if (rfc3339_) {
        write_rfc3339(t, out);
        return std::nullopt;
    }
    if (epoch_) {
        write_epoch(t, out);
        return std::nullopt;
    }
    if (epoch_ms_) {
        write_epoch_ms(t, out);
        return std::nullopt;
    }
    for (auto const& e : elements_) {
        switch (e.letter) {
        case 0: out += e.literal; break;
        case 'Y': put_digits(static_cast<unsigned>(t.year), 4, out); break;
        case 'y': put_digits(static_cast<unsigned>(t.year) % 100, 2, out); break;
        case 'm': put_digits(t.month, 2, out); break;
        case 'b': out += months[t.month - 1].substr(0, 3); break;
        case 'B': out += months[t.month - 1]; break;
        case 'd': put_digits(t.day, 2, out); break;
        case 'e': put_digits(t.day, 2, out, ' '); break;
        case 'j': put_digits(day_of_year(t), 3, out); break;
        case 'H': put_digits(t.hour, 2, out); break;
        case 'I': put_digits(t.hour % 12 == 0 ? 12 : t.hour % 12, 2, out); break;
        case 'p': out += t.hour < 12 ? "AM" : "PM"; break;
        case 'M': put_digits(t.minute, 2, out); break;
        case 'S': put_digits(t.second, 2, out); break;
        case 'f': put_fraction(t.fraction, out); break;
        case 'a': out += weekdays[weekday(t)].substr(0, 3); break;
        case 'A': out += weekdays[weekday(t)]; break;
        case 'z': put_offset(t.offset.value_or(0), false, out); break;
        default: break;
        }
    }
    return std::nullopt;
}

} // namespace ficus::acl

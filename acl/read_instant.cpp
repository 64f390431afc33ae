#include "acl/read_instant.hpp"

#include "acl/standard_time.hpp"
#include "acl/time_text.hpp"

#include <algorithm>
#include <string>

namespace ficus::acl {

namespace {

constexpr std::size_t most_looked_at = 64; ///< no date is longer

std::optional<int> take_zone(std::string_view& rest) {
    if (take(rest, 'Z') || take(rest, 'z')) return 0;
    auto after = rest;
    if (auto const offset = take_offset(after, true)) return rest = after, offset;
    after = rest;
    if (auto const offset = take_offset(after, false)) return rest = after, offset;
    return std::nullopt;
}

/// Hours and minutes, and seconds where there are some.
bool take_clock(std::string_view& rest, written_time& t) {
    auto const hour = take_digits(rest, 2);
    if (!hour || !take(rest, ':')) return false;
    auto const minute = take_digits(rest, 2);
    if (!minute) return false;
    t.hour = *hour, t.minute = *minute;
    if (!take(rest, ':')) return true;
    auto const second = take_digits(rest, 2);
    if (!second) return false;
    t.second = *second;
    if (!take(rest, '.') && !take(rest, ',')) return true;
    auto const end = std::find_if_not(rest.begin(), rest.end(), is_digit) - rest.begin();
    t.fraction = rest.substr(0, static_cast<std::size_t>(end));
    rest.remove_prefix(t.fraction.size());
    return !t.fraction.empty();
}

std::optional<written_time> read_iso(std::string_view rest) {
    written_time t;
    if (!take_date(rest, t)) return std::nullopt;
    if (!take(rest, 'T') && !take(rest, 't') && !take(rest, ' ')) return std::nullopt;
    if (!take_clock(rest, t)) return std::nullopt;
    if (!rest.empty() && !(t.offset = take_zone(rest))) return std::nullopt;
    if (!rest.empty() || !is_valid(t)) return std::nullopt;
    return t;
}

/// The first form is RFC 5322's, and the others become it.
std::optional<written_time> read_http(std::string_view text) {
    if (auto const first = read_rfc2822(text)) return first;
    auto const comma = text.find(',');
    if (comma != std::string_view::npos && text.ends_with(" GMT")) {
        std::string second(text.substr(comma + 1));
        std::replace(second.begin(), second.end(), '-', ' ');
        return read_rfc2822(second);
    }
    // asctime's: `Sun Nov  6 08:49:37 1994`
    if (text.size() != 24 || text[3] != ' ' || text[7] != ' ' || text[10] != ' ' || text[19] != ' ')
        return std::nullopt;
    std::string third(text.substr(0, 3));
    third.append(",").append(text.substr(7, 3)).append(text.substr(3, 5)).append(text.substr(20));
    third.append(text.substr(10, 9)).append(" GMT");
    return read_rfc2822(third);
}

} // namespace

std::optional<instant> read_instant(std::string_view text) {
    if (text.size() < 16 || text.size() > most_looked_at) return std::nullopt;
    auto const t = text[4] == '-' ? read_iso(text) : read_http(text);
    if (!t) return std::nullopt;
    auto const fraction = t->fraction.substr(0, t->fraction.find_last_not_of('0') + 1);
    return instant{instant_of(*t), fraction, t->offset.has_value()};
}

} // namespace ficus::acl

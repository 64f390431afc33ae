#include "acl/time_text.hpp"

#include <algorithm>
#include <charconv>

namespace ficus::acl {

date::year_month_day calendar_day(written_time const& t) {
    return date::year(t.year) / date::month(t.month) / date::day(t.day);
}

bool is_valid(written_time const& t) {
    return calendar_day(t).ok() && t.hour < 24 && t.minute < 60 && t.second < 60;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::optional<unsigned> take_digits(std::string_view& rest, std::size_t width) {
    if (rest.size() < width ||
        !std::all_of(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(width), is_digit))
        return std::nullopt;
    unsigned number = 0;
    std::from_chars(rest.data(), rest.data() + width, number);
    rest.remove_prefix(width);
    return number;
}

bool take(std::string_view& rest, char c) {
    if (!rest.starts_with(c)) return false;
    rest.remove_prefix(1);
    return true;
}

bool take_date(std::string_view& rest, written_time& t) {
    auto const year = take_digits(rest, 4);
    bool const dash = take(rest, '-');
    auto const month = take_digits(rest, 2);
    bool const second_dash = take(rest, '-');
    auto const day = take_digits(rest, 2);
    if (!year || !dash || !month || !second_dash || !day) return false;
    t.year = static_cast<int>(*year), t.month = *month, t.day = *day;
    return true;
}

std::optional<int> take_offset(std::string_view& rest, bool colon) {
    if (rest.empty() || (rest[0] != '+' && rest[0] != '-')) return std::nullopt;
    int const sign = rest[0] == '-' ? -1 : 1;
    rest.remove_prefix(1);
    auto const hours = take_digits(rest, 2);
    if (!hours || (colon && !take(rest, ':'))) return std::nullopt;
    auto const minutes = take_digits(rest, 2);
    if (!minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    return sign * static_cast<int>(*hours * 3600 + *minutes * 60);
}

void put_digits(unsigned number, int width, std::string& out, char pad) {
    char digits[10];
    auto const end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    out.append(static_cast<std::size_t>(std::max(0, width - static_cast<int>(end - digits))), pad);
    out.append(digits, end);
}

void put_offset(int seconds, bool colon, std::string& out) {
    out += seconds < 0 ? '-' : '+';
    auto const minutes = static_cast<unsigned>(seconds < 0 ? -seconds : seconds) / 60;
    put_digits(minutes / 60, 2, out);
    if (colon) out += ':';
    put_digits(minutes % 60, 2, out);
}

} // namespace ficus::acl

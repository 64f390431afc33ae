#include "acl/numbered_name.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>
#include <vector>

namespace ficus::acl {
namespace {

struct span {
    std::size_t begin = 0, end = 0;
};

/// The number that begins at or behind `from`: `{`, zeros and at last 0 or 1, `}`.
std::optional<span> next_number(std::string_view name, std::size_t from = 0) {
    for (auto at = name.find('{', from); at != std::string_view::npos; at = name.find('{', at + 1)) {
        auto const close = name.find('}', at);
        if (close == std::string_view::npos) return std::nullopt;
        auto const inside = name.substr(at + 1, close - at - 1);
        if (inside.empty() || inside.size() > 9) continue;
        if (inside.back() != '0' && inside.back() != '1') continue;
        if (inside.find_first_not_of('0') < inside.size() - 1) continue;
        return span{at, close + 1};
    }
    return std::nullopt;
}

constexpr std::string_view position_of_all = "[{0}]";

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string padded(std::size_t number, std::size_t width) {
    auto text = std::to_string(number);
    if (text.size() < width) text.insert(0, width - text.size(), '0');
    return text;
}

/// Whether `rest` is `pattern`, in which numbers are any digits.
bool fits(std::string_view pattern, std::string_view rest) {
    for (;;) {
        auto const number = next_number(pattern);
        auto const literal = pattern.substr(0, number ? number->begin : pattern.size());
        if (!rest.starts_with(literal)) return false;
        rest.remove_prefix(literal.size());
        if (!number) return rest.empty();
        pattern.remove_prefix(number->end);
        auto const digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
        if (digits == 0) return false;
        rest.remove_prefix(digits);
    }
}

/// A name's characters, each number being one that stands for digits.
std::vector<int> symbols_of(std::string_view name) {
    std::vector<int> symbols;
    for (std::size_t at = 0; at < name.size();) {
        auto const number = next_number(name, at);
        if (number && number->begin == at) {
            symbols.push_back(-1);
            at = number->end;
        } else {
            symbols.push_back(static_cast<unsigned char>(name[at++]));
        }
    }
    return symbols;
}

} // namespace

std::size_t count_numbers(std::string_view name) {
    std::size_t count = 0;
    for (auto number = next_number(name); number; number = next_number(name, number->end)) ++count;
    return count;
}

std::string why_no_numbers(std::string_view name) {
    for (auto number = next_number(name); number; number = next_number(name, number->end)) {
        if (number->end == name.size()) break;
        if (is_digit(name[number->end]) ||
            next_number(name, number->end).value_or(span{}).begin == number->end)
            return "has digits behind a number, so that nobody could tell where it ends";
    }
    return {};
}

std::string without_numbers(std::string_view name) {
    std::string text;
    std::size_t from = 0;
    for (auto number = next_number(name); number; number = next_number(name, from)) {
        text.append(name.substr(from, number->begin - from)).append("1");
        from = number->end;
    }
    return text.append(name.substr(from));
}

std::string write_last_number(std::string_view name, std::size_t position) {
    std::optional<span> last;
    for (auto found = next_number(name); found; found = next_number(name, found->end)) last = found;
    if (!last) return std::string(name);
    auto const first = static_cast<std::size_t>(name[last->end - 2] - '0');
    return std::string(name.substr(0, last->begin)) + padded(position + first, last->end - last->begin - 2) +
           std::string(name.substr(last->end));
}

bool can_be_same(std::string_view one, std::string_view other) {
    auto const a = symbols_of(one);
    auto const b = symbols_of(other);
    // A position and whether we are behind the first digit of a number there.
    using state = std::pair<std::size_t, bool>;
    auto const is_number = [](std::vector<int> const& s, std::size_t at) {
        return at < s.size() && s[at] == -1;
    };
    std::set<std::pair<state, state>> seen;
    std::vector<std::pair<state, state>> open{{{0, false}, {0, false}}};
    while (!open.empty()) {
        auto const [left, right] = open.back();
        open.pop_back();
        if (!seen.insert({left, right}).second) continue;
        if (left.first == a.size() && right.first == b.size()) return true;
        // A number may end behind its first digit.
        if (left.second) open.push_back({{left.first + 1, false}, right});
        if (right.second) open.push_back({left, {right.first + 1, false}});
        if (left.first >= a.size() || right.first >= b.size()) continue;
        bool const numbers[2] = {is_number(a, left.first), is_number(b, right.first)};
        auto const x = a[left.first], y = b[right.first];
        bool const same = numbers[0] && numbers[1] ? true
                          : numbers[0]             ? y >= '0' && y <= '9'
                          : numbers[1]             ? x >= '0' && x <= '9'
                                                   : x == y;
        if (!same) continue;
        open.push_back({numbers[0] ? state{left.first, true} : state{left.first + 1, false},
                        numbers[1] ? state{right.first, true} : state{right.first + 1, false}});
    }
    return false;
}

numbered_name::numbered_name(std::string name, std::size_t which) : name_(std::move(name)) {
    auto number = next_number(name_);
    for (std::size_t i = 0; number && i < which; ++i) number = next_number(name_, number->end);
    if (!number) return;
    begin_ = number->begin;
    end_ = number->end;
    first_ = name_[end_ - 2] == '0' ? 0 : 1;
}

numbered_name numbered_name::of_list(std::string_view list) {
    numbered_name made(std::string(list) + std::string(position_of_all), count_numbers(list));
    made.is_of_list_ = true;
    return made;
}

std::string_view numbered_name::list_of(std::string_view name) {
    return name.substr(0, name.size() - position_of_all.size());
}

std::optional<numbered_name::match> numbered_name::find(std::string_view name) const {
    if (is_of_list_) return name == member() ? std::optional(match{}) : std::nullopt;
    auto const before = std::string_view(name_).substr(0, begin_);
    if (!name.starts_with(before)) return std::nullopt;
    auto rest = name.substr(begin_);
    auto const digits = rest.substr(0, std::min(rest.find_first_not_of("0123456789"), rest.size()));
    if (digits.empty() || !fits(std::string_view(name_).substr(end_), rest.substr(digits.size())))
        return std::nullopt;
    match found;
    auto const read = std::from_chars(digits.data(), digits.data() + digits.size(), found.number);
    found.is_plain =
        read.ec == std::errc() && found.number >= first_ && padded(found.number, end_ - begin_ - 2) == digits;
    return found;
}

std::string numbered_name::inner(std::string_view name) const {
    if (is_of_list_) return name_;
    auto const rest = name.substr(begin_);
    auto const digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
    return std::string(name.substr(0, begin_)) + name_.substr(begin_, end_ - begin_) +
           std::string(rest.substr(digits));
}

std::string numbered_name::write(std::size_t number) const {
    return name_.substr(0, begin_) + padded(number, end_ - begin_ - 2) + name_.substr(end_);
}

} // namespace ficus::acl

#include "acl/compare_decimal.hpp"

#include <boost/container/small_vector.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <span>

namespace ficus::acl {

namespace {

std::string_view take_digits(std::string_view& text) {
    std::size_t n = 0;
    while (n < text.size() && text[n] >= '0' && text[n] <= '9') ++n;
    auto const digits = text.substr(0, n);
    text.remove_prefix(n);
    return digits;
}

std::size_t strip_leading_zeros(std::string_view& digits) {
    auto const n = std::min(digits.find_first_not_of('0'), digits.size());
    digits.remove_prefix(n);
    return n;
}

void strip_trailing_zeros(std::string_view& digits) {
    digits = digits.substr(0, digits.find_last_not_of('0') + 1);
}

struct term {
    decimal const* number; ///< its absolute value
    int factor;
    std::int64_t shift = 0; ///< the power of ten that it is multiplied by besides
    std::size_t next = 0;   ///< digit
    std::int64_t position() const { return number->exponent + shift - static_cast<std::int64_t>(next); }
    bool is_done() const { return next == number->size(); }
};

// The sign of a sum, column by column from the most significant digit, so that the gap between 1e400 and
// 1e-400 costs nothing. There must be terms of both signs: what the columns to come can still take away is
// less than the sum of the factors against it, in the units of the last column.
int sign_of_sum(std::span<term> terms) {
    int most_added = 0;
    int most_taken = 0;
    for (auto const& t : terms) (t.factor > 0 ? most_added : most_taken) += std::abs(t.factor);
    int sum = 0;
    auto const is_decided = [&] { return sum >= most_taken || sum <= -most_added; };
    std::optional<std::int64_t> last;
    for (;;) {
        std::optional<std::int64_t> column;
        for (auto const& t : terms)
            if (!t.is_done() && (!column || t.position() > *column)) column = t.position();
        if (!column) break;
        for (auto gap = last ? *last - *column : 0; gap > 0 && sum != 0; --gap) {
            sum *= 10;
            if (gap > 1 && is_decided()) return sum > 0 ? 1 : -1;
        }
        for (auto& t : terms)
            if (!t.is_done() && t.position() == *column) sum += t.factor * t.number->digit(t.next++);
        if (is_decided()) return sum > 0 ? 1 : -1;
        last = column;
    }
    return (sum > 0) - (sum < 0);
}

/// Whether `text` is a number without an exponent.
bool is_plain_number(std::string_view text, bool& has_point) {
    if (text.empty()) return false;
    has_point = false;
    for (std::size_t i = text.front() == '-' ? 1 : 0; i < text.size(); ++i)
        if (text[i] == '.' && !has_point && i > 0)
            has_point = true;
        else if (text[i] < '0' || text[i] > '9')
            return false;
    return text.back() >= '0' && text.back() <= '9';
}

bool is_larger(decimal const& a, decimal const& b) {
    std::array<term, 2> order{{{&a, 1}, {&b, -1}}};
    return sign_of_sum(order) > 0;
}

} // namespace

std::optional<decimal> decimal::parse(std::string_view text) {
    decimal number;
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        number.negative = text.front() == '-';
        text.remove_prefix(1);
    }
    number.head = take_digits(text);
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
        number.tail = take_digits(text);
        if (number.tail.empty()) return std::nullopt;
    }
    if (number.head.empty() && number.tail.empty()) return std::nullopt;

    std::int64_t power = 0;
    if (!text.empty() && (text.front() == 'e' || text.front() == 'E')) {
        text.remove_prefix(1);
        bool const negative = !text.empty() && text.front() == '-';
        if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
        auto digits = take_digits(text);
        if (digits.empty()) return std::nullopt;
        strip_leading_zeros(digits);
        if (digits.size() > 15) return std::nullopt;
        std::from_chars(digits.data(), digits.data() + digits.size(), power);
        if (negative) power = -power;
    }
    if (!text.empty()) return std::nullopt;

    strip_leading_zeros(number.head);
    strip_trailing_zeros(number.tail);
    number.exponent = static_cast<std::int64_t>(number.head.size()) - 1;
    if (number.head.empty())
        number.exponent -= static_cast<std::int64_t>(strip_leading_zeros(number.tail));
    else if (number.tail.empty())
        strip_trailing_zeros(number.head);
    number.exponent += power;
    if (number.is_zero()) number = decimal{};
    return number;
}

bool equal(decimal const& a, decimal const& b) {
    if (a.negative != b.negative || a.exponent != b.exponent || a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (a.digit(i) != b.digit(i)) return false;
    return true;
}

bool same_amount(std::string_view a, std::string_view b) {
    auto const shorter = a.size() < b.size() ? a : b;
    auto rest = a.size() < b.size() ? b : a;
    bool has_point = false;
    if (rest.starts_with(shorter) && is_plain_number(shorter, has_point)) {
        rest.remove_prefix(shorter.size());
        if (!has_point && rest.size() > 1 && rest.front() == '.') {
            has_point = true;
            rest.remove_prefix(1);
        }
        if (has_point && rest.find_first_not_of('0') == std::string_view::npos) return true;
    }
    auto const l = decimal::parse(a);
    auto const m = decimal::parse(b);
    return l && m && equal(*l, *m);
}

bool within(decimal const& a, decimal const& b, decimal const& tolerance) {
    if (a.negative != b.negative) {
        std::array<term, 3> terms{{{&a, 1}, {&b, 1}, {&tolerance, -1}}};
        return sign_of_sum(terms) <= 0;
    }
    bool const a_is_larger = is_larger(a, b);
    std::array<term, 3> terms{{{a_is_larger ? &a : &b, 1}, {a_is_larger ? &b : &a, -1}, {&tolerance, -1}}};
    return sign_of_sum(terms) <= 0;
}

bool within_share(decimal const& a, decimal const& b, decimal const& share) {
    if (equal(a, b)) return true;
    if (share.is_zero()) return false;
    bool const a_is_larger = is_larger(a, b);
    auto const& larger = a_is_larger ? a : b;
    auto const& smaller = a_is_larger ? b : a;
    boost::container::small_vector<term, 8> terms;
    terms.push_back({&larger, 1});
    terms.push_back({&smaller, a.negative == b.negative ? -1 : 1});
    // The share times the larger amount, digit by digit of the share.
    for (std::size_t i = 0; i < share.size(); ++i)
        if (share.digit(i) != 0)
            terms.push_back({&larger, -share.digit(i), share.exponent - static_cast<std::int64_t>(i)});
    return sign_of_sum(terms) <= 0;
}

} // namespace ficus::acl

#include "acl/compare_shape.hpp"

#include "acl/read_instant.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace ficus::acl {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_uuid(std::string_view text) {
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const is_dash = i == 8 || i == 13 || i == 18 || i == 23;
        bool const is_hex = is_digit(text[i]) || ((text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'f');
        if (is_dash ? text[i] != '-' : !is_hex) return false;
    }
    return true;
}

/// Of ten digits seconds, of thirteen milliseconds: what they are in the years 2001 to 2286. Digits of the
/// second may follow a point.
std::optional<std::int64_t> epoch_ms(std::string_view text) {
    auto const whole = text.substr(0, text.find('.'));
    auto const fraction = text.substr(std::min(whole.size() + 1, text.size()));
    bool const is_number = std::all_of(whole.begin(), whole.end(), is_digit) &&
                           std::all_of(fraction.begin(), fraction.end(), is_digit);
    if (!is_number || fraction.size() > 9 || (whole.size() != 10 && whole.size() != 13)) return std::nullopt;
    std::int64_t amount = 0;
    std::from_chars(whole.data(), whole.data() + whole.size(), amount);
    return whole.size() == 10 ? amount * 1000 : amount;
}

bool is_near_time(std::string_view text, std::int64_t now_ms) {
    constexpr std::int64_t near = std::int64_t{48} * 3600 * 1000;
    if (now_ms == 0 || text.size() > 64) return false;
    auto at = epoch_ms(text);
    if (!at)
        if (auto const time = read_instant(text)) at = time->seconds * 1000;
    return at && std::abs(*at - now_ms) <= near;
}

bool is_token(std::string_view text) {
    constexpr double least_bits = 3.5;
    if (text.size() < 16 || text.size() > 4096) return false;
    std::array<unsigned, 256> counts{};
    bool small = false, capital = false, digit = false, other = false;
    for (char const c : text) {
        if (is_digit(c))
            digit = true;
        else if (c >= 'a' && c <= 'z')
            small = true;
        else if (c >= 'A' && c <= 'Z')
            capital = true;
        else if (std::string_view("_+/=-").find(c) != std::string_view::npos)
            other = true;
        else
            return false;
        ++counts[static_cast<unsigned char>(c)];
    }
    if (small + capital + digit + other < 2) return false;
    double bits = 0;
    auto const size = static_cast<double>(text.size());
    for (auto const count : counts)
        if (count != 0) bits -= count / size * std::log2(count / size);
    return bits >= least_bits;
}

} // namespace

std::string_view to_string(volatile_shape shape) {
    switch (shape) {
    case volatile_shape::none: return "";
    case volatile_shape::uuid: return "uuid";
    case volatile_shape::time: return "time";
    case volatile_shape::token: return "token";
    }
    return "";
}

std::optional<volatile_shape> volatile_shape_from(std::string_view text) {
    for (auto const shape :
         {volatile_shape::none, volatile_shape::uuid, volatile_shape::time, volatile_shape::token})
        if (to_string(shape) == text) return shape;
    return std::nullopt;
}

volatile_shape shape_of(std::string_view legacy, std::string_view modern, std::int64_t now_ms) {
    auto const both = [&](auto const& is) { return is(legacy) && is(modern); };
    if (both(is_uuid)) return volatile_shape::uuid;
    if (both([&](auto text) { return is_near_time(text, now_ms); })) return volatile_shape::time;
    return both(is_token) ? volatile_shape::token : volatile_shape::none;
}

} // namespace ficus::acl

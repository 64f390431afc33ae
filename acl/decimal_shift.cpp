#include "acl/decimal_shift.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

struct pieces {
    std::string_view sign, whole, decimals;
};

pieces take_apart(std::string_view plain) {
    pieces p;
    p.sign = plain.substr(0, plain.starts_with('-') ? 1 : 0);
    plain.remove_prefix(p.sign.size());
    auto const point = plain.find('.');
    p.whole = plain.substr(0, point);
    if (point != std::string_view::npos) p.decimals = plain.substr(point + 1);
    return p;
}

bool all_zero(std::string_view digits) {
    return digits.find_first_not_of('0') == std::string_view::npos;
}

} // namespace

bool to_units(std::string_view plain, std::size_t places, std::string& out, parts as) {
    auto const [sign, digits, decimals] = take_apart(plain);
    if (as == parts::whole && !all_zero(decimals)) return false;
    out += sign;
    auto const whole = digits.size() > places ? digits.size() - places : 0;
    if (whole == 0) out += '0';
    out += digits.substr(0, whole);
    out += '.';
    out.append(places - (digits.size() - whole), '0');
    out += digits.substr(whole);
    if (as == parts::decimal) out += decimals;
    return true;
}

bool to_parts(std::string_view plain, std::size_t places, std::string& out, parts as) {
    auto const [sign, whole, decimals] = take_apart(plain);
    auto const more = decimals.size() > places ? decimals.substr(places) : std::string_view{};
    if (as == parts::whole && !all_zero(more)) return false;
    out += sign;
    auto const begin = out.size();
    if (whole != "0") out += whole;
    out += decimals.substr(0, places);
    out.append(places - std::min(places, decimals.size()), '0');
    auto const first = out.find_first_not_of('0', begin);
    // All zeros: one of them is the number.
    out.erase(begin, (first == std::string::npos ? out.size() - 1 : first) - begin);
    if (as == parts::decimal && !more.empty()) out.append(1, '.').append(more);
    return true;
}

void drop_zeros(std::string& plain) {
    if (plain.find('.') == std::string::npos) return;
    plain.resize(plain.find_last_not_of('0') + 1);
    if (plain.ends_with('.')) plain.pop_back();
}

bool multiply(std::string_view plain, std::uint64_t factor, std::string& out) {
    auto const [sign, whole, decimals] = take_apart(plain);
    if (!all_zero(decimals)) return false;
    std::string reversed;
    std::uint64_t carry = 0;
    for (auto digit = whole.rbegin(); digit != whole.rend() || carry > 0;) {
        if (digit != whole.rend()) carry += static_cast<std::uint64_t>(*digit++ - '0') * factor;
        reversed += static_cast<char>('0' + carry % 10);
        carry /= 10;
    }
    while (reversed.size() > 1 && reversed.back() == '0') reversed.pop_back();
    out += sign;
    out.append(reversed.rbegin(), reversed.rend());
    return true;
}

bool divide(std::string_view plain, std::uint64_t factor, std::string& out) {
    auto const [sign, whole, decimals] = take_apart(plain);
    if (!all_zero(decimals)) return false;
    out += sign;
    auto const begin = out.size();
    std::uint64_t rest = 0;
    for (char const digit : whole) {
        rest = rest * 10 + static_cast<std::uint64_t>(digit - '0');
        if (out.size() > begin || rest >= factor) out += static_cast<char>('0' + rest / factor);
        rest %= factor;
    }
    if (out.size() == begin) out += '0';
    return rest == 0;
}

} // namespace ficus::acl

#include "rules/share.hpp"

namespace ficus::rules {

std::optional<share> share::parse(std::string_view text) {
    if (text == "legacy") return none();
    if (text == "modern") return all();
    if (!text.empty() && text.back() == '%') text.remove_suffix(1);
    // By hand and in integers: a double would make 0.29 % into 28 hundredths.
    auto const is_digit = [](char c) { return c >= '0' && c <= '9'; };
    std::uint32_t whole = 0;
    std::size_t i = 0;
    for (; i < text.size() && is_digit(text[i]); ++i) {
        whole = whole * 10 + static_cast<std::uint32_t>(text[i] - '0');
        if (whole > 100) return std::nullopt;
    }
    if (i == 0) return std::nullopt;
    std::uint32_t hundredths = 0;
    if (i < text.size()) {
        if (text[i] != '.') return std::nullopt;
        auto const decimals = text.substr(i + 1);
        if (decimals.empty() || decimals.size() > 2) return std::nullopt;
        for (char c : decimals) {
            if (!is_digit(c)) return std::nullopt;
            hundredths = hundredths * 10 + static_cast<std::uint32_t>(c - '0');
        }
        if (decimals.size() == 1) hundredths *= 10;
    }
    auto const total = whole * 100 + hundredths;
    if (total > 10000) return std::nullopt;
    return of_hundredths(static_cast<std::uint16_t>(total));
}

std::string share::to_string() const {
    auto text = std::to_string(hundredths_ / 100);
    if (auto const rest = hundredths_ % 100; rest != 0) {
        text += '.';
        text += static_cast<char>('0' + rest / 10);
        if (rest % 10 != 0) text += static_cast<char>('0' + rest % 10);
    }
    return text + '%';
}

} // namespace ficus::rules

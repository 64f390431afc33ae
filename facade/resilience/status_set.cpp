#include "facade/resilience/status_set.hpp"

namespace ficus::resilience {

std::optional<status_set> status_set::parse(std::string_view text) {
    auto const is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.size() != 3 || text[0] < '1' || text[0] > '5') return std::nullopt;
    status_set out;
    unsigned const hundreds = static_cast<unsigned>(text[0] - '0') * 100;
    if (text.substr(1) == "xx") {
        for (unsigned i = 0; i < 100; ++i) out.add(hundreds + i);
        return out;
    }
    if (!is_digit(text[1]) || !is_digit(text[2])) return std::nullopt;
    out.add(hundreds + static_cast<unsigned>(text[1] - '0') * 10 + static_cast<unsigned>(text[2] - '0'));
    return out;
}

} // namespace ficus::resilience

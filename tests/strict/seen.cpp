#include "strict/seen.hpp"

#include <algorithm>

namespace ficus::test {

namespace {

bool same_name(std::string_view a, std::string_view b) {
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](char x, char y) { return lower(x) == lower(y); });
}

bool is_own_field(std::string_view line) {
    auto const name = line.substr(0, line.find(':'));
    for (std::string_view const own : {"Via", "Date", "Expect", "X-Forwarded-For", "X-Forwarded-Proto",
                                       "X-Forwarded-Host", "X-Request-ID", "traceparent"})
        if (same_name(name, own)) return true;
    return false;
}

} // namespace

std::string without_own_fields(std::string_view head) {
    std::string kept;
    while (!head.empty()) {
        auto const line = head.substr(0, head.find("\r\n") + 2);
        if (!is_own_field(line)) kept += line;
        head.remove_prefix(line.size());
    }
    return kept;
}

std::string as_hex(std::string_view bytes) {
    std::string out;
    for (unsigned char const c : bytes) out.append({"0123456789abcdef"[c / 16], "0123456789abcdef"[c % 16]});
    return out;
}

} // namespace ficus::test

#include "facade/pipeline/identity.hpp"

#include <algorithm>
#include <cstring>

namespace ficus::pipeline {

namespace {

/// Both digits of every octet.
constexpr std::array<std::array<char, 2>, 256> hex_digits = [] {
    std::array<std::array<char, 2>, 256> made{};
    constexpr std::string_view digits = "0123456789abcdef";
    for (std::size_t octet = 0; octet < made.size(); ++octet)
        made[octet] = {digits[octet >> 4], digits[octet & 15]};
    return made;
}();

/// The 16 digits of a word; what stands behind them.
char* write_hex(char* to, std::uint64_t word) {
    for (int shift = 56; shift >= 0; shift -= 8, to += 2)
        std::memcpy(to, hex_digits[word >> shift & 0xff].data(), 2);
    return to;
}

void write_id(char* to, random_bits const& random) {
    to = write_hex(to, random());
    write_hex(to, random());
}

template<std::size_t N>
char* write(char* to, char const (&literal)[N]) {
    std::memcpy(to, literal, N - 1);
    return to + N - 1;
}

bool is_lower_hex(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_fit_request_id(std::string_view text) {
    return !text.empty() && text.size() <= 128 && std::all_of(text.begin(), text.end(), [](char c) {
        return c > 0x20 && c < 0x7f && c != '"' && c != '\\';
    });
}

} // namespace

bool is_traceparent(std::string_view text) {
    if (text.size() < 55 || text[2] != '-' || text[35] != '-' || text[52] != '-') return false;
    auto const version = text.substr(0, 2);
    if (!is_lower_hex(version) || version == "ff") return false;
    if (version == "00" ? text.size() != 55 : text.size() > 55 && text[55] != '-') return false;
    auto const trace = text.substr(3, 32);
    auto const parent = text.substr(36, 16);
    auto const zero = [](std::string_view digits) {
        return digits.find_first_not_of('0') == std::string_view::npos;
    };
    return is_lower_hex(trace) && is_lower_hex(parent) && is_lower_hex(text.substr(53, 2)) && !zero(trace) &&
           !zero(parent);
}

made_or_kept<32> make_id(random_bits const& random) {
    made_or_kept<32> id;
    write_id(id.make(), random);
    return id;
}

made_or_kept<16> make_span_id(random_bits const& random) {
    made_or_kept<16> id;
    write_hex(id.make(), random() | 1);
    return id;
}

identity identify(http::request_head const& head, random_bits const& random) {
    identity who;
    auto const keep_first = [&](http::known id, auto& into, auto fit) {
        if (!head.fields.has(id)) return;
        for (auto const& f : head.fields)
            if (f.id == id && fit(f.value)) return into.keep(f.value);
    };
    keep_first(http::known::x_request_id, who.request_id, is_fit_request_id);
    keep_first(http::known::traceparent, who.traceparent, is_traceparent);
    if (who.request_id.empty()) write_id(who.request_id.make(), random);
    if (who.traceparent.empty()) {
        auto* to = write(who.traceparent.make(), "00-");
        to = write_hex(to, random());
        to = write_hex(to, random() | 1); // all zeros would be no id
        to = write(to, "-");
        to = write_hex(to, random() | 1);
        write(to, "-00");
    }
    return who;
}

} // namespace ficus::pipeline

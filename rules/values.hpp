#pragma once

#include "rules/facts.hpp"
#include "rules/text.hpp"

#include <string_view>

namespace ficus::rules {

// The values that a request has under a name. Each of these calls `f` with one value after the other until it
// returns true, and returns whether it did.

template<class F>
bool any_header(facts const& request, std::string_view name, F f) {
    for (auto const& field : request.fields)
        if (equals_without_case(field.name, name) && f(field.value)) return true;
    return false;
}

/// Cookies of every Cookie field: `a=b; c=d`. A piece without `=` is none.
template<class F>
bool any_cookie(facts const& request, std::string_view name, F f) {
    return any_header(request, "cookie", [&](std::string_view rest) {
        while (!rest.empty()) {
            auto const end = rest.find(';');
            auto piece = rest.substr(0, end);
            rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
            auto const equals = piece.find('=');
            if (equals == std::string_view::npos) continue;
            auto const trimmed = [](std::string_view text) {
                auto const first = text.find_first_not_of(" \t");
                if (first == std::string_view::npos) return std::string_view{};
                return text.substr(first, text.find_last_not_of(" \t") - first + 1);
            };
            if (trimmed(piece.substr(0, equals)) == name && f(trimmed(piece.substr(equals + 1)))) return true;
        }
        return false;
    });
}

/// Whether a query's name or value, once decoded, is this text. What is no percent sequence stands for
/// itself.
bool decodes_to(std::string_view encoded, std::string_view text);

/// A query's name or value decoded onto the end of `out`: percent sequences, and `+` as a space.
template<class String>
void decode_query(std::string_view encoded, String& out) {
    for (std::size_t i = 0; i < encoded.size(); ++i) {
        char const c = encoded[i];
        if (c == '+') {
            out += ' ';
        } else if (auto const byte = percent_byte(encoded, i); byte >= 0) {
            out += static_cast<char>(byte);
            i += 2;
        } else {
            out += c;
        }
    }
}

/// Values are as sent, not decoded. A name without `=` has an empty one.
template<class F>
bool any_query(facts const& request, std::string_view name, F f) {
    auto rest = request.query;
    while (!rest.empty()) {
        auto const end = rest.find('&');
        auto const piece = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        if (piece.empty()) continue;
        auto const equals = piece.find('=');
        auto const value = equals == std::string_view::npos ? std::string_view{} : piece.substr(equals + 1);
        if (decodes_to(piece.substr(0, equals), name) && f(value)) return true;
    }
    return false;
}

} // namespace ficus::rules

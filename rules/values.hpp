#pragma once

#include "rules/facts.hpp"
#include "rules/marks.hpp"
#include "rules/text.hpp"

#include <algorithm>
#include <string_view>

namespace ficus::rules {

// The values that a request has under a name. Each of these calls `f` with one value after the other until it
// returns true, and returns whether it did.

template<class F>
bool any_header(facts const& request, std::string_view name, F f) {
    if ((request.seen & mark_of_header(name)) == 0) return false;
    for (auto const& field : request.fields)
        if (equals_without_case(field.name, name) && f(field.value)) return true;
    return false;
}

/// Cookies of every Cookie field: `a=b; c=d`. A piece without `=` is none. The name is a token.
template<class F>
bool any_cookie(facts const& request, std::string_view name, F f) {
    auto const white = [](char c) { return c == ' ' || c == '\t'; };
    if ((request.seen & mark_of_header("cookie")) == 0) return false;
    auto const fields_end = std::min(request.cookies_end, request.fields.size());
    for (auto i = request.cookies_begin; i < fields_end; ++i) {
        if (!equals_without_case(request.fields[i].name, "cookie")) continue;
        auto const all = request.fields[i].value;
        auto const* const end = all.data() + all.size();
        // A name is looked for as such and then seen to stand where names do: most requests have cookies, and
        // most of those are not asked for.
        for (auto at = all.find(name); at != std::string_view::npos; at = all.find(name, at + 1)) {
            auto const* before = all.data() + at;
            while (before != all.data() && white(before[-1])) --before;
            if (before != all.data() && before[-1] != ';') continue;
            auto const* value = all.data() + at + name.size();
            while (value != end && white(*value)) ++value;
            if (value == end || *value++ != '=') continue;
            auto const semicolon = all.find(';', static_cast<std::size_t>(value - all.data()));
            auto const* value_end = semicolon == std::string_view::npos ? end : all.data() + semicolon;
            while (value != value_end && white(*value)) ++value;
            while (value != value_end && white(value_end[-1])) --value_end;
            if (f(std::string_view(value, static_cast<std::size_t>(value_end - value)))) return true;
        }
    }
    return false;
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

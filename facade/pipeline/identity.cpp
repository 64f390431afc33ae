#include "facade/pipeline/identity.hpp"

#include <algorithm>

namespace ficus::pipeline {

namespace {

void append_hex(std::string& out, std::uint64_t value) {
    for (int shift = 60; shift >= 0; shift -= 4) out += "0123456789abcdef"[value >> shift & 15];
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

std::string make_id(random_bits const& random) {
    std::string id;
    id.reserve(32);
    append_hex(id, random());
    append_hex(id, random());
    return id;
}

identity identify(http::request_head const& head, random_bits const& random) {
    identity who;
    for (auto const& f : head.fields) {
        if (f.id == http::known::x_request_id && who.request_id.empty() && is_fit_request_id(f.value))
            who.request_id = f.value;
        else if (f.id == http::known::traceparent && who.traceparent.empty() && is_traceparent(f.value))
            who.traceparent = f.value;
    }
    if (who.request_id.empty()) {
        who.request_id = make_id(random);
        who.request_id_made = true;
    }
    if (who.traceparent.empty()) {
        who.traceparent.reserve(55);
        who.traceparent = "00-";
        append_hex(who.traceparent, random());
        append_hex(who.traceparent, random() | 1); // all zeros would be no id
        who.traceparent += '-';
        append_hex(who.traceparent, random() | 1);
        who.traceparent += "-00";
        who.traceparent_made = true;
    }
    return who;
}

} // namespace ficus::pipeline

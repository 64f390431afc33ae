#include "facade/recording/masking.hpp"

#include "acl/compare.hpp"
#include "facade/http/head.hpp"

#include <algorithm>
#include <array>

namespace ficus::recording {

namespace {

// A word that every server takes in a query.
constexpr std::string_view masked = "redacted";

std::string letters_of(std::string_view name) {
    std::string letters;
    for (char const c : name) {
        if (c >= 'A' && c <= 'Z') letters += static_cast<char>(c | 0x20);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) letters += c;
    }
    return letters;
}

} // namespace

bool is_secret_name(std::string_view name) {
    static constexpr std::array<std::string_view, 13> within = {
        "token",   "secret", "passw",     "passphrase", "apikey", "accesskey", "privatekey",
        "session", "sessid", "signature", "credential", "oauth",  "csrf"};
    static constexpr std::array<std::string_view, 8> whole = {"key", "sid", "sig", "auth",
                                                              "pwd", "jwt", "otp", "pin"};
    auto const letters = letters_of(name);
    return std::find(whole.begin(), whole.end(), letters) != whole.end() ||
           std::any_of(within.begin(), within.end(),
                       [&](std::string_view one) { return letters.find(one) != std::string::npos; });
}

std::string masked_pairs(std::string_view pairs, bool& changed) {
    std::string kept;
    for (;;) {
        auto const end = std::min(pairs.find_first_of("&;"), pairs.size());
        auto const one = pairs.substr(0, end);
        auto const equals = one.find('=');
        bool const secret = equals != std::string_view::npos && equals + 1 < one.size() &&
                            is_secret_name(one.substr(0, equals));
        if (secret) {
            (kept += one.substr(0, equals + 1)) += masked;
            changed = true;
        } else {
            kept += one;
        }
        if (end == pairs.size()) return kept;
        kept += pairs[end];
        pairs.remove_prefix(end + 1);
    }
}

std::string masked_target(std::string_view target, bool& changed) {
    auto const question = target.find('?');
    if (question == std::string_view::npos) return std::string(target);
    return std::string(target.substr(0, question + 1)) + masked_pairs(target.substr(question + 1), changed);
}

fields masked_fields(fields const& from, bool& changed) {
    fields kept;
    for (auto const& [name, value] : from) {
        if (belongs_to_the_way(name)) continue;
        if (acl::is_secret_header(name) || is_secret_name(name)) {
            changed = true;
            continue;
        }
        // A page's own address is as secret as one that an answer leads to.
        auto const as =
            http::iequals(name, "Referer") ? std::string_view("Location") : std::string_view(name);
        auto& put = kept.emplace_back(name, acl::storable_header(as, value));
        if (put.second != value) changed = true;
    }
    return kept;
}

} // namespace ficus::recording

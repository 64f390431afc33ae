#include "acl/suggest_names.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace ficus::acl {
namespace {

/// Letters and digits alone, in lower case.
std::string plain(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c >= 'A' && c <= 'Z')
            out += static_cast<char>(c + 32);
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80)
            out += c;
    }
    return out;
}

/// The last step that is a name: `text()` and `[]` are none.
std::string_view last_name(std::string_view path) {
    while (path.ends_with("[]")) path.remove_suffix(2);
    if (path.ends_with("/text()")) path.remove_suffix(7);
    auto const at = path.find_last_of("./:");
    return at == path.npos ? path : path.substr(at + 1);
}

bool is_subsequence(std::string_view part, std::string_view of) {
    std::size_t found = 0;
    for (char const c : of)
        if (found < part.size() && part[found] == c) ++found;
    return found == part.size();
}

/// Of pairs of neighbouring letters (Dice's coefficient).
double letters_shared(std::string_view one, std::string_view other) {
    if (one.size() < 2 || other.size() < 2) return one == other && !one.empty() ? 1 : 0;
    std::multiset<std::string_view> pairs;
    for (std::size_t i = 0; i + 1 < one.size(); ++i) pairs.insert(one.substr(i, 2));
    double shared = 0;
    for (std::size_t i = 0; i + 1 < other.size(); ++i) {
        auto const found = pairs.find(other.substr(i, 2));
        if (found == pairs.end()) continue;
        pairs.erase(found);
        ++shared;
    }
    return 2 * shared / static_cast<double>(one.size() + other.size() - 2);
}

double of_words(std::string_view one, std::string_view other) {
    if (one.empty() || other.empty()) return 0;
    if (one == other) return 1;
    auto const& shorter = one.size() < other.size() ? one : other;
    auto const& longer = one.size() < other.size() ? other : one;
    auto best = letters_shared(one, other);
    auto const ratio = static_cast<double>(shorter.size()) / static_cast<double>(longer.size());
    // `Qty`, `Amt`, `CUST_NO`: an abbreviation leaves letters out.
    if (shorter.size() >= 2 && shorter.front() == longer.front() && is_subsequence(shorter, longer))
        best = std::max(best, 0.5 + 0.4 * ratio);
    if (shorter.size() >= 2 && (longer.starts_with(shorter) || longer.ends_with(shorter)))
        best = std::max(best, 0.5 + 0.5 * ratio);
    return best;
}

} // namespace

double name_similarity(std::string_view one, std::string_view other) {
    auto const last = of_words(plain(last_name(one)), plain(last_name(other)));
    auto const whole = of_words(plain(one), plain(other));
    return 0.75 * std::max(last, whole) + 0.25 * whole;
}

} // namespace ficus::acl

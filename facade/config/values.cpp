#include "facade/config/values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <stdexcept>

namespace ficus::config {

namespace {

struct unit {
    std::string_view name;
    std::uint64_t factor;
};

/// The whole number and unit that the text consists of, if it is no more than `most` in the smallest unit.
template<std::size_t N>
std::optional<std::uint64_t> number_with_unit(std::string_view text, std::array<unit, N> const& units,
                                              std::uint64_t most) {
    std::uint64_t number = 0;
    auto const [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return std::nullopt;
    auto const name = text.substr(static_cast<std::size_t>(rest - text.data()));
    auto const found =
        std::find_if(units.begin(), units.end(), [&](unit const& u) { return u.name == name; });
    if (found == units.end() || number > most / found->factor) return std::nullopt;
    return number * found->factor;
}

} // namespace

void throw_exception_from_error(mistake const& error, boost::source_location const&) {
    throw std::runtime_error{error.message};
}

parsed<std::chrono::milliseconds> parse_duration(std::string_view text) {
    static constexpr std::array<unit, 4> units = {{{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}}};
    if (auto const ms = number_with_unit(text, units, std::uint64_t{365} * 24 * 3'600'000))
        return std::chrono::milliseconds{*ms};
    return mistake{in_quotes(text) +
                   " is no duration; write a whole number and a unit (ms, s, m, h), such as "
                   "\"250ms\" or \"5s\", at most 365 days"};
}

parsed<std::uint64_t> parse_size(std::string_view text) {
    static constexpr std::array<unit, 4> units = {
        {{"B", 1}, {"KiB", 1024}, {"MiB", 1024 * 1024}, {"GiB", 1024 * 1024 * 1024}}};
    if (auto const bytes = number_with_unit(text, units, std::uint64_t{1} << 40)) return *bytes;
    return mistake{in_quotes(text) +
                   " is no size; write a whole number and a unit (B, KiB, MiB, GiB), such as "
                   "\"64KiB\", at most 1024GiB"};
}

parsed<resilience::rate> parse_rate(std::string_view text) {
    static constexpr std::array<unit, 3> units = {{{"s", 1}, {"m", 60}, {"h", 3'600}}};
    using resilience::rate;
    auto const refuse = [&] {
        return mistake{in_quotes(text) +
                       " is no rate; write how many in what time (s, m, h), such as \"1000/s\" or "
                       "\"5/2m\": 1 to 1000000, in at most 1h"};
    };
    auto const slash = text.find('/');
    if (slash == std::string_view::npos) return refuse();
    rate out;
    auto const* const end = text.data() + slash;
    auto const [rest, error] = std::from_chars(text.data(), end, out.count);
    if (error != std::errc{} || rest != end || out.count < 1 || out.count > rate::most) return refuse();
    std::string time(text.substr(slash + 1));
    if (!time.empty() && (time[0] < '0' || time[0] > '9')) time.insert(0, 1, '1');
    auto const seconds = number_with_unit(time, units, static_cast<std::uint64_t>(rate::longest.count()));
    if (!seconds || *seconds == 0) return refuse();
    out.per = std::chrono::seconds(*seconds);
    out.burst = out.count;
    return out;
}

std::string in_quotes(std::string_view text) {
    constexpr std::size_t longest = 80;
    static constexpr char hex[] = "0123456789abcdef";
    std::string out = "\"";
    auto shown = text.substr(0, longest);
    // Never half a character: continuation bytes belong to what was cut.
    if (shown.size() < text.size())
        while (!shown.empty() && (static_cast<unsigned char>(text[shown.size()]) & 0xC0) == 0x80)
            shown.remove_suffix(1);
    for (char c : shown) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) {
            out += "\\x";
            out += hex[byte >> 4];
            out += hex[byte & 15];
        } else {
            out += c;
        }
    }
    if (shown.size() < text.size()) out += "...";
    return out + '"';
}

} // namespace ficus::config

#include "acl/suggest_trial.hpp"

#include "acl/compare_decimal.hpp"

namespace ficus::acl {
namespace {

bool same(value const& one, value const& other) {
    if (one.kind != other.kind) return false;
    return one.kind == kind::boolean ? one.truth == other.truth : one.text == other.text;
}

} // namespace

bool same_value(value const& one, value const& other) {
    if (same(one, other)) return true;
    if (one.kind != kind::number || other.kind != kind::number) return false;
    auto const a = decimal::parse(one.text);
    auto const b = decimal::parse(other.text);
    return a && b && equal(*a, *b);
}

std::optional<suggest_trial> try_rule(field_options const& options, suggest_cells const& legacy,
                                      suggest_cells const& modern, std::array<dialect, 2> dialects,
                                      suggest_budget& budget) {
    auto const rule = scalar_rule::compile(options, dialects);
    if (!rule) return std::nullopt;
    document memory(2048);
    auto const convert = [&](direction way, value const& from) -> boost::system::result<value*, error> {
        if (!rule->carries_anything()) return rule->convert(way, from, memory);
        return memory.copy(from);
    };
    suggest_trial found;
    for (std::size_t row = 0; row < legacy.size(); ++row) {
        if (legacy[row] == nullptr || modern[row] == nullptr) continue;
        if (!budget.take(3)) return std::nullopt;
        auto const there = convert(direction::to_modern, *legacy[row]);
        if (!there) return std::nullopt;
        auto const back = convert(direction::to_legacy, *modern[row]);
        if (!back) return std::nullopt;
        bool const arrives = same(**there, *modern[row]);
        bool const comes_back = same(**back, *legacy[row]);
        if (!arrives) {
            bool const number = same_value(**there, *modern[row]);
            if (!number && !comes_back) return std::nullopt;
            ++(number ? found.other_digits : found.other_spelling);
        }
        if (!comes_back) {
            auto const again = convert(direction::to_modern, **back);
            if (!again || !same_value(**again, **there)) return std::nullopt;
            ++found.not_back;
        }
        ++found.agreed;
    }
    if (found.agreed == 0) return std::nullopt;
    return found;
}

namespace {

constexpr std::string_view usual_patterns[] = {"rfc3339",
                                               "http-date",
                                               "rfc2822",
                                               "%Y-%m-%d",
                                               "%Y-%m-%d %H:%M:%S",
                                               "%Y-%m-%dT%H:%M:%S",
                                               "%d.%m.%Y",
                                               "%d.%m.%Y %H:%M:%S",
                                               "%d.%m.%Y %H:%M",
                                               "%d/%m/%Y",
                                               "%m/%d/%Y",
                                               "%d/%m/%Y %H:%M:%S",
                                               "%m/%d/%Y %H:%M:%S",
                                               "%d/%m/%Y %H:%M",
                                               "%m/%d/%Y %H:%M",
                                               "%m/%d/%Y %I:%M:%S %p",
                                               "%m/%d/%Y %I:%M %p",
                                               "%d-%m-%Y",
                                               "%m-%d-%Y",
                                               "%Y%m%d",
                                               "%Y%m%d%H%M%S",
                                               "%Y%m%dT%H:%M:%S",
                                               "%Y%m%dT%H%M%S",
                                               "%Y-%m-%d %H:%M",
                                               "%Y-%m-%dT%H:%M",
                                               "%Y-%m-%d %H:%M:%S.%f",
                                               "%Y-%m-%dT%H:%M:%S.%f",
                                               "%Y-%m-%dT%H:%M:%S%z",
                                               "%Y-%m-%dT%H:%M:%S.%3f%z",
                                               "%Y-%m-%d %H:%M:%S%z",
                                               "%Y-%m-%dT%H:%M:%SZ",
                                               "%Y-%m-%dT%H:%M:%S.%3fZ",
                                               "%Y/%m/%d",
                                               "%Y/%m/%d %H:%M:%S",
                                               "%d %b %Y",
                                               "%d %B %Y",
                                               "%b %d, %Y",
                                               "%B %d, %Y",
                                               "%d-%b-%Y",
                                               "%d.%m.%y",
                                               "%m/%d/%y",
                                               "%d/%m/%y",
                                               "%a %b %d %H:%M:%S %Y",
                                               "%s",
                                               "epoch_ms"};

constexpr std::string_view zones[] = {"UTC",
                                      "Europe/Berlin",
                                      "Europe/London",
                                      "Europe/Paris",
                                      "Europe/Vienna",
                                      "Europe/Zurich",
                                      "Europe/Madrid",
                                      "Europe/Rome",
                                      "Europe/Amsterdam",
                                      "Europe/Warsaw",
                                      "Europe/Lisbon",
                                      "Europe/Athens",
                                      "Europe/Helsinki",
                                      "Europe/Istanbul",
                                      "Europe/Moscow",
                                      "America/New_York",
                                      "America/Chicago",
                                      "America/Denver",
                                      "America/Phoenix",
                                      "America/Los_Angeles",
                                      "America/Toronto",
                                      "America/Sao_Paulo",
                                      "America/Argentina/Buenos_Aires",
                                      "America/Mexico_City",
                                      "America/Bogota",
                                      "Africa/Cairo",
                                      "Africa/Johannesburg",
                                      "Africa/Lagos",
                                      "Asia/Dubai",
                                      "Asia/Karachi",
                                      "Asia/Kolkata",
                                      "Asia/Dhaka",
                                      "Asia/Bangkok",
                                      "Asia/Shanghai",
                                      "Asia/Singapore",
                                      "Asia/Tokyo",
                                      "Asia/Seoul",
                                      "Asia/Jerusalem",
                                      "Australia/Sydney",
                                      "Australia/Brisbane",
                                      "Australia/Perth",
                                      "Pacific/Auckland"};

/// Whether a number is as large as a time since 1970 would be: of 1973 to 2286.
bool is_epoch_like(std::string_view pattern, std::vector<std::string> const& texts) {
    std::size_t const least = pattern == "%s" ? 9 : 12;
    for (auto const& text : texts)
        if (text.size() < least || text.size() > least + 1) return false;
    return true;
}

} // namespace

std::vector<std::string> find_time_patterns(std::vector<std::string> const& texts) {
    std::vector<std::string> found;
    if (texts.empty()) return found;
    // What has no digit is no time, and most columns are none.
    for (auto const& text : texts)
        if (text.size() < 6 || text.size() > 40 || text.find_first_of("0123456789") == text.npos)
            return found;
    for (auto const pattern : usual_patterns) {
        bool const epoch = pattern == "%s" || pattern == "epoch_ms";
        if (epoch && !is_epoch_like(pattern, texts)) continue;
        auto const rule = time_rule::compile({std::string(pattern), std::string(pattern), "UTC"});
        if (!rule) continue;
        bool all = true;
        for (auto const& text : texts) {
            std::string out;
            all = all && rule->convert(direction::to_modern, text, out).has_value();
            if (!all) break;
        }
        if (all) found.emplace_back(pattern);
    }
    return found;
}

std::span<std::string_view const> usual_zones() {
    return zones;
}

} // namespace ficus::acl

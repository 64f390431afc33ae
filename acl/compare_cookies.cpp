#include "acl/compare_cookies.hpp"

#include "acl/compare_render.hpp"
#include "acl/media_type.hpp"
#include "acl/read_instant.hpp"

#include <boost/algorithm/string/predicate.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace ficus::acl {

namespace {

constexpr std::array<std::string_view, 6> attribute_names = {"path",   "domain",   "lifetime",
                                                             "secure", "httponly", "samesite"};
constexpr std::size_t path_at = 0, domain_at = 1, lifetime_at = 2, secure_at = 3, http_only_at = 4,
                      same_site_at = 5;

struct cookie {
    std::string_view name;
    std::array<std::string, attribute_names.size()> attributes;
};

std::string_view trimmed(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    return text.substr(0, text.find_last_not_of(" \t") + 1);
}

/// Takes what stands before the next semicolon off the front.
std::string_view take_part(std::string_view& rest) {
    auto const end = std::min(rest.find(';'), rest.size());
    auto const part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
}

bool is_past(std::string_view date, std::int64_t now_ms) {
    constexpr std::int64_t first_year =
        365 * std::int64_t{86'400}; // deleted cookies end in it, whatever the clock
    auto const end = read_instant(date);
    return end && end->seconds < std::max(now_ms / 1000, first_year);
}

bool is_spent(std::string_view seconds) {
    return seconds.starts_with('-') || seconds.find_first_not_of('0') == std::string_view::npos;
}

cookie read_cookie(std::string_view field, std::int64_t now_ms) {
    cookie made;
    auto const pair = take_part(field);
    made.name = trimmed(pair.substr(0, pair.find('=')));
    // Max-Age comes before Expires, and of one attribute the last counts (RFC 6265, 5.3).
    std::string by_date, by_age;
    while (!field.empty()) {
        auto const part = take_part(field);
        auto const sign = std::min(part.find('='), part.size());
        auto const name = trimmed(part.substr(0, sign));
        auto const value = trimmed(part.substr(std::min(sign + 1, part.size())));
        if (boost::iequals(name, "path"))
            made.attributes[path_at] = value.starts_with('/') ? value : "";
        else if (boost::iequals(name, "domain"))
            made.attributes[domain_at] = lower_case(value.substr(value.starts_with('.') ? 1 : 0));
        else if (boost::iequals(name, "secure"))
            made.attributes[secure_at] = "yes";
        else if (boost::iequals(name, "httponly"))
            made.attributes[http_only_at] = "yes";
        else if (boost::iequals(name, "samesite"))
            made.attributes[same_site_at] = lower_case(value);
        else if (boost::iequals(name, "expires"))
            by_date = is_past(value, now_ms) ? "deleted" : "kept";
        else if (boost::iequals(name, "max-age") && !value.empty())
            by_age = is_spent(value) ? "deleted" : "kept";
    }
    made.attributes[lifetime_at] = !by_age.empty() ? by_age : by_date;
    return made;
}

std::vector<cookie> cookies_of(answer const& from, std::int64_t now_ms) {
    std::vector<cookie> all;
    for (auto const& field : from.headers)
        if (boost::iequals(field.name, "set-cookie")) all.push_back(read_cookie(field.value, now_ms));
    return all;
}

std::string shown(cookie const& one) {
    std::string text(mask);
    for (std::size_t i = 0; i < attribute_names.size(); ++i)
        if (!one.attributes[i].empty())
            text.append("; ").append(attribute_names[i]).append("=").append(one.attributes[i]);
    return render_text(text);
}

std::string path_of(cookie const& one) {
    return "cookie:" + render_text(one.name);
}

} // namespace

void cookie_exceptions::add(std::string_view ignored) {
    ignored.remove_prefix(std::string_view("cookie:").size());
    entry made;
    // A cookie's name may have dots in it, too.
    auto const dot = ignored.rfind('.');
    if (dot != std::string_view::npos) {
        auto const name = ignored.substr(dot + 1);
        if (std::find(attribute_names.begin(), attribute_names.end(), name) != attribute_names.end()) {
            made.attribute = name;
            ignored = ignored.substr(0, dot);
        }
    }
    made.is_prefix = ignored.ends_with('*');
    made.name = ignored.substr(0, ignored.size() - (made.is_prefix ? 1 : 0));
    entries_.push_back(std::move(made));
}

bool cookie_exceptions::hold(std::string_view cookie, std::string_view attribute) const {
    return std::any_of(entries_.begin(), entries_.end(), [&](entry const& one) {
        bool const is_named = one.is_prefix ? cookie.starts_with(one.name) : cookie == one.name;
        return is_named && (one.attribute.empty() || one.attribute == attribute);
    });
}

void compare_cookies(cookie_policy policy, cookie_exceptions const& ignored, answer const& legacy,
                     answer const& modern, std::int64_t now_ms, comparison& found) {
    if (policy == cookie_policy::off) return;
    auto const set_by_legacy = cookies_of(legacy, now_ms);
    auto const set_by_modern = cookies_of(modern, now_ms);
    std::vector<bool> taken(set_by_modern.size());
    for (auto const& l : set_by_legacy) {
        std::size_t i = 0;
        while (i < taken.size() && (taken[i] || set_by_modern[i].name != l.name)) ++i;
        if (i < taken.size()) taken[i] = true;
        if (ignored.hold(l.name, "")) continue;
        if (i == taken.size()) {
            found.add({path_of(l), difference_kind::missing, shown(l), {}});
            continue;
        }
        if (policy != cookie_policy::attributes) continue;
        auto const& m = set_by_modern[i];
        for (std::size_t a = 0; a < attribute_names.size(); ++a)
            if (l.attributes[a] != m.attributes[a] && !ignored.hold(l.name, attribute_names[a]))
                found.add({path_of(l) + '.' + std::string(attribute_names[a]), difference_kind::value,
                           render_text(l.attributes[a]), render_text(m.attributes[a])});
    }
    for (std::size_t i = 0; i < taken.size(); ++i)
        if (!taken[i] && !ignored.hold(set_by_modern[i].name, ""))
            found.add({path_of(set_by_modern[i]), difference_kind::extra, {}, shown(set_by_modern[i])});
}

} // namespace ficus::acl

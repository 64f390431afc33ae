#include "facade/recording/access_log.hpp"

#include "acl/hex.hpp"
#include "facade/http/grammar.hpp"
#include "facade/recording/written_at.hpp"

#include <algorithm>
#include <optional>

namespace ficus::recording {

namespace {

/// What stands in quotes at the front of `rest`, out of its escapes: `\"`, `\\`, `\xhh` and C's others
/// (Apache's mod_log_config; nginx has `\xhh` alone).
std::optional<std::string> take_quoted(std::string_view& rest) {
    if (!rest.starts_with('"')) return std::nullopt;
    std::string text;
    for (std::size_t i = 1; i < rest.size(); ++i) {
        if (rest[i] == '"') {
            rest.remove_prefix(i + 1);
            return text;
        }
        if (rest[i] != '\\' || i + 1 == rest.size()) {
            text += rest[i];
            continue;
        }
        char const c = rest[++i];
        if (c == 'x' && i + 2 < rest.size() && acl::hex_value(rest[i + 1]) >= 0 &&
            acl::hex_value(rest[i + 2]) >= 0) {
            text += static_cast<char>(acl::hex_value(rest[i + 1]) * 16 + acl::hex_value(rest[i + 2]));
            i += 2;
        } else {
            constexpr std::string_view letters = "nrtbfv", meant = "\n\r\t\b\f\v";
            auto const at = letters.find(c);
            text += at == std::string_view::npos ? c : meant[at];
        }
    }
    return std::nullopt;
}

bool take(std::string_view& rest, std::string_view what) {
    if (!rest.starts_with(what)) return false;
    rest.remove_prefix(what.size());
    return true;
}

bool take_digits(std::string_view& rest, std::size_t at_least) {
    std::size_t n = 0;
    while (n < rest.size() && rest[n] >= '0' && rest[n] <= '9') ++n;
    rest.remove_prefix(n);
    return n >= at_least;
}

struct logged {
    std::int64_t at = 0; ///< microseconds since 1970, whole seconds
    std::string request;
    std::string referer, agent; ///< empty: none
};

/// Why it is no line of such a log.
std::optional<std::string_view> read_line(std::string_view line, acl::time_pattern const& time,
                                          logged& into) {
    auto const open = line.find(" [");
    auto const close = open == std::string_view::npos ? open : line.find("] ", open);
    if (close == std::string_view::npos || open == 0) return "there is no [time] behind host, ident and user";
    auto const at = microseconds_of(time, line.substr(open + 2, close - open - 2));
    if (!at) return "its time does not read as [10/Oct/2000:13:55:36 -0700]";
    into.at = *at;
    auto rest = line.substr(close + 2);
    auto request = take_quoted(rest);
    if (!request) return "behind the time there is no \"request line\" in quotes";
    into.request = std::move(*request);
    if (!take(rest, " ") || !take_digits(rest, 3) || !take(rest, " ") ||
        !(take_digits(rest, 1) || take(rest, "-")))
        return "behind the request there are no status and size";
    into.referer = into.agent = {};
    if (!take(rest, " \"")) return std::nullopt;
    rest = line.substr(line.size() - rest.size() - 1);
    auto referer = take_quoted(rest);
    if (!referer) return "its referer has no end: the line is cut off";
    if (*referer != "-") into.referer = std::move(*referer);
    if (!take(rest, " \"")) return std::nullopt;
    rest = line.substr(line.size() - rest.size() - 1);
    auto agent = take_quoted(rest);
    if (!agent) return "its user agent has no end: the line is cut off";
    if (*agent != "-") into.agent = std::move(*agent);
    return std::nullopt;
}

/// Nothing where it is no GET that could be sent.
std::optional<recorded> request_of(logged const& from) {
    std::string_view line = from.request;
    if (!take(line, "GET ")) return std::nullopt;
    auto const end = line.rfind(" HTTP/");
    if (end == std::string_view::npos) return std::nullopt;
    recorded one;
    one.method = "GET";
    auto target = line.substr(0, end);
    for (std::string_view const scheme : {"http://", "https://"})
        if (take(target, scheme)) {
            auto const path = std::min(target.find('/'), target.size());
            one.host = target.substr(0, path);
            target.remove_prefix(path);
            break;
        }
    one.target = target;
    auto const add = [&](std::string_view name, std::string const& value) {
        if (!value.empty() && std::none_of(value.begin(), value.end(), http::is_control))
            one.headers.emplace_back(name, value);
    };
    add("Referer", from.referer);
    add("User-Agent", from.agent);
    if (wrong_with(one)) return std::nullopt;
    return one;
}

/// By time, the first at 0, and those of one second spread over it.
void spread(std::vector<recorded>& all) {
    std::stable_sort(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.after < b.after; });
    auto const first = all.empty() ? std::chrono::microseconds(0) : all.front().after;
    for (std::size_t i = 0; i < all.size();) {
        auto end = i;
        auto const second = all[i].after;
        while (end < all.size() && all[end].after == second) ++end;
        auto const many = static_cast<std::int64_t>(end - i);
        for (std::int64_t n = 0; i < end; ++i, ++n)
            all[i].after = second - first + std::chrono::microseconds(1'000'000 * n / many);
    }
}

} // namespace

recording_result<recording> read_access_log(line_source& from) {
    auto const time = acl::time_pattern::compile("%d/%b/%Y:%H:%M:%S %z");
    recording found;
    auto const wrong = [&](std::string message) {
        return recording_error{from.number(), std::move(message), found.requests.size()};
    };
    if (!time) return wrong(time.error());
    std::string_view line;
    for (;;) {
        switch (from.next(line)) {
        case line_source::got::end:
            spread(found.requests);
            if (!found.requests.empty() && found.requests.back().after > most_apart)
                return recording_error{
                    from.number(),
                    "its first and its last request are more than a year apart: split the file"};
            return found;
        case line_source::got::unreadable: return wrong("the file cannot be read to its end");
        case line_source::got::too_long:
            return wrong("it is longer than " + std::to_string(most_line >> 20U) + " MiB");
        case line_source::got::too_much:
            return wrong("the file is larger than " + std::to_string(most_bytes >> 20U) + " MiB: split it");
        case line_source::got::line: break;
        }
        if (from.number() == 1 && line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
        if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
        logged one;
        if (auto const why = read_line(line, *time, one))
            return wrong("it is no line of an access log in the combined format (" + std::string(*why) +
                         "); take it out, or give a recording of `ficus record` or a HAR file");
        auto request = request_of(one);
        if (!request) {
            ++found.passed_over;
            continue;
        }
        if (found.requests.size() == most_requests)
            return wrong("there are more than " + std::to_string(most_requests) + " GETs: split the file");
        request->after = std::chrono::microseconds(one.at);
        found.requests.push_back(std::move(*request));
    }
}

} // namespace ficus::recording

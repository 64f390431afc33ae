#include "facade/recording/recorded.hpp"

#include "facade/http/field_list.hpp"
#include "facade/http/grammar.hpp"
#include "facade/http/head.hpp"
#include "facade/http/target.hpp"

#include <algorithm>
#include <array>

namespace ficus::recording {

namespace {

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(), http::is_control);
}

bool is_target(std::string_view text) {
    return !text.empty() && text.front() == '/' && std::none_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f || c == '#';
    });
}

std::optional<std::string> wrong_with(fields const& all, std::string const& path) {
    if (all.size() > http::most_fields)
        return path + ": there are " + std::to_string(all.size()) + ", and a head has at most " +
               std::to_string(http::most_fields);
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto const at = path + "[" + std::to_string(i) + "]: ";
        if (!http::is_token(all[i].first)) return at + "its name is none that a header field can have";
        if (has_control(all[i].second)) return at + "its value holds a control character, such as a line end";
    }
    return std::nullopt;
}

} // namespace

bool belongs_to_the_way(std::string_view name) {
    static constexpr std::array<std::string_view, 10> names = {
        "connection", "content-length",    "host",    "keep-alive", "proxy-connection", "te",
        "trailer",    "transfer-encoding", "upgrade", "expect"};
    return name.starts_with(':') || std::any_of(names.begin(), names.end(), [&](std::string_view one) {
               return http::iequals(one, name);
           });
}

std::optional<std::string> wrong_with(recorded const& one) {
    if (!http::is_token(one.method)) return "method: it is no method of HTTP, such as GET";
    if (!is_target(one.target))
        return "target: it is no path with an optional query, such as /orders?page=2 (without white space or "
               "#)";
    if (!http::is_host_and_port(one.host)) return "host: it is no host name with an optional port";
    if (one.after.count() < 0) return "after_us: it is negative";
    if (auto wrong = wrong_with(one.headers, "headers")) return wrong;
    if (!one.answered) return std::nullopt;
    auto const& answer = *one.answered;
    if (answer.status < 200 || answer.status > 999)
        return "answer.status: it is no status of a final answer, 200 to 999";
    if (answer.latency.count() < 0) return "answer.latency_us: it is negative";
    return wrong_with(answer.headers, "answer.headers");
}

} // namespace ficus::recording

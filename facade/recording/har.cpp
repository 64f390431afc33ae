#include "facade/recording/har.hpp"

#include "acl/base64.hpp"
#include "acl/charset.hpp"
#include "acl/json.hpp"
#include "acl/media_type.hpp"
#include "facade/http/head.hpp"
#include "facade/recording/written_at.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace ficus::recording {

namespace {

using acl::kind;
using acl::value;

/// A mistake in the file, at its place.
struct mistake {
    std::string message;
};
template<class T>
using read = boost::system::result<T, mistake>;

value const* member(value const* of, std::string_view name) {
    return of != nullptr && of->kind == kind::object ? of->find(name) : nullptr;
}

std::string_view text_of(value const* of) {
    return of != nullptr && of->kind == kind::string ? of->text : std::string_view();
}

double number_of(value const* of, double otherwise) {
    if (of == nullptr || of->kind != kind::number) return otherwise;
    double found = 0;
    auto const* const end = of->text.data() + of->text.size();
    auto const [at, error] = std::from_chars(of->text.data(), end, found);
    return error == std::errc{} && at == end ? found : otherwise;
}

read<fields> headers_of(value const* message, std::string const& path) {
    fields found;
    auto const* all = member(message, "headers");
    if (all == nullptr) return found;
    if (all->kind != kind::array) return mistake{path + ".headers: it is no list"};
    for (auto const* one = all->first; one != nullptr; one = one->next) {
        auto const* name = member(one, "name");
        auto const* text = member(one, "value");
        if (name == nullptr || name->kind != kind::string || text == nullptr || text->kind != kind::string)
            return mistake{path + R"(.headers: each is {"name":"...","value":"..."})"};
        if (belongs_to_the_way(name->text)) continue;
        // Chromium puts fields of one name together with line ends between them.
        std::string_view rest = text->text;
        for (;;) {
            auto const end = rest.find('\n');
            found.emplace_back(name->text, http::trimmed(rest.substr(0, end)));
            if (end == std::string_view::npos) break;
            rest.remove_prefix(end + 1);
        }
    }
    return found;
}

/// A URL of http or https taken apart into authority and the rest. False: it is none.
bool take_url(std::string_view url, recorded& into) {
    auto const colon = url.find("://");
    if (colon == std::string_view::npos) return false;
    auto const scheme = url.substr(0, colon);
    if (!http::iequals(scheme, "http") && !http::iequals(scheme, "https")) return false;
    url.remove_prefix(colon + 3);
    url = url.substr(0, url.find('#'));
    auto const end = std::min(url.find_first_of("/?"), url.size());
    auto authority = url.substr(0, end);
    if (auto const at = authority.rfind('@'); at != std::string_view::npos) authority.remove_prefix(at + 1);
    into.host = authority;
    into.target = url.substr(end);
    if (!into.target.starts_with('/')) into.target.insert(0, "/");
    return true;
}

/// In the character set that the answer's type says: in the file all text is UTF-8.
std::string encoded(std::string_view text, fields const& headers) {
    for (auto const& [name, type] : headers) {
        if (!http::iequals(name, "Content-Type")) continue;
        auto const called = acl::parameter_of(type, "charset");
        if (called.empty()) break;
        auto const found = acl::charset::find_sent(called, nullptr);
        std::string bytes;
        if (found && found->encode(text, bytes)) return bytes;
    }
    return std::string(text);
}

std::chrono::microseconds microseconds_from(double milliseconds) {
    constexpr double most = 24.0 * 3600 * 1000;
    return std::chrono::microseconds(
        std::llround(std::isfinite(milliseconds) ? std::clamp(milliseconds, 0.0, most) * 1000 : 0.0));
}

/// Until the answer's head was there, as a side's latency is measured; all of it where the file does not
/// tell.
std::chrono::microseconds latency_of(value const& entry) {
    auto const* timings = member(&entry, "timings");
    auto const wait = number_of(member(timings, "wait"), -1);
    if (wait < 0) return microseconds_from(number_of(member(&entry, "time"), 0));
    return microseconds_from(std::max(0.0, number_of(member(timings, "send"), 0)) + wait);
}

read<std::optional<recorded::answer>> answer_of(value const& entry, std::string const& path) {
    auto const* response = member(&entry, "response");
    auto const status = number_of(member(response, "status"), 0);
    // 0: blocked, broken off, or never answered.
    if (status < 200 || status > 999) return std::optional<recorded::answer>();
    recorded::answer answer;
    answer.status = static_cast<int>(status);
    auto headers = headers_of(response, path + ".response");
    if (!headers) return headers.error();
    answer.headers = std::move(*headers);
    std::erase_if(answer.headers,
                  [](auto const& one) { return http::iequals(one.first, "Content-Encoding"); });
    auto const* content = member(response, "content");
    auto const* text = member(content, "text");
    if (text == nullptr) {
        // Left out, unless there was none.
        bool const none = status == 204 || status == 304 || number_of(member(content, "size"), -1) == 0;
        if (!none) return std::optional<recorded::answer>();
    } else if (text->kind != kind::string) {
        return mistake{path + ".response.content.text: it is no text"};
    } else if (text_of(member(content, "encoding")) == "base64") {
        if (!acl::read_base64(text->text, answer.body))
            return mistake{path +
                           ".response.content.text: it is no base64, which its encoding says that it is"};
    } else {
        answer.body = encoded(text->text, answer.headers);
    }
    answer.latency = latency_of(entry);
    return std::optional(std::move(answer));
}

/// Nothing for what is passed over.
read<std::optional<recorded>> request_of(value const& entry, acl::time_pattern const& time,
                                         std::string const& path) {
    auto const* request = member(&entry, "request");
    auto const* method = member(request, "method");
    auto const* url = member(request, "url");
    if (method == nullptr || method->kind != kind::string)
        return mistake{path + ".request.method: it is missing"};
    if (url == nullptr || url->kind != kind::string) return mistake{path + ".request.url: it is missing"};
    recorded one;
    if (method->text != "GET" || !take_url(url->text, one)) return std::optional<recorded>();
    one.method = method->text;
    auto const at = microseconds_of(time, text_of(member(&entry, "startedDateTime")));
    if (!at)
        return mistake{path +
                       ".startedDateTime: it is no time of ISO 8601, such as 2026-11-27T14:00:00.123Z"};
    auto headers = headers_of(request, path + ".request");
    if (!headers) return headers.error();
    one.headers = std::move(*headers);
    auto answer = answer_of(entry, path);
    if (!answer) return answer.error();
    one.answered = std::move(*answer);
    if (auto const wrong = wrong_with(one)) return mistake{path + ": " + *wrong};
    one.after = std::chrono::microseconds(*at);
    return std::optional(std::move(one));
}

} // namespace

recording_result<recording> read_har(std::string_view text) {
    auto const time = acl::time_pattern::compile("rfc3339");
    if (!time) return recording_error{0, time.error()};
    auto const document =
        acl::read_json(text, {.max_depth = 512, .max_bytes = most_har, .max_members = 16UL * 1024 * 1024});
    if (!document)
        return recording_error{0, "it begins as JSON does and is none (" + document.error().where + ": " +
                                      document.error().message + "): is the HAR file whole?"};
    auto const* entries = member(member(document->root(), "log"), "entries");
    if (entries == nullptr || entries->kind != kind::array)
        return recording_error{0,
                               "it is JSON, but neither a recording of `ficus record` (whose first line has "
                               "`ficus_recording`) nor a HAR file (which has a list `log.entries`)"};
    recording found;
    std::size_t n = 0;
    for (auto const* entry = entries->first; entry != nullptr; entry = entry->next, ++n) {
        auto one = request_of(*entry, *time, "log.entries[" + std::to_string(n) + "]");
        if (!one) return recording_error{0, one.error().message, found.requests.size()};
        if (!*one) {
            ++found.passed_over;
            continue;
        }
        if (found.requests.size() == most_requests)
            return recording_error{
                0, "there are more than " + std::to_string(most_requests) + " GETs: split the file",
                found.requests.size()};
        found.requests.push_back(std::move(**one));
    }
    std::stable_sort(found.requests.begin(), found.requests.end(),
                     [](auto const& a, auto const& b) { return a.after < b.after; });
    auto const first = found.requests.empty() ? std::chrono::microseconds(0) : found.requests.front().after;
    for (auto& one : found.requests) one.after -= first;
    if (!found.requests.empty() && found.requests.back().after > most_apart)
        return recording_error{0,
                               "its first and its last request are more than a year apart: split the file"};
    return found;
}

} // namespace ficus::recording

#include "facade/admin/routes.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <exception>
#include <optional>

namespace ficus::admin {

namespace {

constexpr std::string_view json = "application/json";

reply as_reply(json_answer answer) {
    return {answer.status, json, {}, std::move(answer.body)};
}

constexpr std::string_view recordings = "/api/record/";

/// The resource's answer to GET; nullopt where there is no such resource.
std::optional<reply> get(std::string_view path, sources const& from) {
    if (path == "/livez" || path == "/healthz") return as_reply(from.live());
    if (path == "/readyz") return as_reply(from.ready());
    if (path == "/metrics") return reply{200, "text/plain; version=0.0.4; charset=utf-8", {}, from.metrics()};
    if (path == "/api/status") return reply{200, json, {}, from.status()};
    return std::nullopt;
}

reply not_allowed(std::string_view allow, std::string_view detail) {
    auto refused = problem(405, "Method Not Allowed", detail);
    refused.allow = allow;
    return refused;
}

} // namespace

reply answer_to(std::string_view method, std::string_view target, sources const& from) {
    try {
        auto const question = std::min(target.find('?'), target.size());
        auto const path = target.substr(0, question);
        if (path.starts_with(recordings))
            return method == "GET" ? from.record(path.substr(recordings.size()),
                                                 target.substr(std::min(question + 1, target.size())))
                                   : not_allowed("GET", "a recording can only be fetched, with GET");
        auto found = get(path, from);
        if (!found)
            return problem(404, "Not Found",
                           "there are /livez, /healthz, /readyz, /metrics, /api/status and "
                           "/api/record/FEATURE here; the "
                           "application is served "
                           "on the addresses of `listen`");
        if (method == "GET" || method == "HEAD") return std::move(*found);
        return not_allowed("GET, HEAD", "what is here can only be read, with GET or HEAD");
    } catch (std::exception const& error) {
        return problem(500, "Internal Server Error", error.what());
    }
}

reply problem(unsigned status, std::string_view title, std::string_view detail) {
    boost::json::object body;
    body["type"] = "about:blank";
    body["title"] = title;
    body["status"] = status;
    body["detail"] = detail;
    return {status, "application/problem+json", {}, boost::json::serialize(body)};
}

} // namespace ficus::admin

#include "facade/tracing/otlp_json.hpp"

#include "facade/obs/json_line.hpp"

#include <utility>

namespace ficus::tracing {

namespace {

void add_text(std::string& out, std::string_view key, std::string_view text) {
    out.append("{\"key\":");
    obs::append_json_string(out, key);
    out.append(",\"value\":{\"stringValue\":");
    obs::append_json_string(out, text);
    out.append("}}");
}

void add_attribute(std::string& out, span::attribute const& a) {
    if (auto const* text = std::get_if<std::string>(&a.value)) return add_text(out, a.key, *text);
    out.append("{\"key\":");
    obs::append_json_string(out, a.key);
    out.append(",\"value\":{\"intValue\":\"");
    out.append(std::to_string(std::get<std::int64_t>(a.value))).append("\"}}");
}

std::string nanoseconds(std::chrono::system_clock::time_point at) {
    return std::to_string(std::chrono::nanoseconds(at.time_since_epoch()).count());
}

void add_span(std::string& out, span const& s) {
    out.append("{\"traceId\":\"").append(s.trace_id);
    out.append("\",\"spanId\":\"").append(s.id).append("\",");
    if (!s.parent_id.empty()) out.append("\"parentSpanId\":\"").append(s.parent_id).append("\",");
    out.append("\"name\":");
    obs::append_json_string(out, s.name);
    out.append(",\"kind\":").append(std::to_string(static_cast<int>(s.what)));
    auto const took = std::chrono::duration_cast<std::chrono::system_clock::duration>(s.took);
    out.append(",\"startTimeUnixNano\":\"").append(nanoseconds(s.started));
    out.append("\",\"endTimeUnixNano\":\"").append(nanoseconds(s.started + took)).append("\"");
    out.append(",\"attributes\":[");
    for (bool first = true; auto const& a : s.attributes) {
        if (!std::exchange(first, false)) out += ',';
        add_attribute(out, a);
    }
    out += ']';
    if (!s.error.empty()) {
        out.append(",\"status\":{\"code\":2,\"message\":");
        obs::append_json_string(out, s.error);
        out += '}';
    }
    out += '}';
}

} // namespace

std::string otlp_json(std::string_view service, std::span<span const> spans) {
    std::string out = R"({"resourceSpans":[{"resource":{"attributes":[)";
    add_text(out, "service.name", service);
    out.append(R"(]},"scopeSpans":[{"scope":{"name":"ficus"},"spans":[)");
    for (bool first = true; auto const& s : spans) {
        if (!std::exchange(first, false)) out += ',';
        add_span(out, s);
    }
    return out + "]}]}]}";
}

} // namespace ficus::tracing

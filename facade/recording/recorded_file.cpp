#include "facade/recording/recorded_file.hpp"

#include "acl/base64.hpp"
#include "acl/utf8.hpp"
#include "facade/obs/json_line.hpp"
#include "facade/recording/access_log.hpp"
#include "facade/recording/har.hpp"
#include "facade/recording/line_source.hpp"
#include "facade/recording/recorded_lines.hpp"

#include <charconv>

namespace ficus::recording {

namespace {

void append_name(std::string& out, std::string_view name) {
    if (out.back() != '{') out += ',';
    (((out += '"') += name) += "\":");
}

void append_base64(std::string& out, std::string_view bytes) {
    out += '"';
    acl::write_base64(bytes, out);
    out += '"';
}

bool is_utf8(std::string_view bytes) {
    return acl::find_invalid_utf8(bytes) == std::string_view::npos;
}

void add(std::string& out, std::string_view name, std::string_view bytes) {
    if (is_utf8(bytes)) {
        append_name(out, name);
        obs::append_json_string(out, bytes);
    } else {
        append_name(out, std::string(name) + "64");
        append_base64(out, bytes);
    }
}

void add(std::string& out, std::string_view name, std::int64_t number) {
    append_name(out, name);
    out += std::to_string(number);
}

void add(std::string& out, fields const& all) {
    append_name(out, "headers");
    out += '[';
    for (auto const& [name, value] : all) {
        if (out.back() != '[') out += ',';
        out += '[';
        obs::append_json_string(out, name);
        out += ',';
        if (is_utf8(value)) {
            obs::append_json_string(out, value);
        } else {
            append_base64(out, value);
            out += ",\"base64\"";
        }
        out += ']';
    }
    out += ']';
}

bool is_recording(std::string_view first) {
    return first.substr(0, first.find('\n')).find("\"ficus_recording\"") != std::string_view::npos;
}

} // namespace

std::string head_line(recording_head const& head) {
    std::string out = "{";
    add(out, "ficus_recording", std::int64_t{head.version});
    add(out, "feature", head.feature);
    add(out, "contract", rules::name_of(head.contract));
    add(out, "at_ms", head.at_ms);
    return out += "}\n";
}

std::string line_of(recorded const& one) {
    std::string out = "{";
    add(out, "after_us", one.after.count());
    add(out, "method", one.method);
    add(out, "target", one.target);
    add(out, "host", one.host);
    add(out, one.headers);
    if (!one.body.empty()) add(out, "body", one.body);
    if (one.redacted) {
        append_name(out, "redacted");
        out += "true";
    }
    if (one.answered) {
        auto const& answer = *one.answered;
        append_name(out, "answer");
        out += '{';
        add(out, "served", rules::name_of(answer.served));
        add(out, "status", std::int64_t{answer.status});
        add(out, answer.headers);
        if (!answer.body.empty()) add(out, "body", answer.body);
        add(out, "latency_us", answer.latency.count());
        out += '}';
    }
    return out += "}\n";
}

recording_result<recording> read_recording(std::istream& from) {
    line_source lines(from);
    auto first = lines.peek();
    constexpr std::string_view mark = "\xef\xbb\xbf";
    if (first.starts_with(mark)) first.remove_prefix(mark.size());
    auto const begin = first.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos)
        return recording_error{1,
                               "the file is empty, or begins with nothing but white space: it is neither a "
                               "recording of `ficus record`, nor a HAR file, nor an access log"};
    if (first[begin] != '{') return read_access_log(lines);
    if (is_recording(first.substr(begin))) return read_lines(lines);
    std::string text;
    switch (lines.rest(text, most_har)) {
    case line_source::got::unreadable: return recording_error{0, "the file cannot be read to its end"};
    case line_source::got::too_much:
        return recording_error{0, "a HAR file of more than " + std::to_string(most_har >> 20U) +
                                      " MiB is not read: export a part of it"};
    default: return read_har(text);
    }
}

} // namespace ficus::recording

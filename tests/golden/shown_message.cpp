#include "golden/shown_message.hpp"

#include "acl/outcome.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <sstream>

namespace ficus::golden {
namespace {

using namespace acl;

/// A view of what is shown; `headers` is what it looks at.
message_view view_of(shown_message const& shown, std::vector<header_view>& headers) {
    for (auto const& [name, value] : shown.fields) headers.push_back({name, value});
    message_view view;
    view.method = shown.method;
    view.path = shown.path;
    view.query = shown.query;
    view.has_query = shown.has_query;
    view.status = shown.status;
    view.headers = headers;
    view.body = shown.body;
    return view;
}

/// What the facade makes of a translated message's header fields.
std::vector<std::pair<std::string, std::string>> fields_of(translator const& t, direction way,
                                                           shown_message const& from, message const& made) {
    std::vector<std::pair<std::string, std::string>> fields;
    for (auto const& [name, value] : from.fields) {
        std::string lower = name;
        std::transform(lower.begin(), lower.end(), lower.begin(),
                       [](unsigned char c) { return std::tolower(c); });
        if (lower == "content-type" || std::count(made.removed.begin(), made.removed.end(), lower) > 0)
            continue;
        fields.emplace_back(t.map_header(way, from.of(), name).value_or(name), value);
    }
    for (auto const& [name, value] : made.added) fields.emplace_back(name, value);
    if (!made.content_type.empty()) fields.emplace_back("Content-Type", made.content_type);
    std::sort(fields.begin(), fields.end());
    return fields;
}

/// `text/xml;charset=UTF-8` is what `text/xml; charset=utf-8` is.
std::vector<std::pair<std::string, std::string>>
with_plain_types(std::vector<std::pair<std::string, std::string>> fields) {
    for (auto& [name, value] : fields) {
        if (name != "Content-Type") continue;
        std::erase(value, ' ');
        std::transform(value.begin(), value.end(), value.begin(),
                       [](unsigned char c) { return std::tolower(c); });
    }
    return fields;
}

} // namespace

shown_message message_of(std::string const& text) {
    shown_message made;
    std::istringstream lines(text);
    std::string line, first, target;
    std::getline(lines, line);
    std::istringstream(line) >> first >> target;
    if (first.starts_with("HTTP/")) {
        made.status = static_cast<unsigned>(std::stoul(target));
    } else {
        made.method = first;
        auto const mark = target.find('?');
        made.path = target.substr(0, mark);
        made.has_query = mark != std::string::npos;
        if (made.has_query) made.query = target.substr(mark + 1);
    }
    while (std::getline(lines, line) && !line.empty())
        made.fields.emplace_back(line.substr(0, line.find(':')), line.substr(line.find(':') + 2));
    std::sort(made.fields.begin(), made.fields.end());
    made.body.assign(std::istreambuf_iterator<char>(lines), {});
    return made;
}

side_options const& side_of(translator const& t, std::size_t side, shown_message const& shown) {
    if (shown.of() == part::response)
        for (auto const& one : t.outcomes())
            if (one.names(side, shown.status) && one.has_own_body(side)) return one.side(side);
    return t.side(shown.of(), side);
}

void check_message(translator const& t, direction way, shown_message const& from, shown_message const& to) {
    std::vector<header_view> headers;
    auto const made = t.translate(way, from.of(), view_of(from, headers));
    if (!made) FAIL(made.error().where << ": " << made.error().message);
    CHECK(made->method == to.method);
    CHECK(made->path == to.path);
    CHECK(made->has_query == to.has_query);
    CHECK(made->query == to.query);
    CHECK(made->status == to.status);
    CHECK(with_plain_types(fields_of(t, way, from, *made)) == with_plain_types(to.fields));
    CHECK(made->body == to.body);
}

std::string refusal(translator const& t, direction way, shown_message const& from) {
    std::vector<header_view> headers;
    auto const made = t.translate(way, from.of(), view_of(from, headers));
    REQUIRE(made.has_error());
    return made.error().where + ": " + made.error().message;
}

} // namespace ficus::golden

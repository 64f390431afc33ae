#pragma once

#include "facade/http/head.hpp"

#include <optional>
#include <string>
#include <utility>

namespace ficus::test {

/// A head in memory of its own, and what the parser said of it.
template<class Head>
struct read_head {
    explicit read_head(std::string text) : bytes(std::move(text)) { refused = http::parse_head(bytes, head); }
    read_head(read_head const&) = delete;
    read_head& operator=(read_head const&) = delete;

    std::string bytes;
    Head head;
    std::optional<http::refusal> refused;
};

using request = read_head<http::request_head>;
using response = read_head<http::response_head>;

/// A request with these field lines, each ended by CRLF.
inline std::string with_fields(std::string const& fields, std::string const& line = "GET / HTTP/1.1") {
    return line + "\r\n" + fields + "\r\n";
}
inline std::string answer_with(std::string const& fields, std::string const& line = "HTTP/1.1 200 OK") {
    return line + "\r\n" + fields + "\r\n";
}

/// All values of a field, joined by ` | `.
inline std::string values_of(http::head const& of, std::string_view name) {
    std::string values;
    for (auto const& f : of.fields)
        if (http::iequals(f.name, name)) values.append(values.empty() ? "" : " | ").append(f.value);
    return values;
}
inline std::size_t count_of(http::head const& of, std::string_view name) {
    std::size_t n = 0;
    for (auto const& f : of.fields) n += http::iequals(f.name, name);
    return n;
}

} // namespace ficus::test

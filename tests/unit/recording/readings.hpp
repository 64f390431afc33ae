#pragma once

#include "facade/recording/recorded_file.hpp"

#include <catch2/catch.hpp>

#include <sstream>

namespace ficus::test {

inline recording::recording_result<recording::recording> read(std::string const& text) {
    std::istringstream from(text);
    return recording::read_recording(from);
}

/// What that text holds, which must be readable.
inline recording::recording whole(std::string const& text) {
    auto found = read(text);
    if (!found) FAIL("line " << found.error().line << ": " << found.error().message);
    return std::move(*found);
}

/// `line: message (requests)` of a text that cannot be read.
inline std::string mistake(std::string const& text) {
    auto const found = read(text);
    if (found) return "it was read";
    return std::to_string(found.error().line) + ": " + found.error().message + " (" +
           std::to_string(found.error().requests) + ")";
}

/// A header field's value; nothing where there is none.
inline std::optional<std::string> field(recording::fields const& all, std::string_view name) {
    for (auto const& [one, value] : all)
        if (one == name) return value;
    return std::nullopt;
}

} // namespace ficus::test

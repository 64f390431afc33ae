#pragma once

#include "facade/config/reader.hpp"

#include <catch2/catch.hpp>

#include <optional>
#include <string>
#include <vector>

namespace ficus::test::wrong_configuration {

using config::read_text;

inline std::optional<std::string> nothing(std::string const&) {
    return std::nullopt;
}

/// A text with `»` where the error is to be found, without the mark and with its place.
struct marked {
    std::string text;
    unsigned line = 1;
    unsigned column = 1;

    explicit marked(std::string const& with_mark) {
        std::string const mark = "»";
        auto const at = with_mark.find(mark);
        REQUIRE(at != std::string::npos);
        text = std::string{with_mark}.erase(at, mark.size());
        for (char c : with_mark.substr(0, at)) {
            ++column;
            if (c == '\n') {
                ++line;
                column = 1;
            }
        }
    }
};

struct wrong {
    std::string text;    ///< with `»` where the error is to be found
    std::string key;     ///< of the error
    std::string message; ///< a part of it: what is wrong
    std::string mend;    ///< a part of it: what to do
};

inline std::string const facade = "[facade]\nlegacy = \"m\"\n";
inline std::string const upstream = "[upstreams.m]\nendpoints = [\"http://127.0.0.1:9001\"]\n";
inline std::string const base = facade + upstream;
inline std::string const feature = base + "[features.f]\nmatch = [ { path = \"/f\" } ]\nmodern = \"m\"\n";
inline std::string const translator =
    base + "[translators.t]\nlegacy = { format = \"json\" }\nmodern = { format = \"json\" }\n";

inline std::string in_facade(std::string const& line) {
    return facade + line + '\n' + upstream;
}

inline std::string in_match(std::string const& entry) {
    return base + "[features.f]\nmodern = \"m\"\nmatch = [ " + entry + " ]\n";
}

/// Each has exactly one error, at the mark.
inline void check(std::vector<wrong> const& cases) {
    for (auto const& [with_mark, key, message, mend] : cases) {
        INFO(with_mark);
        marked const input{with_mark};
        auto const result = read_text(input.text, "ficus.toml", nothing);
        REQUIRE(result.has_error());
        auto const errors = result.error();
        for (auto const& error : errors) UNSCOPED_INFO(error.to_string());
        REQUIRE(errors.size() == 1);
        auto const& problem = errors[0];
        CHECK(problem.file == "ficus.toml");
        CHECK(problem.line == input.line);
        CHECK(problem.column == input.column);
        CHECK(problem.key == key);
        CHECK_THAT(problem.message, Catch::Contains(message) && Catch::Contains(mend));
    }
}

} // namespace ficus::test::wrong_configuration

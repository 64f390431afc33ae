#pragma once

#include "facade/config/reader.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <optional>
#include <string>

/// Configurations that are read without a word against them.
namespace ficus::test::right_configuration {

inline constexpr auto* smallest = R"(
[facade]
legacy = "monolith"
[upstreams.monolith]
endpoints = ["http://127.0.0.1:9001"]
)";

inline std::optional<std::string> env(std::string const& name) {
    static std::map<std::string, std::string> const variables = {{"PORT", "9009"}, {"METHOD", "PUT"}};
    auto const found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional{found->second};
}

inline config::configuration read(std::string const& text) {
    auto result = config::read_text(text, "ficus.toml", env);
    if (result.has_error())
        for (auto const& problem : result.error()) UNSCOPED_INFO(problem.to_string());
    REQUIRE(result.has_value());
    return *result;
}

} // namespace ficus::test::right_configuration

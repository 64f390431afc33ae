#pragma once

#include "facade/config/reader.hpp"

#include <catch2/catch.hpp>

#include <optional>
#include <string>

namespace ficus::test {

/// A configuration as its file would have it; a test whose text is wrong ends and shows why.
inline config::configuration configured(std::string const& text) {
    auto read = config::read_text(text, "ficus.toml",
                                  [](std::string const&) -> std::optional<std::string> { return {}; });
    std::string problems;
    if (!read)
        for (auto const& p : read.error()) problems += p.to_string() + "\n";
    INFO(problems);
    REQUIRE(read.has_value());
    return std::move(*read);
}

} // namespace ficus::test

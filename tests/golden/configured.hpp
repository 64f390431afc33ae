#pragma once

#include "acl/translator.hpp"
#include "facade/config/reader.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace ficus::golden {

inline std::string read_file(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    REQUIRE(in.good());
    return {std::istreambuf_iterator<char>(in), {}};
}

/// All translators of a configuration's text, in its order.
inline std::vector<acl::translator> translators_of(std::string const& text, std::string const& file_name) {
    auto const configuration = config::read_text(text, file_name, [](std::string const& name) {
        return name == "FICUS_GOLDEN" ? std::optional<std::string>(FICUS_SOURCE_DIR "/tests/golden")
                                      : std::nullopt;
    });
    if (!configuration)
        for (auto const& problem : configuration.error()) UNSCOPED_INFO(problem.to_string());
    REQUIRE(configuration.has_value());
    std::vector<acl::translator> all;
    for (auto const& options : configuration->translators) {
        auto made = acl::translator::compile(options);
        if (!made)
            for (auto const& problem : made.error()) UNSCOPED_INFO(problem.key << ": " << problem.message);
        REQUIRE(made.has_value());
        all.push_back(std::move(*made));
    }
    return all;
}

/// The one translator of a configuration's text.
inline acl::translator only_translator(std::string const& text, std::string const& file_name) {
    auto all = translators_of(text, file_name);
    REQUIRE(all.size() == 1);
    return std::move(all.front());
}

} // namespace ficus::golden

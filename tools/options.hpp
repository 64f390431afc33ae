#pragma once

#include "tools/command_line.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ficus::tools {

// What the commands' grammars are put together from.

failure wrong_usage(std::string message);

/// A word that stands by itself.
CLI::Option* add_word(CLI::App& to, std::string const& name, std::string& value, std::string const& does);

/// A count or a revision. `what` is what a wrong one is told that it is not: "revision".
CLI::Option* add_number(CLI::App& to, std::string const& name, std::uint64_t& value, std::string const& what,
                        std::string const& does);

/// Only these values are taken; `what` as above.
CLI::Validator one_of(std::vector<std::string> choices, std::string what);

/// One value for each time that it is given: what follows may be a positional.
CLI::Option* add_repeatable(CLI::App& to, std::string const& name, std::vector<std::string>& values,
                            std::string const& does);

std::optional<std::string> unless_empty(std::string const& text);

} // namespace ficus::tools

#pragma once

#include "tools/command_line.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <optional>
#include <string>
#include <vector>

namespace ficus::tools {

// What the commands' grammars are put together from.

failure wrong_usage(std::string message);

/// A word that stands by itself.
CLI::Option* add_word(CLI::App& to, std::string const& name, std::string& value, std::string const& does);

/// A count or a revision: CLI11 would take -1 for a very large one.
template<class T>
CLI::Option* add_number(CLI::App& to, std::string const& name, T& value, std::string const& does) {
    return to.add_option(name, value, does)->check(CLI::Validator(CLI::NonNegativeNumber).description(""));
}

/// One value for each time that it is given: what follows may be a positional.
CLI::Option* add_repeatable(CLI::App& to, std::string const& name, std::vector<std::string>& values,
                            std::string const& does);

std::optional<std::string> unless_empty(std::string const& text);

} // namespace ficus::tools

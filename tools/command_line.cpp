#include "tools/command_line.hpp"

#include "rules/near_match.hpp"
#include "tools/grammar.hpp"

#include <boost/algorithm/string/replace.hpp>

#include <algorithm>
#include <utility>

namespace ficus::tools {
namespace {

/// As a shell would read it back as one word.
std::string quoted(std::string const& word) {
    auto const plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("%+,-./:=@_^").find(c) != std::string_view::npos;
    };
    if (!word.empty() && std::ranges::all_of(word, plain)) return word;
    std::string out = "'";
    for (char const c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

std::string typed(std::vector<std::string> const& arguments) {
    std::string line = "ficus";
    for (auto const& argument : arguments) line += ' ' + quoted(argument);
    return line;
}

/// The subcommand that was given, if one was; else the program itself.
CLI::App& innermost(CLI::App& app) {
    auto const given = app.get_subcommands();
    return given.empty() ? app : *given.front();
}

std::vector<std::string> command_names(CLI::App& app) {
    std::vector<std::string> names;
    for (auto const* command : app.get_subcommands([](CLI::App const* c) { return !c->get_group().empty(); }))
        names.push_back(command->get_name());
    return names;
}

std::vector<std::string> option_names(CLI::App& app) {
    std::vector<std::string> names;
    for (auto const* option : app.get_options())
        for (auto const& name : option->get_lnames()) names.push_back("--" + name);
    return names;
}

std::string perhaps(std::string const& word, std::vector<std::string> const& candidates) {
    auto const near = rules::near_match(word, candidates);
    return near ? " - did you mean '" + *near + "'?" : "";
}

/// Of the command that was given, without CLI11's double gaps.
std::string help_of(CLI::App& app) {
    return boost::algorithm::replace_all_copy(app.help(), "\n\n\n", "\n\n");
}

/// The first of the examples in a command's help.
std::string example_of(CLI::App& command) {
    auto const text = command.get_footer();
    auto const begin = text.find("  ficus") + 2;
    return text.substr(begin, text.find('\n', begin) - begin);
}

/// CLI11 knows that something is wrong; this says what, in the words that a person typed.
failure explained(grammar& g, CLI::ParseError const& error) {
    auto& command = innermost(g.app());
    auto const help =
        "`" + (&command == &g.app() ? "" : g.app().get_name() + " ") + command.get_name() + " --help`";
    auto const extra = g.app().remaining(true);
    if (!extra.empty()) {
        auto const& word = extra.front();
        if (word.starts_with('-'))
            return {exit_status::usage, "there is no option '" + word + "' here" +
                                            perhaps(word, option_names(command)) + "; see " + help};
        if (&command == &g.app())
            return {exit_status::usage, "there is no command '" + word + "'" +
                                            perhaps(word, command_names(command)) + "; see " + help};
        return {exit_status::usage, "'" + word + "' is one word too many; see " + help};
    }
    if (&command == &g.app() && error.get_name() == "RequiredError")
        return {exit_status::usage, "no command was given; " + help + " lists them"};
    std::string what = error.what();
    if (error.get_name() == "RequiredError")
        what =
            what.substr(0, what.find(' ')) + " is missing: write, for example, `" + example_of(command) + "`";
    if (error.get_name() == "ArgumentMismatch")
        what = what.substr(0, what.find(':')) + " lacks its value: write it behind, as in `" +
               example_of(command) + "`";
    return {exit_status::usage, what + "; see " + help};
}

} // namespace

result<command_line> read_command_line(std::vector<std::string> const& arguments) {
    grammar g;
    // CLI11 takes them from the back.
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    try {
        g.app().parse(std::move(reversed));
    } catch (CLI::CallForVersion const& version) {
        return command_line{g.common(), print_command{std::string(version.what()) + "\n"}, typed(arguments)};
    } catch (CLI::CallForHelp const&) {
        return command_line{g.common(), print_command{help_of(g.app())}, typed(arguments)};
    } catch (CLI::ParseError const& error) {
        return explained(g, error);
    }
    auto command = g.command();
    if (!command) return command.error();
    return command_line{g.common(), std::move(*command), typed(arguments)};
}

} // namespace ficus::tools
